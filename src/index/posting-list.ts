/**
 * The postings of a term as a search reads them, in three bytes each: ids by the page they stand in (see `paged.ts`), so that
 * two bytes say where within. It stands alone because how many fit the memory decides how often the database is read.
 */
import type { LiveSet } from './live.js';
import type { Postings } from './packing.js';
import { PAGE_BITS, WITHIN } from './paged.js';

export class PostingList {
  /** Pages that hold some, ascending. */
  readonly pages: Uint32Array;
  /** Where the entries of each page begin; at the end, how many entries there are. */
  readonly starts: Uint32Array;
  /** Places within the page, ascending in each. */
  readonly within: Uint16Array;
  readonly frequencies: Uint8Array;

  constructor({ ids, frequencies }: Postings) {
    const pages: number[] = [];
    const starts: number[] = [];
    this.within = new Uint16Array(ids.length);
    this.frequencies = frequencies;
    let last = -1;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      if (id >>> PAGE_BITS !== last) {
        last = id >>> PAGE_BITS;
        pages.push(last);
        starts.push(at);
      }
      this.within[at] = id & WITHIN;
    }
    this.pages = Uint32Array.from(pages);
    this.starts = Uint32Array.from([...starts, ids.length]);
  }

  /** Entries, of visible passages or not. */
  get size(): number {
    return this.within.length;
  }

  get bytes(): number {
    const { within, frequencies, pages, starts } = this;
    return within.byteLength + frequencies.byteLength + pages.byteLength + starts.byteLength;
  }

  /** The place of a passage's entry, or -1. */
  find(id: number): number {
    const { pages, starts } = this;
    const at = placeOf(pages, id >>> PAGE_BITS, [0, pages.length]);
    return at < 0 ? -1 : placeOf(this.within, id & WITHIN, [starts[at] as number, starts[at + 1] as number]);
  }

  /** Calls `visit` for each entry of a visible passage; `length` is one more than its terms. */
  visit(live: LiveSet, visit: (frequency: number, length: number) => void): void {
    for (let page = 0; page < this.pages.length; page++) {
      const lengths = live.page(this.pages[page] as number);
      if (lengths === undefined) continue;
      const end = this.starts[page + 1] as number;
      for (let at = this.starts[page] as number; at < end; at++) {
        const length = lengths[this.within[at] as number] as number;
        if (length !== 0) visit(this.frequencies[at] as number, length);
      }
    }
  }
}

/** The place of a number among ascending ones from one place to before another, or -1. */
export function placeOf(
  numbers: Uint32Array | Uint16Array,
  wanted: number,
  [from, to]: readonly [number, number],
): number {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = numbers[middle] as number;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
