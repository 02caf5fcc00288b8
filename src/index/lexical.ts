/**
 * BM25 over stored postings, with the statistics of what a reader may see.
 *
 * Terms are read from the rarest on. Once the common ones that are left cannot lift an unread passage among the best, they
 * only complete the scores of passages already read: MaxScore, Turtle and Flood, "Query Evaluation: Strategies and
 * Optimizations" (1995), term at a time. The ranking is that of reading everything.
 */
import { BM25, idfOf, impactOf, normOf } from './bm25.js';
import type { TermStatistics } from './collection.js';
import { Best } from './exact.js';
import type { LiveSet } from './live.js';
import type { Postings } from './packing.js';
import { PAGE_BITS, PagedSums, WITHIN } from './paged.js';
import type { LexicalResult, PassageId } from './store.js';

/** Looking one passage up in a list costs about as much as reading so many of its entries. */
const LOOKUP_COST = 16;
/** What rounding may add to a sum of bounds. */
const ROUNDING = 1e-9;
/** No passage gets more from any term, its idf apart. */
const HIGHEST_IMPACT = BM25.k1 + 1;

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

/** Postings of one owner, with what is visible of them. */
interface Part extends Postings {
  readonly live: LiveSet;
}

/** One term of the query, ready to be scored. */
interface QueryTerm {
  readonly parts: readonly Part[];
  /** Entries of all parts, visible or not. */
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
    const { parts, documentFrequency, ...most } = lookUp(collections, source, term);
    // Kept impacts are of their own collection's average length, and several are scored by the average of all.
    const highestImpact = collections.length === 1 ? most.highestImpact : HIGHEST_IMPACT;
    const rarity = idfOf(passages, documentFrequency);
    idf.set(term, rarity);
    const weight = count * rarity;
    const entries = parts.reduce((sum, { ids }) => sum + ids.length, 0);
    if (documentFrequency > 0) found.push({ parts, entries, weight, bound: weight * highestImpact });
  }
  const scorer = new Scorer(
    // Rarest first; the order decides how sums are rounded, so it is the same for every passage.
    found.sort((left, right) => left.entries - right.entries),
    passages === 0 ? 1 : Math.max(1, total / passages),
  );
  return { idf, top: scorer.top(limit), scoreOf: (passageId) => scorer.scoreOf(passageId) };
}

/** The postings of a term in the words of each owner, and how common it is in the collections asked. */
function lookUp(
  collections: readonly SearchedCollection[],
  source: TermSource,
  term: string,
): TermStatistics & { readonly parts: readonly Part[] } {
  const parts: Part[] = [];
  let documentFrequency = 0;
  let highestImpact = 0;
  for (const collection of collections) {
    const termId = source.idOf(collection.owner, term);
    if (termId === undefined) continue;
    const postings = source.postingsOf(termId);
    const statistics = collection.statisticsOf(termId, postings);
    documentFrequency += statistics.documentFrequency;
    highestImpact = Math.max(highestImpact, statistics.highestImpact);
    for (const { ids, frequencies } of postings) parts.push({ ids, frequencies, live: collection.live });
  }
  return { parts, documentFrequency, highestImpact };
}

function counted(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Held between questions, so that no question pays for its pages. Empty whenever no search runs. */
const SUMS = new PagedSums();

class Scorer {
  constructor(
    private readonly terms: readonly QueryTerm[],
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
    for (const id of touched) SUMS.clear(id);
    return best.sorted().map(({ row, score }) => ({ passageId: row, score }));
  }

  /** The score of one passage, 0 when it shares no term or is not visible. */
  scoreOf(id: PassageId): number {
    let score = 0;
    for (const { parts, weight } of this.terms) {
      for (const part of parts) {
        const frequency = frequencyIn(part, id);
        if (frequency === 0) continue;
        const length = part.live.lengthOf(id);
        if (length >= 0) score += weight * impactOf(frequency, normOf(length, this.averageLength));
      }
    }
    return score;
  }

  /** The passages that may still be among the best, once the terms from `at` on need not be read; else undefined. */
  #survivors(touched: readonly PassageId[], at: number, limit: number): PassageId[] | undefined {
    const rest = this.terms.slice(at);
    const entries = rest.reduce((sum, term) => sum + term.entries, 0);
    if (touched.length < limit || entries < LOOKUP_COST * limit) return undefined;
    const margin = rest.reduce((sum, term) => sum + term.bound, 0) * (1 + ROUNDING);
    const highest = this.terms.slice(0, at).reduce((sum, term) => sum + term.bound, 0);
    if (margin >= highest) return undefined;
    const best = new Best(limit);
    for (const id of touched) best.offer(id, SUMS.get(id));
    if (margin >= best.threshold) return undefined;
    const survivors = touched.filter((id) => SUMS.get(id) + margin >= best.threshold);
    return survivors.length * LOOKUP_COST * rest.length < entries ? survivors : undefined;
  }

  /** Adds what a term gives to each of its visible passages. Ids ascend, so most stay within one page. */
  #read({ parts, weight }: QueryTerm, touched: PassageId[]): void {
    for (const { ids, frequencies, live } of parts) {
      let pageAt = -1;
      let lengths: Uint16Array | undefined;
      let sums = SUMS.page(0);
      for (let at = 0; at < ids.length; at++) {
        const id = ids[at] as number;
        if (id >>> PAGE_BITS !== pageAt) {
          pageAt = id >>> PAGE_BITS;
          lengths = live.page(pageAt);
          if (lengths !== undefined) sums = SUMS.page(pageAt);
        }
        const length = lengths === undefined ? 0 : (lengths[id & WITHIN] as number);
        if (length === 0) continue;
        const before = sums[id & WITHIN] as number;
        if (before === 0) touched.push(id);
        const norm = normOf(length - 1, this.averageLength);
        sums[id & WITHIN] = before + weight * impactOf(frequencies[at] as number, norm);
      }
    }
  }
}

/** Occurrences of a term in a passage: a binary search, since ids ascend. */
function frequencyIn({ ids, frequencies }: Postings, id: PassageId): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle] as number;
    if (found === id) return frequencies[middle] as number;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
