/** Going through a list of postings page by page, forwards only. It stands alone because it knows nothing of scores. */
import type { LiveSet } from './live.js';
import type { PostingList } from './posting-list.js';

/** Above every page. */
export const BEYOND = 2 ** 32;

/** Postings of one owner, with what is visible of them. */
export interface Part {
  readonly list: PostingList;
  readonly live: LiveSet;
}

export class Cursor {
  readonly list: PostingList;
  readonly live: LiveSet;
  #at = 0;

  /** `weight` is kept for whoever adds up. */
  constructor(
    { list, live }: Part,
    readonly weight: number,
  ) {
    this.list = list;
    this.live = live;
  }

  /** The first page from `page` on that has entries, or one that there is not. The cursor then stands there. */
  from(page: number): number {
    const { pages } = this.list;
    while (this.#at < pages.length && (pages[this.#at] as number) < page) this.#at += 1;
    return pages[this.#at] ?? BEYOND;
  }

  /** Where the entries of the page begin that it stands at. */
  get start(): number {
    return this.list.starts[this.#at] as number;
  }

  get end(): number {
    return this.list.starts[this.#at + 1] as number;
  }
}
