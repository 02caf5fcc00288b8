/**
 * BM25 over stored postings, with the statistics of what a reader may see.
 *
 * score(passage) = sum over query terms of idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length)),
 * idf = ln(1 + (N - df + 0.5) / (df + 0.5)): Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009),
 * with the never-negative idf of Lucene.
 */
import { Best } from './exact.js';
import { type LiveSet, rowOf } from './live.js';
import { type Database, prepared } from './sqlite.js';
import type { LexicalResult, PassageId } from './store.js';

export const BM25 = {
  /** Saturation of repeats: higher lets a word said often count for more. 0.9 suits passages of a hundred words. */
  k1: 0.9,
  /** How much long passages are marked down, 0 to 1. */
  b: 0.4,
} as const;

interface Postings {
  readonly rows: Uint32Array;
  readonly frequencies: Uint32Array;
}

/** Ranks the visible passages for `terms`; a term given twice counts twice. */
export function searchLexical(
  database: Database,
  live: LiveSet,
  terms: readonly string[],
  limit: number,
): LexicalResult {
  const scores = new Float64Array(live.ids.length);
  const weights = new Map<string, number>();
  for (const term of terms) weights.set(term, (weights.get(term) ?? 0) + 1);
  const idf = new Map<string, number>();
  for (const [term, weight] of weights) {
    const postings = postingsOf(database, live, term);
    const rarity = idfOf(live.ids.length, postings.rows.length);
    idf.set(term, rarity);
    addScores(scores, live, postings, weight * rarity);
  }
  return {
    idf,
    top: topOf(scores, live, limit),
    scoreOf: (passageId: PassageId) => {
      const row = rowOf(live, passageId);
      return row < 0 ? 0 : (scores[row] as number);
    },
  };
}

function idfOf(passages: number, frequency: number): number {
  return Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5));
}

function addScores(scores: Float64Array, live: LiveSet, postings: Postings, weight: number): void {
  for (let at = 0; at < postings.rows.length; at++) {
    const row = postings.rows[at] as number;
    const tf = postings.frequencies[at] as number;
    const norm = 1 - BM25.b + (BM25.b * (live.lengths[row] as number)) / live.averageLength;
    scores[row] = (scores[row] as number) + (weight * tf * (BM25.k1 + 1)) / (tf + BM25.k1 * norm);
  }
}

/** The visible postings of a term: both lists are ascending, so one walk joins them. */
function postingsOf(database: Database, live: LiveSet, term: string): Postings {
  const found = prepared(
    database,
    `SELECT passage_id, frequency FROM posting
       WHERE term_id = (SELECT id FROM term WHERE text = ?) ORDER BY passage_id`,
  )
    .raw()
    .all(term) as [number, number][];
  const rows = new Uint32Array(found.length);
  const frequencies = new Uint32Array(found.length);
  let count = 0;
  let row = 0;
  for (const [passageId, frequency] of found) {
    while (row < live.ids.length && (live.ids[row] as number) < passageId) row++;
    if (row >= live.ids.length) break;
    if (live.ids[row] !== passageId) continue;
    rows[count] = row;
    frequencies[count] = frequency;
    count++;
  }
  return { rows: rows.subarray(0, count), frequencies: frequencies.subarray(0, count) };
}

function topOf(scores: Float64Array, live: LiveSet, limit: number): LexicalResult['top'] {
  const best = new Best(limit);
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    if (score > 0) best.offer(row, score);
  }
  return best.sorted().map(({ row, score }) => ({ passageId: live.ids[row] as number, score }));
}
