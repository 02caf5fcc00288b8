/**
 * Arrays indexed by passage id, in pages that exist once something was written there. Ids are never used again, so that
 * years of changes leave long gaps; a gap costs nothing.
 */

/** An id's page is `id >>> PAGE_BITS`, its place there `id & WITHIN`. */
export const PAGE_BITS = 16;
const PAGE = 1 << PAGE_BITS;
export const WITHIN = PAGE - 1;

/** Whole numbers from 0 to 65,535 by id; 0 where nothing was written. */
export class PagedUint16 {
  readonly #pages: (Uint16Array | undefined)[] = [];

  /** One page as it is, for loops that stay within it; undefined when nothing was written there. */
  page(at: number): Uint16Array | undefined {
    return this.#pages[at];
  }

  get(id: number): number {
    const page = this.#pages[id >>> PAGE_BITS];
    return page === undefined ? 0 : (page[id & WITHIN] as number);
  }

  set(id: number, value: number): void {
    const at = id >>> PAGE_BITS;
    let page = this.#pages[at];
    if (page === undefined) {
      page = new Uint16Array(PAGE);
      this.#pages[at] = page;
    }
    page[id & WITHIN] = value;
  }

  /** Ids whose value is not 0, ascending. */
  *ids(): Iterable<number> {
    for (const [at, page] of this.#pages.entries()) {
      if (page === undefined) continue;
      for (let within = 0; within < PAGE; within++) if (page[within] !== 0) yield at * PAGE + within;
    }
  }
}

/** Whole numbers from 0 to 2^32 - 1 by id; 0 where nothing was written. */
export class PagedUint32 {
  readonly #pages: (Uint32Array | undefined)[] = [];

  /** See `PagedUint16`. */
  page(at: number): Uint32Array | undefined {
    return this.#pages[at];
  }

  get(id: number): number {
    return this.#pages[id >>> PAGE_BITS]?.[id & WITHIN] ?? 0;
  }

  set(id: number, value: number): void {
    const at = id >>> PAGE_BITS;
    let page = this.#pages[at];
    if (page === undefined) {
      page = new Uint32Array(PAGE);
      this.#pages[at] = page;
    }
    page[id & WITHIN] = value;
  }
}

/** A set of ids, one bit each. */
export class PagedBits {
  readonly #pages: (Uint8Array | undefined)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(id: number): boolean {
    const page = this.#pages[id >>> PAGE_BITS];
    return page !== undefined && ((page[(id & WITHIN) >>> 3] as number) & (1 << (id & 7))) !== 0;
  }

  add(id: number): void {
    if (this.has(id)) return;
    const at = id >>> PAGE_BITS;
    let page = this.#pages[at];
    if (page === undefined) {
      page = new Uint8Array(PAGE >>> 3);
      this.#pages[at] = page;
    }
    const byte = (id & WITHIN) >>> 3;
    page[byte] = (page[byte] as number) | (1 << (id & 7));
    this.#size += 1;
  }
}
