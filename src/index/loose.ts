/**
 * Vectors of a collection's passages that no graph holds, in memory: searched exactly. All of them while a collection is
 * small or its graph is missing, else what came since the graph was saved.
 */
import { rowDot } from './exact.js';
import type { LiveSet } from './live.js';
import { PagedBits } from './paged.js';
import { type Database, prepared } from './statements.js';
import type { PassageId } from './store.js';

const FIRST_CAPACITY = 256;
/** Ids of one reading from the database. */
const RANGE = 2_048;

export class LooseVectors {
  readonly #dimensions: number;
  #ids: Uint32Array;
  #matrix: Float32Array;
  #inside = new PagedBits();
  #count = 0;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#ids = new Uint32Array(FIRST_CAPACITY);
    this.#matrix = new Float32Array(FIRST_CAPACITY * dimensions);
  }

  /** Rows, those since removed included. */
  get count(): number {
    return this.#count;
  }

  /** Reads every visible passage that `isElsewhere` does not claim. */
  static load(
    database: Database,
    live: LiveSet,
    options: { readonly dimensions: number; readonly isElsewhere: (id: PassageId) => boolean },
  ): LooseVectors {
    const loose = new LooseVectors(options.dimensions);
    let wanted: PassageId[] = [];
    for (const id of live.ids()) {
      if (options.isElsewhere(id)) continue;
      if (wanted.length > 0 && id - (wanted[0] as number) >= RANGE) {
        loose.#read(database, wanted);
        wanted = [];
      }
      wanted.push(id);
    }
    loose.#read(database, wanted);
    return loose;
  }

  /** Adds passages that came into sight. Those already here are left. */
  add(database: Database, ids: readonly PassageId[]): void {
    this.#read(
      database,
      ids.filter((id) => !this.#inside.has(id)),
    );
  }

  /** Calls `offer` with the score of every row that is visible. */
  scan(vector: Float32Array, live: LiveSet, offer: (id: PassageId, score: number) => void): void {
    const dimensions = this.#dimensions;
    for (let row = 0; row < this.#count; row++) {
      const id = this.#ids[row] as number;
      if (live.has(id)) offer(id, rowDot(this.#matrix, row * dimensions, vector));
    }
  }

  /** `ids` ascend and span less than `RANGE`, or are few. */
  #read(database: Database, ids: readonly PassageId[]): void {
    const [first, last] = [ids[0], ids[ids.length - 1]];
    if (first === undefined || last === undefined) return;
    const wanted = new Set(ids);
    this.#reserve(this.#count + ids.length);
    const rows = prepared(
      database,
      'SELECT passage_id, vector FROM vector WHERE passage_id BETWEEN ? AND ? ORDER BY passage_id',
    )
      .raw()
      .all(first, last) as [number, Buffer][];
    for (const [id, bytes] of rows) {
      if (!wanted.has(id)) continue;
      const place = this.#count * this.#dimensions * Float32Array.BYTES_PER_ELEMENT;
      new Uint8Array(this.#matrix.buffer, place, bytes.byteLength).set(bytes);
      this.#ids[this.#count] = id;
      this.#inside.add(id);
      this.#count += 1;
    }
  }

  #reserve(count: number): void {
    if (count <= this.#ids.length) return;
    const capacity = Math.max(count, this.#ids.length * 2);
    const ids = new Uint32Array(capacity);
    ids.set(this.#ids);
    const matrix = new Float32Array(capacity * this.#dimensions);
    matrix.set(this.#matrix);
    this.#ids = ids;
    this.#matrix = matrix;
  }
}
