/** The material of a summary: sentences with where they stand. It stands alone so that measuring and choosing share one type. */
import type { Span } from '../model.js';
import { wordCount } from '../text/spans.js';

/** A passage as the sentences in it share it: one object a passage. */
export interface SummaryPassage {
  readonly text: string;
  /** Cosine with the topic, -1 to 1; 0 without a topic. */
  readonly semantic: number;
}

/** A sentence that may carry the summary. */
export interface SummarySentence {
  readonly documentId: string;
  readonly version: string;
  readonly span: Span;
  readonly text: string;
  /** Unit vector. */
  readonly vector: Float32Array;
  /** Where it stands in its document, 0 (first) to 1 (last). */
  readonly position: number;
  readonly passage: SummaryPassage;
}

/** Sentences of fewer words say too little, and of more words take the room of others. */
export const WORDS = { fewest: 6, most: 70 } as const;

const FULL_STOP = /[.!…。！؟।]["'”’»)\]]*$/u;

/** Whether it is a whole statement: no question, heading, or item of a list. */
export function isStatement({ text }: Pick<SummarySentence, 'text'>): boolean {
  const words = wordCount(text);
  return words >= WORDS.fewest && words <= WORDS.most && FULL_STOP.test(text.trimEnd());
}
