/**
 * Exact nearest neighbours by scanning every vector: what small collections use, what a graph is measured against,
 * and what answers while a graph is missing.
 */

/** A score and the row it belongs to. */
export interface RowScore {
  readonly row: number;
  readonly score: number;
}

/** Inner product of two vectors of one length; for unit vectors, their cosine. */
export function dot(left: Float32Array, right: Float32Array): number {
  return rowDot(left, 0, right);
}

/** Inner product of `query` and the row of `matrix` that begins at `offset`. */
export function rowDot(matrix: Float32Array, offset: number, query: Float32Array): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  const length = query.length;
  const even = length - (length % 4);
  for (let index = 0; index < even; index += 4) {
    const at = offset + index;
    first += (matrix[at] as number) * (query[index] as number);
    second += (matrix[at + 1] as number) * (query[index + 1] as number);
    third += (matrix[at + 2] as number) * (query[index + 2] as number);
    fourth += (matrix[at + 3] as number) * (query[index + 3] as number);
  }
  for (let index = even; index < length; index++)
    first += (matrix[offset + index] as number) * (query[index] as number);
  return first + second + third + fourth;
}

/** The `limit` best rows of a matrix, best first, ties by row. */
export function scan(matrix: Float32Array, query: Float32Array, limit: number): RowScore[] {
  const rows = Math.floor(matrix.length / query.length);
  const best = new Best(limit);
  for (let row = 0; row < rows; row++) best.offer(row, rowDot(matrix, row * query.length, query));
  return best.sorted();
}

/** Keeps the `limit` best of many: a binary heap with the worst kept on top, ordered by score, then by lower row. */
export class Best {
  readonly #heap: RowScore[] = [];

  constructor(private readonly limit: number) {}

  offer(row: number, score: number): void {
    const heap = this.#heap;
    if (heap.length < this.limit) {
      heap.push({ row, score });
      this.#rise(heap.length - 1);
      return;
    }
    const worst = heap[0];
    if (worst === undefined || !better({ row, score }, worst)) return;
    heap[0] = { row, score };
    this.#sink(0);
  }

  sorted(): RowScore[] {
    return [...this.#heap].sort((left, right) => right.score - left.score || left.row - right.row);
  }

  #rise(from: number): void {
    const heap = this.#heap;
    let child = from;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!better(heap[parent] as RowScore, heap[child] as RowScore)) return;
      this.#swap(parent, child);
      child = parent;
    }
  }

  #sink(from: number): void {
    const heap = this.#heap;
    let parent = from;
    for (;;) {
      let worst = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && better(heap[worst] as RowScore, heap[child] as RowScore)) worst = child;
      }
      if (worst === parent) return;
      this.#swap(parent, worst);
      parent = worst;
    }
  }

  #swap(left: number, right: number): void {
    const kept = this.#heap[left] as RowScore;
    this.#heap[left] = this.#heap[right] as RowScore;
    this.#heap[right] = kept;
  }
}

function better(left: RowScore, right: RowScore): boolean {
  return left.score > right.score || (left.score === right.score && left.row < right.row);
}
