/**
 * BM25 over stored postings, with the statistics of what a reader may see.
 *
 * score(passage) = sum over query terms of idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length)),
 * idf = ln(1 + (N - df + 0.5) / (df + 0.5)): Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009),
 * with the never-negative idf of Lucene.
 *
 * Terms are read from the rarest on. Once the common ones that are left cannot lift an unread passage among the best, they
 * only complete the scores of passages already read: MaxScore, Turtle and Flood, "Query Evaluation: Strategies and
 * Optimizations" (1995), term at a time. The ranking is that of reading everything.
 */
import type { TermStatistics } from './collection.js';
import { Best } from './exact.js';
import type { LiveSet } from './live.js';
import type { Postings } from './packing.js';
import { PagedSums } from './paged.js';
import type { LexicalResult, PassageId } from './store.js';

export const BM25 = {
  /** Saturation of repeats: higher lets a word said often count for more. 0.9 suits passages of a hundred words. */
  k1: 0.9,
  /** How much long passages are marked down, 0 to 1. */
  b: 0.4,
} as const;

/** Looking one passage up in a list costs about as much as reading so many of its entries. */
const LOOKUP_COST = 16;

/** What is visible to a reader of one owner's documents, and how common a term is there. */
export interface SearchedCollection {
  /** Owners share no document and no postings. */
  readonly owner: string;
  readonly live: LiveSet;
  statisticsOf(termId: number, parts: readonly Postings[]): TermStatistics;
}

/** Where postings come from. */
export interface TermSource {
  idOf(owner: string, term: string): number | undefined;
  postingsOf(termId: number): readonly Postings[];
}

/** One term of the query, ready to be scored. */
interface QueryTerm {
  readonly parts: readonly Postings[];
  /** Entries of all parts. */
  readonly entries: number;
  /** Query weight times idf. */
  readonly weight: number;
  /** No passage gets more from this term. */
  readonly bound: number;
}

/** Ranks the visible passages for `terms`; a term given twice counts twice. */
export function searchLexical(
  collections: readonly SearchedCollection[],
  source: TermSource,
  { terms, limit }: { readonly terms: readonly string[]; readonly limit: number },
): LexicalResult {
  const passages = collections.reduce((sum, { live }) => sum + live.size, 0);
  const total = collections.reduce((sum, { live }) => sum + live.totalLength, 0);
  const idf = new Map<string, number>();
  const found: QueryTerm[] = [];
  for (const [term, count] of counted(terms)) {
    const { parts, documentFrequency, mostFrequent } = lookUp(collections, source, term);
    const rarity = idfOf(passages, documentFrequency);
    idf.set(term, rarity);
    found.push(queryTerm(parts, count * rarity, mostFrequent));
  }
  const scorer = new Scorer(
    // Rarest first; the order decides how sums are rounded, so it is the same for every passage.
    found.filter(({ entries }) => entries > 0).sort((left, right) => left.entries - right.entries),
    collections.map(({ live }) => live),
    passages === 0 ? 1 : Math.max(1, total / passages),
  );
  return { idf, top: scorer.top(limit), scoreOf: (passageId) => scorer.scoreOf(passageId) };
}

/** The postings of a term in the words of each owner, and how common it is in the collections asked. */
function lookUp(
  collections: readonly SearchedCollection[],
  source: TermSource,
  term: string,
): TermStatistics & { readonly parts: readonly Postings[] } {
  const byOwner = new Map<string, readonly Postings[]>();
  let documentFrequency = 0;
  let mostFrequent = 1;
  for (const collection of collections) {
    const termId = source.idOf(collection.owner, term);
    if (termId === undefined) continue;
    const parts = byOwner.get(collection.owner) ?? source.postingsOf(termId);
    byOwner.set(collection.owner, parts);
    const statistics = collection.statisticsOf(termId, parts);
    documentFrequency += statistics.documentFrequency;
    mostFrequent = Math.max(mostFrequent, statistics.mostFrequent);
  }
  return { parts: [...byOwner.values()].flat(), documentFrequency, mostFrequent };
}

function counted(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function idfOf(passages: number, frequency: number): number {
  return Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5));
}

function queryTerm(parts: readonly Postings[], weight: number, mostFrequent: number): QueryTerm {
  const entries = parts.reduce((sum, { ids }) => sum + ids.length, 0);
  return { parts, entries, weight, bound: weight * saturated(mostFrequent, 1 - BM25.b) };
}

/** What a term gives a passage, its weight apart. `norm` is 1 for a passage of average length. */
function saturated(frequency: number, norm: number): number {
  return (frequency * (BM25.k1 + 1)) / (frequency + BM25.k1 * norm);
}

/** Held between questions, so that no question pays for its pages. Empty whenever no search runs. */
const SUMS = new PagedSums();

class Scorer {
  constructor(
    private readonly terms: readonly QueryTerm[],
    private readonly lives: readonly LiveSet[],
    private readonly averageLength: number,
  ) {}

  top(limit: number): LexicalResult['top'] {
    const touched: PassageId[] = [];
    let candidates: PassageId[] | undefined;
    for (const [at, term] of this.terms.entries()) {
      candidates = this.#survivors(touched, at, limit);
      if (candidates !== undefined) break;
      this.#read(term, touched);
    }
    const best = new Best(limit);
    for (const id of candidates ?? touched) best.offer(id, candidates === undefined ? SUMS.get(id) : this.scoreOf(id));
    for (const id of touched) SUMS.set(id, 0);
    return best.sorted().map(({ row, score }) => ({ passageId: row, score }));
  }

  /** The score of one passage, 0 when it shares no term or is not visible. */
  scoreOf(id: PassageId): number {
    const length = this.#lengthOf(id);
    if (length < 0) return 0;
    const norm = this.#norm(length);
    let score = 0;
    for (const { parts, weight } of this.terms) {
      const frequency = frequencyIn(parts, id);
      if (frequency > 0) score += weight * saturated(frequency, norm);
    }
    return score;
  }

  /** The passages that may still be among the best, once the terms from `at` on need not be read; else undefined. */
  #survivors(touched: readonly PassageId[], at: number, limit: number): PassageId[] | undefined {
    const rest = this.terms.slice(at);
    const entries = rest.reduce((sum, term) => sum + term.entries, 0);
    if (touched.length < limit || entries < LOOKUP_COST * limit) return undefined;
    const bound = rest.reduce((sum, term) => sum + term.bound, 0);
    const best = new Best(limit);
    for (const id of touched) best.offer(id, SUMS.get(id));
    const threshold = best.sorted()[limit - 1]?.score ?? 0;
    // A little more than the bound, for what rounding may add.
    const margin = bound * (1 + 1e-9);
    if (margin >= threshold) return undefined;
    const survivors = touched.filter((id) => SUMS.get(id) + margin >= threshold);
    return survivors.length * LOOKUP_COST * rest.length < entries ? survivors : undefined;
  }

  #read({ parts, weight }: QueryTerm, touched: PassageId[]): void {
    for (const { ids, frequencies } of parts) {
      for (let at = 0; at < ids.length; at++) {
        const id = ids[at] as number;
        const length = this.#lengthOf(id);
        if (length < 0) continue;
        const before = SUMS.get(id);
        if (before === 0) touched.push(id);
        SUMS.set(id, before + weight * saturated(frequencies[at] as number, this.#norm(length)));
      }
    }
  }

  #norm(length: number): number {
    return 1 - BM25.b + (BM25.b * length) / this.averageLength;
  }

  #lengthOf(id: PassageId): number {
    for (const live of this.lives) {
      const length = live.lengthOf(id);
      if (length >= 0) return length;
    }
    return -1;
  }
}

/** Occurrences of a term in a passage: a binary search, since ids ascend. */
function frequencyIn(parts: readonly Postings[], id: PassageId): number {
  for (const { ids, frequencies } of parts) {
    let low = 0;
    let high = ids.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = ids[middle] as number;
      if (found === id) return frequencies[middle] as number;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
  }
  return 0;
}
