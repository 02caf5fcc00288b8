/**
 * Rows of float32 numbers in memory, and their inner products with a vector: with SIMD where the machine has it and the
 * dimensions allow, else one by one. It stands alone so that nobody else cares which.
 */
import { rowDot } from './exact.js';
import { compileScan, createMemory, LANE_NUMBERS, type Scan } from './simd.js';

const FLOAT = Float32Array.BYTES_PER_ELEMENT;
/** A WebAssembly memory has four gigabytes; past this, rows are kept outside and scanned one by one. */
const MOST_SIMD_BYTES = 3 * 2 ** 30;
/** Fewer rows are scanned in a tenth of a millisecond anyhow, and are not worth a memory of their own. */
const LEAST_SIMD_ROWS = 256;

/** Where things lie in one memory: the query, the scores, then the rows. */
interface Layout {
  readonly buffer: ArrayBuffer;
  readonly capacity: number;
  readonly scan: Scan | undefined;
  readonly query: Float32Array;
  readonly scores: Float32Array;
  readonly rows: Float32Array;
}

export class VectorMatrix {
  readonly #dimensions: number;
  #layout: Layout;

  constructor(dimensions: number, capacity: number) {
    this.#dimensions = dimensions;
    this.#layout = this.#layOut(capacity);
  }

  /** Makes room for so many rows; what was written stays. */
  reserve(rows: number): void {
    if (rows <= this.#layout.capacity) return;
    const old = this.#layout.rows;
    this.#layout = this.#layOut(Math.max(rows, this.#layout.capacity * 2));
    this.#layout.rows.set(old);
  }

  /** `bytes` are float32 numbers, little-endian. */
  write(row: number, bytes: Uint8Array): void {
    const { buffer, rows } = this.#layout;
    new Uint8Array(buffer, rows.byteOffset + row * this.#dimensions * FLOAT, bytes.byteLength).set(bytes);
  }

  dot(row: number, vector: Float32Array): number {
    return rowDot(this.#layout.rows, row * this.#dimensions, vector);
  }

  /** The inner products of the first `count` rows. What is given is written over by the next call. */
  scores(vector: Float32Array, count: number): Float32Array {
    const { scan, query, scores, rows } = this.#layout;
    if (scan === undefined) {
      for (let row = 0; row < count; row++) scores[row] = rowDot(rows, row * this.#dimensions, vector);
    } else {
      query.set(vector);
      scan(rows.byteOffset, count, this.#dimensions * FLOAT, query.byteOffset, scores.byteOffset);
    }
    return scores;
  }

  #layOut(capacity: number): Layout {
    const width = this.#dimensions;
    const scoresAt = width * FLOAT;
    // Rows begin at a multiple of what the processor loads at once.
    const rowsAt = Math.ceil((scoresAt + capacity * FLOAT) / 64) * 64;
    const bytes = rowsAt + capacity * width * FLOAT;
    const isSimd = capacity > LEAST_SIMD_ROWS && width % LANE_NUMBERS === 0 && bytes <= MOST_SIMD_BYTES;
    const memory = isSimd ? createMemory(bytes) : undefined;
    const buffer = memory?.buffer ?? new ArrayBuffer(bytes);
    return {
      buffer,
      capacity,
      scan: memory && compileScan(memory),
      query: new Float32Array(buffer, 0, width),
      scores: new Float32Array(buffer, scoresAt, capacity),
      rows: new Float32Array(buffer, rowsAt, capacity * width),
    };
  }
}
