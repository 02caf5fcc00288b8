/**
 * Finding one's way in ascending postings: forwards from where one stands, or anywhere. It stands alone because it knows
 * nothing of scores.
 */
import type { LiveSet } from './live.js';
import type { Postings } from './packing.js';

/** Above every passage's id. */
export const BEYOND = 2 ** 32;

/** Postings of one owner, with what is visible of them. */
export interface Part extends Postings {
  readonly live: LiveSet;
}

/** A part and how far it was read. */
export class Cursor {
  at = 0;
  readonly ids: Uint32Array;
  readonly frequencies: Uint8Array;

  constructor(
    readonly part: Part,
    readonly weight: number,
  ) {
    this.ids = part.ids;
    this.frequencies = part.frequencies;
  }

  /** The next id, or one that no passage has. */
  get next(): number {
    return this.at < this.ids.length ? (this.ids[this.at] as number) : BEYOND;
  }

  /** Goes to the first entry from `id` on: steps that double, then halve. */
  seek(id: number): void {
    const { ids } = this;
    let low = this.at;
    let step = 1;
    while (low + step < ids.length && (ids[low + step] as number) < id) {
      low += step;
      step *= 2;
    }
    let high = Math.min(ids.length, low + step);
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ids[middle] as number) < id) low = middle + 1;
      else high = middle;
    }
    this.at = low;
  }
}

/** The place of `id` among ascending ids from one place to before another, or -1. */
export function placeOf(ids: Uint32Array, id: number, [from, to]: readonly [number, number]): number {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle] as number;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
