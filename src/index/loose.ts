/**
 * Vectors of a collection's passages that no graph holds, in memory: searched exactly. All of them while a collection is
 * small or its graph is missing, else what came since the graph was saved.
 */
import type { Best } from './exact.js';
import type { LiveSet } from './live.js';
import { VectorMatrix } from './matrix.js';
import { PagedBits } from './paged.js';
import { type Database, prepared } from './statements.js';
import type { PassageId } from './store.js';

const FIRST_CAPACITY = 256;
/** Ids of one reading from the database. */
const RANGE = 2_048;

export class LooseVectors {
  readonly #matrix: VectorMatrix;
  readonly #inside = new PagedBits();
  #ids = new Uint32Array(FIRST_CAPACITY);
  #count = 0;
  /** Whether ids ascend, so that a row can be found by its id. */
  #isSorted = true;
  /** What was scanned last, and the scores of its rows. */
  #scanned: { readonly vector: Float32Array; readonly scores: Float32Array; readonly count: number } | undefined;

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

  /** Offers every row that is visible, and says which have been. */
  scan(vector: Float32Array, live: LiveSet, best: Best): void {
    const scores = this.#matrix.scores(vector, this.#count);
    this.#scanned = { vector, scores, count: this.#count };
    let threshold = best.threshold;
    for (let row = 0; row < this.#count; row++) {
      const score = scores[row] as number;
      if (score < threshold) continue;
      const id = this.#ids[row] as number;
      if (!live.has(id)) continue;
      best.offer(id, score);
      threshold = best.threshold;
    }
  }

  /** The score of one passage, as the scan gives it; undefined when it is not here. */
  scoreOf(vector: Float32Array, id: PassageId): number | undefined {
    if (!this.#inside.has(id) || !this.#isSorted) return undefined;
    const row = this.#rowOf(id);
    const scanned = this.#scanned;
    if (scanned?.vector === vector && row < scanned.count) return scanned.scores[row];
    return this.#matrix.dot(row, vector);
  }

  #rowOf(id: PassageId): number {
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ids[middle] as number) < id) low = middle + 1;
      else high = middle;
    }
    return low;
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
      if (this.#count > 0 && id < (this.#ids[this.#count - 1] as number)) this.#isSorted = false;
      this.#ids[this.#count] = id;
      this.#inside.add(id);
      this.#count += 1;
    }
  }

  #reserve(count: number): void {
    if (count <= this.#ids.length) return;
    const ids = new Uint32Array(Math.max(count, this.#ids.length * 2));
    ids.set(this.#ids);
    this.#ids = ids;
    this.#matrix.reserve(ids.length);
    this.#scanned = undefined;
  }
}
