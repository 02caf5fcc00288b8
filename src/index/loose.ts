/**
 * Vectors of a collection's passages that no graph holds, in memory: searched exactly. All of them while a collection is
 * small or its graph is missing, else what came since the graph was saved.
 */
import type { Best } from './exact.js';
import type { LiveSet } from './live.js';
import { type RoughScores, VectorMatrix } from './matrix.js';
import { PagedUint32 } from './paged.js';
import { type Database, prepared } from './statements.js';
import type { PassageId } from './store.js';

const FIRST_CAPACITY = 256;
/** Ids of one reading from the database. */
const RANGE = 2_048;

export class LooseVectors {
  readonly #matrix: VectorMatrix;
  /** By passage: one more than its row, so that 0 means none. */
  readonly #rows = new PagedUint32();
  #ids = new Uint32Array(FIRST_CAPACITY);
  #count = 0;

  constructor(dimensions: number) {
    this.#matrix = new VectorMatrix(dimensions, FIRST_CAPACITY);
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
    const ids: PassageId[] = [];
    for (const id of live.ids()) if (!options.isElsewhere(id)) ids.push(id);
    loose.#reserve(ids.length);
    let wanted: PassageId[] = [];
    for (const id of ids) {
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
      ids.filter((id) => this.#rows.get(id) === 0),
    );
  }

  /** The passage of each row. */
  get ids(): Uint32Array {
    return this.#ids.subarray(0, this.#count);
  }

  /** One more than the row of each passage of one page, by place (see `paged.ts`); 0 for those not here. */
  rowsOf(page: number): Uint32Array | undefined {
    return this.#rows.page(page);
  }

  /** How near every row is. */
  rough(vector: Float32Array): RoughScores {
    return this.#matrix.rough(vector, this.#count);
  }

  /** The inner product of one row. */
  dot(row: number, vector: Float32Array): number {
    return this.#matrix.dot(row, vector);
  }

  /** Offers every row that is visible and may be among the best. */
  scan(vector: Float32Array, live: LiveSet, best: Best): void {
    const { scores, error } = this.#matrix.rough(vector, this.#count);
    let least = best.threshold - error;
    for (let row = 0; row < this.#count; row++) {
      if ((scores[row] as number) < least) continue;
      const id = this.#ids[row] as number;
      if (!live.has(id)) continue;
      best.offer(id, this.#matrix.dot(row, vector));
      least = best.threshold - error;
    }
  }

  /** The score of one passage; undefined when it is not here. */
  scoreOf(vector: Float32Array, id: PassageId): number | undefined {
    const row = this.#rows.get(id) - 1;
    return row < 0 ? undefined : this.#matrix.dot(row, vector);
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
      this.#matrix.write(this.#count, bytes);
      this.#ids[this.#count] = id;
      this.#count += 1;
      this.#rows.set(id, this.#count);
    }
  }

  #reserve(count: number): void {
    if (count <= this.#ids.length) return;
    const ids = new Uint32Array(Math.max(count, this.#ids.length * 2));
    ids.set(this.#ids);
    this.#ids = ids;
    this.#matrix.reserve(ids.length);
  }
}
