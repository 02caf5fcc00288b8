/**
 * The best passages of several lists of postings, read side by side, a page of ids at a time: the sums of a page stay close to
 * the processor, however large the index is.
 *
 * Once enough good passages are known, the common terms that even together cannot lift a passage among them are no longer
 * read: they only complete the scores of what the rarer ones found (MaxScore; Turtle and Flood, "Query Evaluation:
 * Strategies and Optimizations", 1995; in windows as in Lucene's MaxScoreBulkScorer). The ranking is that of reading
 * everything.
 */
import { impactOf, Norms } from './bm25.js';
import { Best, type RowScore } from './exact.js';
import { PAGE_BITS } from './paged.js';
import { placeOf } from './posting-list.js';
import { BEYOND, Cursor, type Part } from './postings-cursor.js';

/** Looking one passage up in a list costs about as much as passing over so many of its entries. */
const LOOKUP_COST = 16;
/** What rounding may add to a sum of bounds. */
const ROUNDING = 1e-9;
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

/** Held between questions: the sums of a page by place, 0 whenever no search runs, and the places that have one. */
const SUMS = new Float64Array(1 << PAGE_BITS);
const FOUND = new Uint16Array(1 << PAGE_BITS);

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
    const boundFrom = (at: number): number => terms.slice(at).reduce((sum, { bound }) => sum + bound, 0);
    this.#rest = terms.map((_, at) => boundFrom(at) + ROUNDING * boundFrom(0));
    this.#norms = Norms.for(averageLength);
    this.#best = new Best(limit);
    this.#essential = terms.length;
  }

  run(): RowScore[] {
    for (let page = this.#nextPage(0); page !== BEYOND; page = this.#nextPage(page + 1)) {
      for (const [at, cursors] of this.#lists.entries()) {
        if (at >= this.#essential && this.#keep(at) === 0) break;
        for (const cursor of cursors) {
          if (cursor.from(page) === page) this.#add(cursor, page, at < this.#essential);
        }
      }
      this.#offer(page);
    }
    return this.#best.sorted();
  }

  /** The first page from `page` on in which a term that must be read has an entry. */
  #nextPage(page: number): number {
    const { threshold } = this.#best;
    while (this.#essential > 0 && (this.#rest[this.#essential - 1] as number) < threshold) this.#essential -= 1;
    let next = BEYOND;
    for (const cursors of this.#lists.slice(0, this.#essential)) {
      for (const cursor of cursors) next = Math.min(next, cursor.from(page));
    }
    return next;
  }

  /** Adds what a list gives to the passages of its page: to all that are visible, or to those that are left. */
  #add(cursor: Cursor, page: number, isEssential: boolean): void {
    const lengths = cursor.live.page(page);
    if (lengths === undefined) return;
    if (isEssential) this.#read(cursor, lengths);
    else if (this.#found * LOOKUP_COST < cursor.end - cursor.start) this.#lookUp(cursor, lengths);
    else this.#passOver(cursor, lengths);
  }

  #read({ list, weight, start, end }: Cursor, lengths: Uint16Array): void {
    const { within, frequencies } = list;
    const { table } = this.#norms;
    let found = this.#found;
    for (let at = start; at < end; at++) {
      const place = within[at] as number;
      const length = lengths[place] as number;
      if (length === 0) continue;
      const norm = table[length] ?? this.#norms.of(length);
      const before = SUMS[place] as number;
      if (before === 0) FOUND[found++] = place;
      SUMS[place] = before + weight * impactOf(frequencies[at] as number, norm);
    }
    this.#found = found;
  }

  #lookUp(cursor: Cursor, lengths: Uint16Array): void {
    const { list, start, end } = cursor;
    for (let found = 0; found < this.#found; found++) {
      const at = placeOf(list.within, FOUND[found] as number, [start, end]);
      if (at >= 0) this.#complete(cursor, at, lengths);
    }
  }

  #passOver(cursor: Cursor, lengths: Uint16Array): void {
    const { list, start, end } = cursor;
    const { within } = list;
    for (let at = start; at < end; at++) {
      if (SUMS[within[at] as number] !== 0) this.#complete(cursor, at, lengths);
    }
  }

  /** Adds what the entry at `at` gives. */
  #complete({ list, weight }: Cursor, at: number, lengths: Uint16Array): void {
    const place = list.within[at] as number;
    const length = lengths[place] as number;
    if (length === 0) return;
    const norm = this.#norms.table[length] ?? this.#norms.of(length);
    SUMS[place] = (SUMS[place] as number) + weight * impactOf(list.frequencies[at] as number, norm);
  }

  /** Drops the passages of the page that the terms from `at` on cannot lift among the best, and says how many are left. */
  #keep(at: number): number {
    const least = this.#best.threshold - (this.#rest[at] as number);
    let kept = 0;
    for (let found = 0; found < this.#found; found++) {
      const place = FOUND[found] as number;
      if ((SUMS[place] as number) >= least) FOUND[kept++] = place;
      else SUMS[place] = 0;
    }
    this.#found = kept;
    return kept;
  }

  #offer(page: number): void {
    const first = page * (1 << PAGE_BITS);
    let { threshold } = this.#best;
    for (let found = 0; found < this.#found; found++) {
      const place = FOUND[found] as number;
      const sum = SUMS[place] as number;
      SUMS[place] = 0;
      if (sum < threshold) continue;
      this.#best.offer(first + place, sum);
      ({ threshold } = this.#best);
    }
    this.#found = 0;
  }
}
