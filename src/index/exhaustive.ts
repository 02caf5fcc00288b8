/**
 * Both scores of every passage of a collection that is scanned whole: quicker than finding the best by words and the best by
 * meaning, and then of each what the other says. It stands alone because it knows both kinds of search.
 */
import { impactOf, Norms } from './bm25.js';
import type { LexicalQuery } from './lexical.js';
import type { LiveSet } from './live.js';
import type { LooseVectors } from './loose.js';
import type { Part } from './postings-cursor.js';
import type { CollectionVectors } from './semantic.js';
import type { AllScores } from './store.js';

/** Both scores of a passage that is not visible. */
const HIDDEN = -1;

/** Grows with the largest collection; written over by each search. */
let sums = new Float64Array(0);

/** Whether the vector of every visible passage is at hand. */
export function holdsAll({ live, loose, graph }: CollectionVectors): boolean {
  return graph === undefined && loose.count >= live.size;
}

/** Of a collection whose vectors are all at hand. */
export function scoreAll({ live, loose }: CollectionVectors, query: LexicalQuery, vector: Float32Array): AllScores {
  const { ids } = loose;
  if (sums.length < ids.length) sums = new Float64Array(2 * ids.length);
  const lexical = sums.subarray(0, ids.length);
  const highestLexical = addWords(lexical, loose, query);
  const { scores: cosines, error, highest } = loose.rough(vector);
  const highestCosine = ids.length > live.size ? hide({ ids, lexical, cosines }, live) : highest;
  const cosineAt = (at: number): number => loose.dot(at, vector);
  return { ids, lexical, highestLexical, cosines, highestCosine, error, cosineAt, idf: query.idf };
}

/** Gives the highest sum: what words give is never below 0, so that none falls again. */
function addWords(into: Float64Array, loose: LooseVectors, { terms, averageLength }: LexicalQuery): number {
  into.fill(0);
  const norms = Norms.for(averageLength);
  let highest = 0;
  for (const { parts, weight } of terms) {
    for (const part of parts) highest = Math.max(highest, addPart(into, part, { loose, norms, weight }));
  }
  return highest;
}

function addPart(
  into: Float64Array,
  { list, live }: Part,
  { loose, norms, weight }: { readonly loose: LooseVectors; readonly norms: Norms; readonly weight: number },
): number {
  const { pages, starts, within, frequencies } = list;
  const { table } = norms;
  let highest = 0;
  for (let page = 0; page < pages.length; page++) {
    const lengths = live.page(pages[page] as number);
    const rows = loose.rowsOf(pages[page] as number);
    if (lengths === undefined || rows === undefined) continue;
    const end = starts[page + 1] as number;
    for (let at = starts[page] as number; at < end; at++) {
      const place = within[at] as number;
      const length = lengths[place] as number;
      const row = rows[place] as number;
      if (length === 0 || row === 0) continue;
      const norm = table[length] ?? norms.of(length);
      const sum = (into[row - 1] as number) + weight * impactOf(frequencies[at] as number, norm);
      into[row - 1] = sum;
      if (sum > highest) highest = sum;
    }
  }
  return highest;
}

/** Gives the highest cosine of what is left. */
function hide({ ids, lexical, cosines }: Pick<AllScores, 'ids' | 'lexical' | 'cosines'>, live: LiveSet): number {
  let highest = 0;
  for (let row = 0; row < ids.length; row++) {
    if (live.has(ids[row] as number)) {
      highest = Math.max(highest, cosines[row] as number);
    } else {
      lexical[row] = HIDDEN;
      cosines[row] = HIDDEN;
    }
  }
  return highest;
}
