/**
 * What an answer asks of a reader: a small model that marks the words of a passage that answer a question, and says how
 * surely there are none. It stands alone so that answers, and their tests, know readers by this interface only.
 */
import type { Span } from '../model.js';

/** What a reader is given. */
export interface ReadRequest {
  readonly question: string;
  /** Of the document: read before the passage, never marked. */
  readonly title?: string;
  readonly passage: string;
  /** The passage's sentences, as offsets in `passage`, in order. */
  readonly sentences: readonly Span[];
}

/** The best answer that one sentence holds. */
export interface MarkedSentence {
  /** Log-odds of a kind: above 0 leans to "this answers", below to "nothing here does". Comparable across passages. */
  readonly score: number;
  /** Offsets in the passage. */
  readonly words: Span;
}

export interface Reader {
  /** As `doctor` names it. */
  readonly name: string;
  /** BCP 47 primary tags of the languages it knows. */
  readonly languages: readonly string[];
  /**
   * One entry a sentence, in order; undefined for those that hold no word or lie beyond what the model reads. Rejects with
   * `provider`.
   */
  read(request: ReadRequest): Promise<readonly (MarkedSentence | undefined)[]>;
  close(): Promise<void>;
}
