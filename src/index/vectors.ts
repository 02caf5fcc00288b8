/**
 * A graph of vectors (HNSW; Malkov and Yashunin, 2016): the only importer of hnswlib-node. A graph is a cache of what the
 * database holds.
 *
 * Nothing is deleted inside a graph. Its reader skips passages that are gone, and scans exactly those that are not inside,
 * so that a graph saved earlier still gives whole answers.
 */
import hnswlib from 'hnswlib-node';
import { PagedBits } from './paged.js';
import type { PassageId, Scored } from './store.js';

export const HNSW = {
  /** Links a node. Higher: better recall on hard data, more memory (about 8 bytes a link), slower building. */
  m: 16,
  /** Candidates weighed while building. Higher: better graph, slower building. */
  efConstruction: 200,
  /** Candidates weighed while searching, never below the number asked for. Higher: better recall, slower. */
  efSearch: 256,
  /** The same in graphs of more than `large` passages, where recall falls otherwise. */
  efSearchLarge: 768,
  large: 250_000,
} as const;

const FIRST_CAPACITY = 1024;

export class VectorGraph {
  readonly #graph: hnswlib.HierarchicalNSW;
  readonly #ids = new PagedBits();

  private constructor(dimensions: number) {
    this.#graph = new hnswlib.HierarchicalNSW('ip', dimensions);
  }

  /** An empty graph. `expected`, when known, saves making room again and again. */
  static create(dimensions: number, expected = FIRST_CAPACITY): VectorGraph {
    const made = new VectorGraph(dimensions);
    const maxElements = Math.max(FIRST_CAPACITY, expected);
    made.#graph.initIndex({ maxElements, m: HNSW.m, efConstruction: HNSW.efConstruction });
    return made;
  }

  /** Reads a file beside other work; rejects when it is no graph of such vectors. */
  static async read(file: string, dimensions: number): Promise<VectorGraph> {
    const read = new VectorGraph(dimensions);
    await read.#graph.readIndex(file);
    for (const id of read.#graph.getIdsList()) read.#ids.add(id);
    return read;
  }

  /** Passages inside, those since removed included. */
  get count(): number {
    return this.#ids.size;
  }

  has(passageId: PassageId): boolean {
    return this.#ids.has(passageId);
  }

  add(passageId: PassageId, vector: Float32Array): void {
    const capacity = this.#graph.getMaxElements();
    if (this.count >= capacity) this.#graph.resizeIndex(capacity + Math.max(FIRST_CAPACITY, capacity >> 1));
    this.#graph.addPoint(Array.from(vector), passageId);
    this.#ids.add(passageId);
  }

  /** The vector of a passage inside. Costs some fifty microseconds. */
  vectorOf(passageId: PassageId): Float32Array {
    return Float32Array.from(this.#graph.getPoint(passageId));
  }

  /** At most `limit` passages, best first, by cosine of unit vectors. */
  search(vector: Float32Array, limit: number): Scored[] {
    const wanted = Math.min(limit, this.count);
    if (wanted === 0) return [];
    const ef = this.count > HNSW.large ? HNSW.efSearchLarge : HNSW.efSearch;
    this.#graph.setEf(Math.max(ef, wanted));
    const { neighbors, distances } = this.#graph.searchKnn(Array.from(vector), wanted);
    return neighbors
      .map((passageId, at) => ({ passageId, score: 1 - (distances[at] ?? 1) }))
      .sort((left, right) => right.score - left.score || left.passageId - right.passageId);
  }

  /** Writes beside other work. */
  async write(file: string): Promise<void> {
    await this.#graph.writeIndex(file);
  }
}
