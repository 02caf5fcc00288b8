/**
 * The best passages of several lists of postings, read side by side in windows of ids: a window's sums stay close to the
 * processor, however large the index is.
 *
 * Once enough good passages are known, the common terms that even together cannot lift a passage among them are no longer
 * read: they only complete the scores of what the rarer ones found (MaxScore; Turtle and Flood, "Query Evaluation:
 * Strategies and Optimizations", 1995; in windows as in Lucene's MaxScoreBulkScorer). The ranking is that of reading
 * everything.
 */
import { impactOf, normOf } from './bm25.js';
import { Best, type RowScore } from './exact.js';
import { PAGE_BITS, WITHIN } from './paged.js';
import { BEYOND, Cursor, type Part, placeOf } from './postings-cursor.js';

/** Passages of a window: their sums take 64 KiB. Must divide a page. */
const WINDOW = 1 << 13;
const WITHIN_WINDOW = WINDOW - 1;
/** Looking one passage up in a list costs about as much as passing over so many of its entries. */
const LOOKUP_COST = 16;
/** What rounding may add to a sum of bounds. */
const ROUNDING = 1e-9;
/** Lengths below this have their norms at hand. */
const NORMS = 1_024;

/** One term of a query. */
export interface QueryTerm {
  readonly parts: readonly Part[];
  /** Entries of all parts, visible or not. */
  readonly entries: number;
  /** Query weight times idf. */
  readonly weight: number;
  /** No passage gets more from this term. */
  readonly bound: number;
}

/** The norm of each length, as a live set keeps lengths: one more than there are terms. */
interface Norms {
  readonly averageLength: number;
  readonly of: Float64Array;
}

/** Held between questions. The sums are 0 whenever no search runs. */
const SUMS = new Float64Array(WINDOW);
const FOUND = new Uint32Array(WINDOW);
let norms: Norms | undefined;

/** The `limit` best visible passages, best first, ties by id. A passage's score is summed in the order of the terms. */
export function bestPassages(terms: readonly QueryTerm[], averageLength: number, limit: number): RowScore[] {
  return new Search(terms, averageLength, limit).run();
}

class Search {
  readonly #lists: readonly (readonly Cursor[])[];
  /** What the terms from each on may give together at most. */
  readonly #rest: readonly number[];
  readonly #norms: Norms;
  readonly #best: Best;
  /** Terms that must be read: those after it cannot lift a passage among the best. */
  #essential: number;
  #found = 0;

  constructor(terms: readonly QueryTerm[], averageLength: number, limit: number) {
    this.#lists = terms.map(({ parts, weight }) => parts.map((part) => new Cursor(part, weight)));
    this.#rest = terms.map((_, at) => terms.slice(at).reduce((sum, { bound }) => sum + bound, 0) * (1 + ROUNDING));
    this.#norms = normsFor(averageLength);
    this.#best = new Best(limit);
    this.#essential = terms.length;
  }

  run(): RowScore[] {
    for (;;) {
      while (this.#essential > 0 && (this.#rest[this.#essential - 1] as number) < this.#best.threshold)
        this.#essential -= 1;
      const first = this.#nextWindow();
      if (first === BEYOND) return this.#best.sorted();
      for (let at = 0; at < this.#essential; at++) {
        for (const cursor of this.#lists[at] as readonly Cursor[]) this.#read(cursor, first);
      }
      for (let at = this.#essential; at < this.#lists.length && this.#keep(at) > 0; at++) this.#complete(at, first);
      this.#offer();
    }
  }

  /** The first id of the next window in which a term that must be read has an entry. */
  #nextWindow(): number {
    let next = BEYOND;
    for (let at = 0; at < this.#essential; at++) {
      for (const cursor of this.#lists[at] as readonly Cursor[]) if (cursor.next < next) next = cursor.next;
    }
    return next === BEYOND ? next : next - (next % WINDOW);
  }

  /** Adds what a list gives to each visible passage of the window. */
  #read(cursor: Cursor, first: number): void {
    const { ids, frequencies, weight } = cursor;
    const lengths = cursor.part.live.page(first >>> PAGE_BITS);
    if (lengths === undefined) {
      cursor.seek(first + WINDOW);
      return;
    }
    const normOfLength = this.#norms.of;
    const end = first + WINDOW;
    let at = cursor.at;
    for (; at < ids.length; at++) {
      const id = ids[at] as number;
      if (id >= end) break;
      const length = lengths[id & WITHIN] as number;
      if (length === 0) continue;
      const norm = length < NORMS ? (normOfLength[length] as number) : this.#norm(length);
      const before = SUMS[id - first] as number;
      if (before === 0) FOUND[this.#found++] = id;
      SUMS[id - first] = before + weight * impactOf(frequencies[at] as number, norm);
    }
    cursor.at = at;
  }

  /** Adds what the term at `at` gives to the passages that are left: by looking each up, or by passing over the list. */
  #complete(at: number, first: number): void {
    for (const cursor of this.#lists[at] as readonly Cursor[]) {
      const lengths = cursor.part.live.page(first >>> PAGE_BITS);
      if (lengths === undefined) continue;
      cursor.seek(first);
      const from = cursor.at;
      cursor.seek(first + WINDOW);
      if (this.#found * LOOKUP_COST < cursor.at - from) this.#lookUp(cursor, from, { first, lengths });
      else this.#passOver(cursor, from, { first, lengths });
    }
  }

  #lookUp(cursor: Cursor, from: number, window: { readonly first: number; readonly lengths: Uint16Array }): void {
    for (let found = 0; found < this.#found; found++) {
      const id = FOUND[found] as number;
      const at = placeOf(cursor.ids, id, [from, cursor.at]);
      if (at >= 0) this.#add(cursor, at, window);
    }
  }

  #passOver(cursor: Cursor, from: number, window: { readonly first: number; readonly lengths: Uint16Array }): void {
    for (let at = from; at < cursor.at; at++) {
      if (SUMS[(cursor.ids[at] as number) - window.first] !== 0) this.#add(cursor, at, window);
    }
  }

  #add(
    { ids, frequencies, weight }: Cursor,
    at: number,
    { first, lengths }: { readonly first: number; readonly lengths: Uint16Array },
  ): void {
    const id = ids[at] as number;
    const length = lengths[id & WITHIN] as number;
    if (length === 0) return;
    const norm = length < NORMS ? (this.#norms.of[length] as number) : this.#norm(length);
    SUMS[id - first] = (SUMS[id - first] as number) + weight * impactOf(frequencies[at] as number, norm);
  }

  /** Drops the passages of the window that the terms from `at` on cannot lift among the best, and says how many are left. */
  #keep(at: number): number {
    const least = this.#best.threshold - (this.#rest[at] as number);
    let kept = 0;
    for (let found = 0; found < this.#found; found++) {
      const id = FOUND[found] as number;
      if ((SUMS[id & WITHIN_WINDOW] as number) >= least) FOUND[kept++] = id;
      else SUMS[id & WITHIN_WINDOW] = 0;
    }
    this.#found = kept;
    return kept;
  }

  #offer(): void {
    let { threshold } = this.#best;
    for (let found = 0; found < this.#found; found++) {
      const id = FOUND[found] as number;
      const sum = SUMS[id & WITHIN_WINDOW] as number;
      SUMS[id & WITHIN_WINDOW] = 0;
      if (sum < threshold) continue;
      this.#best.offer(id, sum);
      ({ threshold } = this.#best);
    }
    this.#found = 0;
  }

  #norm(length: number): number {
    return normOf(length - 1, this.#norms.averageLength);
  }
}

function normsFor(averageLength: number): Norms {
  if (norms?.averageLength !== averageLength) {
    norms = {
      averageLength,
      of: Float64Array.from({ length: NORMS }, (_, length) => normOf(length - 1, averageLength)),
    };
  }
  return norms;
}
