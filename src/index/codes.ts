/**
 * Vectors as one byte a number, for cosines at hand of passages whose own vectors are far: those of a graph lie where they
 * cannot be read quickly, and in the database a random place on the disk each. A quarter of the vectors' memory.
 *
 * code = round(number / scale), scale = the vector's largest number / 127. By Cauchy and Schwarz, a unit vector's product
 * with the code is off by no more than the length of what rounding took away, and the longest such is kept.
 */
import { PagedUint32 } from './paged.js';
import type { PassageId } from './store.js';

const LARGEST = 127;
/** What adding up in another order may change. */
export const ROUNDING = 1e-6;

export class VectorCodes {
  readonly #dimensions: number;
  readonly #codes: Int8Array;
  readonly #scales: Float32Array;
  /** By passage: one more than its row, so that 0 means none. */
  readonly #rows = new PagedUint32();
  /** Where bytes are put to be read as numbers. */
  readonly #vector: Float32Array;
  readonly #bytes: Uint8Array;
  #count = 0;
  #mostLost = 0;

  constructor(dimensions: number, capacity: number) {
    this.#dimensions = dimensions;
    this.#codes = new Int8Array(capacity * dimensions);
    this.#scales = new Float32Array(capacity);
    this.#vector = new Float32Array(dimensions);
    this.#bytes = new Uint8Array(this.#vector.buffer);
  }

  /** How far a cosine may be from the exact one, 0 and up. */
  get error(): number {
    return this.#mostLost + ROUNDING;
  }

  has(id: PassageId): boolean {
    return this.#rows.get(id) !== 0;
  }

  /** `bytes` are float32 numbers, little-endian. What goes beyond the capacity is left out. */
  add(id: PassageId, bytes: Uint8Array): void {
    if (this.#count === this.#scales.length) return;
    this.#bytes.set(bytes);
    const scale = scaleOf(this.#vector);
    this.#scales[this.#count] = scale;
    const lost = encode(this.#vector, { codes: this.#codes, start: this.#count * this.#dimensions, scale });
    this.#mostLost = Math.max(this.#mostLost, lost);
    this.#count += 1;
    this.#rows.set(id, this.#count);
  }

  /** Cosine of a passage that is here with a unit vector, within `error`. */
  cosine(id: PassageId, query: Float32Array): number {
    const row = this.#rows.get(id) - 1;
    const codes = this.#codes;
    const start = row * this.#dimensions;
    let even = 0;
    let odd = 0;
    for (let at = 0; at + 1 < query.length; at += 2) {
      even += (codes[start + at] as number) * (query[at] as number);
      odd += (codes[start + at + 1] as number) * (query[at + 1] as number);
    }
    const last = query.length - 1;
    if (last % 2 === 0) even += (codes[start + last] as number) * (query[last] as number);
    return (even + odd) * (this.#scales[row] as number);
  }
}

/** What a vector's codes are to be multiplied by. */
export function scaleOf(vector: Float32Array): number {
  let largest = 0;
  for (let at = 0; at < vector.length; at++) {
    const size = Math.abs(vector[at] as number);
    if (size > largest) largest = size;
  }
  return Math.fround(largest / LARGEST);
}

/** Writes the codes of a vector, and gives the length of what they lose. Runs for every vector when a graph loads. */
export function encode(
  vector: Float32Array,
  { codes, start, scale }: { readonly codes: Int8Array; readonly start: number; readonly scale: number },
): number {
  const inverse = scale === 0 ? 0 : 1 / scale;
  let lost = 0;
  for (let at = 0; at < vector.length; at++) {
    const value = vector[at] as number;
    const exact = value * inverse;
    // To the nearest whole number, cut off towards 0.
    const code = (exact < 0 ? exact - 0.5 : exact + 0.5) | 0;
    codes[start + at] = code;
    const difference = value - code * scale;
    lost += difference * difference;
  }
  return Math.sqrt(lost);
}
