/**
 * The formula of lexical ranking, apart from how postings are read.
 *
 * score(passage) = sum over query terms of idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length)),
 * idf = ln(1 + (N - df + 0.5) / (df + 0.5)): Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009),
 * with the never-negative idf of Lucene.
 */

export const BM25 = {
  /** Saturation of repeats: higher lets a word said often count for more. 0.9 suits passages of a hundred words. */
  k1: 0.9,
  /** How much long passages are marked down, 0 to 1. */
  b: 0.4,
} as const;

export function idfOf(passages: number, documentFrequency: number): number {
  return Math.log(1 + (passages - documentFrequency + 0.5) / (documentFrequency + 0.5));
}

/** What a term gives a passage, its idf apart: 0 to k1 + 1. `norm` is `normOf` of the passage. */
export function impactOf(frequency: number, norm: number): number {
  return (frequency * (BM25.k1 + 1)) / (frequency + norm);
}

/** How much a passage's length marks it down. */
export function normOf(length: number, averageLength: number): number {
  return BM25.k1 * (1 - BM25.b + (BM25.b * length) / averageLength);
}

let last: Norms | undefined;

/** Norms by length as a live set keeps it, one more than there are terms, for loops over many passages. */
export class Norms {
  readonly averageLength: number;
  /** Of the lengths that most passages have. */
  readonly table: Float64Array;

  private constructor(averageLength: number) {
    this.averageLength = averageLength;
    this.table = Float64Array.from({ length: 1_024 }, (_, length) => this.of(length));
  }

  /** Kept for the next question. */
  static for(averageLength: number): Norms {
    if (last?.averageLength !== averageLength) last = new Norms(averageLength);
    return last;
  }

  of(length: number): number {
    return normOf(length - 1, this.averageLength);
  }
}
