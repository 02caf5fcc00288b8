/**
 * The postings of a term as a search reads them, in three bytes each: ids by the page they stand in (see `paged.ts`), so that
 * two bytes say where within. It stands alone because how many fit the memory decides how often the database is read.
 */
import type { LiveSet } from './live.js';
import type { PackedPostings, Postings } from './packing.js';
import { PAGE_BITS, WITHIN } from './paged.js';

type Columns = Pick<PostingList, 'pages' | 'starts' | 'within' | 'frequencies' | 'highestFrequency'>;

export class PostingList {
  /** Pages that hold some, ascending. */
  readonly pages: Uint32Array;
  /** Where the entries of each page begin; at the end, how many entries there are. */
  readonly starts: Uint32Array;
  /** Places within the page, ascending in each. */
  readonly within: Uint16Array;
  readonly frequencies: Uint8Array;
  /** Of all entries; 0 when there are none. */
  readonly highestFrequency: number;

  private constructor({ pages, starts, within, frequencies, highestFrequency }: Columns) {
    this.pages = pages;
    this.starts = starts;
    this.within = within;
    this.frequencies = frequencies;
    this.highestFrequency = highestFrequency;
  }

  static of({ ids, frequencies }: Postings): PostingList {
    const within = new Uint16Array(ids.length);
    const pages = new Pages();
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] as number;
      pages.add(id >>> PAGE_BITS, at);
      within[at] = id & WITHIN;
    }
    const highestFrequency = frequencies.reduce((highest, frequency) => Math.max(highest, frequency), 0);
    return new PostingList({ ...pages.columns(ids.length), within, frequencies, highestFrequency });
  }

  /** From blocks that follow one another, as `packPostings` makes them. */
  static unpack(blocks: readonly PackedPostings[]): PostingList {
    const total = blocks.reduce((sum, { count }) => sum + count, 0);
    const within = new Uint16Array(total);
    const frequencies = new Uint8Array(total);
    const pages = new Pages();
    let highestFrequency = 0;
    let row = 0;
    for (const { count, data } of blocks) {
      let at = 0;
      let id = 0;
      for (const end = row + count; row < end; row++) {
        // Written out, since a word that no search had yet costs this for every passage that has it.
        let shift = 0;
        let byte = data[at++] as number;
        let value = byte & 0x7f;
        while (byte > 0x7f) {
          byte = data[at++] as number;
          shift += 7;
          value |= (byte & 0x7f) << shift;
        }
        id += value;
        pages.add(id >>> PAGE_BITS, row);
        within[row] = id & WITHIN;
        const first = data[at++] as number;
        // One of 128 and more takes a second byte.
        const frequency = first > 0x7f ? (first & 0x7f) | ((data[at++] as number) << 7) : first;
        frequencies[row] = frequency;
        if (frequency > highestFrequency) highestFrequency = frequency;
      }
    }
    return new PostingList({ ...pages.columns(total), within, frequencies, highestFrequency });
  }

  /** The passages of all entries, ascending. */
  ids(): Uint32Array {
    const ids = new Uint32Array(this.size);
    for (let page = 0; page < this.pages.length; page++) {
      const first = (this.pages[page] as number) * (WITHIN + 1);
      const end = this.starts[page + 1] as number;
      for (let at = this.starts[page] as number; at < end; at++) ids[at] = first + (this.within[at] as number);
    }
    return ids;
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

  /** How many entries are of visible passages. */
  countIn(live: LiveSet): number {
    let count = 0;
    for (let page = 0; page < this.pages.length; page++) {
      const lengths = live.page(this.pages[page] as number);
      if (lengths === undefined) continue;
      const end = this.starts[page + 1] as number;
      for (let at = this.starts[page] as number; at < end; at++) {
        if ((lengths[this.within[at] as number] as number) !== 0) count += 1;
      }
    }
    return count;
  }
}

/** Where pages begin, of entries that ascend. */
class Pages {
  readonly #pages: number[] = [];
  readonly #starts: number[] = [];
  #last = -1;

  add(page: number, at: number): void {
    if (page === this.#last) return;
    this.#last = page;
    this.#pages.push(page);
    this.#starts.push(at);
  }

  columns(entries: number): Pick<PostingList, 'pages' | 'starts'> {
    return { pages: Uint32Array.from(this.#pages), starts: Uint32Array.from([...this.#starts, entries]) };
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
