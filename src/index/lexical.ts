/**
 * BM25 over stored postings, with the statistics of what a reader may see: which postings a query needs, and what they say
 * of one passage. How the best are found is `max-score`'s.
 */
import { idfOf, impactOf, normOf } from './bm25.js';
import type { LiveSet } from './live.js';
import { bestPassages, type QueryTerm } from './max-score.js';
import type { PostingList } from './posting-list.js';
import type { Part } from './postings-cursor.js';
import type { LexicalResult, PassageId } from './store.js';

/** No passage is marked down less, whatever the average length is. */
const SHORTEST_NORM = normOf(0, 1);

/** What is visible to a reader of one owner's documents. */
export interface SearchedCollection {
  /** Owners share no document and no postings. */
  readonly owner: string;
  readonly live: LiveSet;
  /** How many visible passages have a term. */
  frequencyOf(termId: number, parts: readonly PostingList[]): number;
}

/** Where postings come from. */
export interface TermSource {
  idOf(owner: string, term: string): number | undefined;
  postingsOf(termId: number): readonly PostingList[];
}

/** A query over what its reader may see. */
export interface LexicalQuery {
  /** Rarest first; the order decides how sums are rounded, so it is the same for every passage. */
  readonly terms: readonly QueryTerm[];
  readonly averageLength: number;
  readonly idf: ReadonlyMap<string, number>;
}

/** Looks up what the documents say of each term; a term given twice counts twice. */
export function lexicalQuery(
  collections: readonly SearchedCollection[],
  source: TermSource,
  terms: readonly string[],
): LexicalQuery {
  const passages = collections.reduce((sum, { live }) => sum + live.size, 0);
  const total = collections.reduce((sum, { live }) => sum + live.totalLength, 0);
  const idf = new Map<string, number>();
  const found: QueryTerm[] = [];
  for (const [term, count] of counted(terms)) {
    const { parts, documentFrequency } = lookUp(collections, source, term);
    const rarity = idfOf(passages, documentFrequency);
    idf.set(term, rarity);
    const weight = count * rarity;
    if (documentFrequency === 0) continue;
    const entries = parts.reduce((sum, { list }) => sum + list.size, 0);
    const highest = parts.reduce((most, { list }) => Math.max(most, list.highestFrequency), 0);
    // Counting the highest that a visible passage has costs more, for a word not asked before, than its tighter bound saves.
    found.push({ parts, entries, weight, bound: weight * impactOf(highest, SHORTEST_NORM) });
  }
  found.sort((left, right) => left.entries - right.entries);
  return { terms: found, averageLength: passages === 0 ? 1 : Math.max(1, total / passages), idf };
}

/** Ranks the visible passages. */
export function searchLexical({ terms, averageLength, idf }: LexicalQuery, limit: number): LexicalResult {
  return {
    idf,
    top: bestPassages(terms, averageLength, limit).map(({ row, score }) => ({ passageId: row, score })),
    scoreOf: (passageId) => scoreOf(terms, averageLength, passageId),
  };
}

/** The postings of a term in the words of each owner, and how common it is in the collections asked. */
function lookUp(
  collections: readonly SearchedCollection[],
  source: TermSource,
  term: string,
): { readonly parts: readonly Part[]; readonly documentFrequency: number } {
  const parts: Part[] = [];
  let documentFrequency = 0;
  for (const collection of collections) {
    const termId = source.idOf(collection.owner, term);
    if (termId === undefined) continue;
    const postings = source.postingsOf(termId);
    documentFrequency += collection.frequencyOf(termId, postings);
    for (const list of postings) parts.push({ list, live: collection.live });
  }
  return { parts, documentFrequency };
}

function counted(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** The score of one passage, 0 when it shares no term or is not visible. */
function scoreOf(terms: readonly QueryTerm[], averageLength: number, id: PassageId): number {
  let score = 0;
  for (const { parts, weight } of terms) {
    for (const { list, live } of parts) {
      const at = list.find(id);
      const length = at < 0 ? -1 : live.lengthOf(id);
      if (length >= 0) score += weight * impactOf(list.frequencies[at] as number, normOf(length, averageLength));
    }
  }
  return score;
}
