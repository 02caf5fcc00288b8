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
const ROUNDING = 1e-6;

export class VectorCodes {
  readonly #dimensions: number;
  readonly #codes: Int8Array;
  readonly #scales: Float32Array;
  /** By passage: one more than its row, so that 0 means none. */
  readonly #rows = new PagedUint32();
  /** Where bytes are put to be read as numbers. */
  readonly #vector: Float32Array;
  #count = 0;
  #mostLost = 0;

  constructor(dimensions: number, capacity: number) {
    this.#dimensions = dimensions;
    this.#codes = new Int8Array(capacity * dimensions);
    this.#scales = new Float32Array(capacity);
    this.#vector = new Float32Array(dimensions);
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
    const vector = this.#vector;
    new Uint8Array(vector.buffer).set(bytes);
    let largest = 0;
    for (const value of vector) if (Math.abs(value) > largest) largest = Math.abs(value);
    const scale = Math.fround(largest / LARGEST);
    this.#scales[this.#count] = scale;
    this.#mostLost = Math.max(this.#mostLost, Math.sqrt(this.#encode(scale)));
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

  /** Writes the codes of the vector at hand, and gives the square of what they lose. */
  #encode(scale: number): number {
    const start = this.#count * this.#dimensions;
    let lost = 0;
    for (let at = 0; at < this.#dimensions; at++) {
      const value = this.#vector[at] as number;
      const code = scale === 0 ? 0 : Math.round(value / scale);
      this.#codes[start + at] = code;
      lost += (value - code * scale) ** 2;
    }
    return lost;
  }
}
