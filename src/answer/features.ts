/**
 * What is measured of a sentence, and of a question, before anything is concluded. It stands alone because the same numbers
 * are read by the ranking, by the confidence, and by the scripts that fit both.
 */
import { wordCount } from '../text/spans.js';

/** Of one sentence. All raw, so that they compare across questions. */
export interface SentenceFeatures {
  /** The reader's score, from `READ.lowest` up; `READ.unknown` of a sentence that was not read. */
  readonly read: number;
  /** Fused score of its passage, 0 to 1. */
  readonly passage: number;
  /** Cosine between question and sentence, from the passage's own forward pass. */
  readonly semantic: number;
  /** Share of the question's terms in the sentence, each counted by its rarity, 0 to 1; those in the title alone count half. */
  readonly lexical: number;
  /** Cosine between question and passage. */
  readonly passageSemantic: number;
  /** BM25 of the passage, in units of `BM25_UNIT`. */
  readonly bm25: number;
  /** 1 when the sentence is the first of its passage. */
  readonly opens: number;
  /** 1 when the question names the publisher of the document. */
  readonly publisher: number;
  /** 1 when the question asks for a time or an amount and the sentence names none. */
  readonly kindMissing: number;
  /** 1 of a fragment, such as a heading or a caption: see `isFragment`. */
  readonly fragment: number;
}

export const FEATURES = [
  'read',
  'passage',
  'semantic',
  'lexical',
  'passageSemantic',
  'bm25',
  'opens',
  'publisher',
  'kindMissing',
  'fragment',
] as const satisfies readonly (keyof SentenceFeatures)[];

export const READ = {
  /** Scores below say no more than this one does. */
  lowest: -15,
  /** Stands for a sentence of a language that the reader does not know. */
  unknown: -5,
} as const;

/** In UTF-16 code units of an alphabet; shorter "sentences" are seldom ones. */
const FRAGMENT = 40;
/** A character of these scripts says about as much as so many letters. */
const DENSE = {
  script: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu,
  letters: 3,
} as const;

export function isFragment(text: string): boolean {
  if (text.length >= FRAGMENT) return false;
  const dense = text.match(DENSE.script)?.length ?? 0;
  return text.length + (DENSE.letters - 1) * dense < FRAGMENT;
}

export const BM25_UNIT = 30;

/**
 * How much of a long question this is, 0 to 1. Long ones (a case described in several clauses) ask for the sentence that has
 * most of their words; the reader, trained on short ones, is misled by them.
 */
export function longness(question: string): number {
  return Math.min(1, Math.max(0, (wordCount(question) - LONG.from) / (LONG.to - LONG.from)));
}

/** In words of a question. */
const LONG = { from: 15, to: 30 } as const;
