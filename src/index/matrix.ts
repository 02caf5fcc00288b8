/**
 * Unit vectors in memory, a row each: whole, and as 8-bit codes (see `codes.ts`) that say roughly and quickly how near every
 * row is, with SIMD where the machine has it. It stands alone so that nobody else cares which.
 */
import { encode, ROUNDING, scaleOf } from './codes.js';
import { rowDot } from './exact.js';
import { compileScan, createMemory, type Scan, SIDE_BY_SIDE, TURN } from './simd.js';

const FLOAT = Float32Array.BYTES_PER_ELEMENT;
/** A WebAssembly memory has four gigabytes; past this, codes are kept outside and scanned one by one. */
const MOST_SIMD_BYTES = 3 * 2 ** 30;
/** Fewer rows are scanned in a tenth of a millisecond anyhow, and are not worth a memory of their own. */
const LEAST_SIMD_ROWS = 256;
/** The largest 16-bit number. */
const LARGEST = 2 ** 15 - 1;
const SHIFT = LARGEST + 0.5;
/** What a query's numbers may come to in all: times the largest code, no sum of products leaves 32 bits. */
const MOST_IN_ALL = 2 ** 24;

/** Written over by the next question. */
export interface RoughScores {
  /** Inner products of the first rows, 0 for those below, each at most `error` from the exact one. */
  readonly scores: Float32Array;
  readonly highest: number;
  readonly error: number;
}

/** Where things lie in one memory: the query, the scales and scores of the rows, then their codes. */
interface Layout {
  readonly capacity: number;
  readonly scan: Scan | undefined;
  readonly query: Int16Array;
  readonly scales: Float32Array;
  readonly scores: Float32Array;
  readonly codes: Int8Array;
}

export class VectorMatrix {
  readonly #dimensions: number;
  /** Codes are followed by zeros. */
  readonly #width: number;
  #rows: Float32Array;
  #layout: Layout;
  #mostLost = 0;

  constructor(dimensions: number, capacity: number) {
    this.#dimensions = dimensions;
    this.#width = Math.ceil(dimensions / TURN) * TURN;
    this.#layout = this.#layOut(capacity);
    this.#rows = new Float32Array(this.#layout.capacity * dimensions);
  }

  /** Makes room for so many rows; what was written stays. */
  reserve(rows: number): void {
    const old = this.#layout;
    if (rows <= old.capacity) return;
    const grown = this.#layOut(Math.max(rows, old.capacity * 2));
    grown.scales.set(old.scales);
    grown.codes.set(old.codes);
    const all = new Float32Array(grown.capacity * this.#dimensions);
    all.set(this.#rows);
    this.#layout = grown;
    this.#rows = all;
  }

  /** `bytes` are the float32 numbers of a unit vector, little-endian. */
  write(row: number, bytes: Uint8Array): void {
    const start = row * this.#dimensions;
    const vector = this.#rows.subarray(start, start + this.#dimensions);
    new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength).set(bytes);
    const { scales, codes } = this.#layout;
    const scale = scaleOf(vector);
    scales[row] = scale;
    this.#mostLost = Math.max(this.#mostLost, encode(vector, { codes, start: row * this.#width, scale }));
  }

  /** The inner product of a row with a vector. */
  dot(row: number, vector: Float32Array): number {
    return rowDot(this.#rows, row * this.#dimensions, vector);
  }

  /** How near the first `count` rows are to a unit vector. */
  rough(vector: Float32Array, count: number): RoughScores {
    const { scan, query, scales, scores, codes } = this.#layout;
    const { scale, lost } = toNumbers(vector, query);
    let highest = 0;
    if (scan === undefined) {
      for (let row = 0; row < count; row++) {
        scores[row] = Math.max(0, codesDot(codes, row * this.#width, query) * (scales[row] as number) * scale);
        highest = Math.max(highest, scores[row] as number);
      }
    } else {
      // Rows after the last are zeros.
      const quads = Math.ceil(count / SIDE_BY_SIDE);
      scan(codes.byteOffset, quads, this.#width, query.byteOffset, scales.byteOffset, scale, scores.byteOffset);
      for (let lane = 0; lane < SIDE_BY_SIDE; lane++) {
        highest = Math.max(highest, scores[quads * SIDE_BY_SIDE + lane] as number);
      }
    }
    // Cauchy and Schwarz once more: a row's codes are no longer than the row and what they lose.
    return { scores, highest, error: this.#mostLost + lost * (1 + this.#mostLost) + ROUNDING };
  }

  #layOut(rows: number): Layout {
    const capacity = Math.ceil(rows / SIDE_BY_SIDE) * SIDE_BY_SIDE;
    const width = this.#width;
    const scalesAt = roundedUp(width * Int16Array.BYTES_PER_ELEMENT);
    const scoresAt = roundedUp(scalesAt + capacity * FLOAT);
    const codesAt = roundedUp(scoresAt + (capacity + SIDE_BY_SIDE) * FLOAT);
    const bytes = codesAt + capacity * width;
    const memory = capacity > LEAST_SIMD_ROWS && bytes <= MOST_SIMD_BYTES ? createMemory(bytes) : undefined;
    const buffer = memory?.buffer ?? new ArrayBuffer(bytes);
    return {
      capacity,
      scan: memory && compileScan(memory),
      query: new Int16Array(buffer, 0, width),
      scales: new Float32Array(buffer, scalesAt, capacity),
      scores: new Float32Array(buffer, scoresAt, capacity + SIDE_BY_SIDE),
      codes: new Int8Array(buffer, codesAt, capacity * width),
    };
  }
}

/** Writes a vector as 16-bit numbers, and says what they are to be multiplied by and the length of what they lose. */
function toNumbers(vector: Float32Array, numbers: Int16Array): { readonly scale: number; readonly lost: number } {
  let largest = 0;
  let inAll = 0;
  for (let at = 0; at < vector.length; at++) {
    const size = Math.abs(vector[at] as number);
    inAll += size;
    if (size > largest) largest = size;
  }
  if (largest === 0) {
    numbers.fill(0);
    return { scale: 0, lost: 0 };
  }
  // Each number may be rounded up by a half.
  const inverse = Math.min(LARGEST / largest, (MOST_IN_ALL - vector.length) / inAll);
  const scale = 1 / inverse;
  let lost = 0;
  for (let at = 0; at < vector.length; at++) {
    const value = vector[at] as number;
    const exact = value * inverse;
    // To the nearest: cut off after a shift beyond 0, since a condition here would be wrong half of the time.
    const number = ((exact + SHIFT) | 0) - LARGEST;
    numbers[at] = number;
    const difference = value - number * scale;
    lost += difference * difference;
  }
  return { scale, lost: Math.sqrt(lost) };
}

function codesDot(codes: Int8Array, start: number, numbers: Int16Array): number {
  let sum = 0;
  for (let at = 0; at < numbers.length; at++) sum += (codes[start + at] as number) * (numbers[at] as number);
  return sum;
}

/** To a multiple of what the processor loads at once. */
function roundedUp(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
