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
  readonly #rows: Uint32Array;
  readonly #scores: Float64Array;
  #count = 0;

  constructor(limit: number) {
    this.#rows = new Uint32Array(limit);
    this.#scores = new Float64Array(limit);
  }

  /** The worst score that is kept once `limit` are, -Infinity before: lower ones are not taken. */
  get threshold(): number {
    return this.#count < this.#rows.length ? Number.NEGATIVE_INFINITY : (this.#scores[0] ?? Number.POSITIVE_INFINITY);
  }

  /** `row` is a whole number below 2^32. */
  offer(row: number, score: number): void {
    if (this.#count < this.#rows.length) {
      this.#rows[this.#count] = row;
      this.#scores[this.#count] = score;
      this.#count += 1;
      this.#rise(this.#count - 1);
      return;
    }
    const worst = this.#scores[0];
    if (worst === undefined || score < worst || (score === worst && row > (this.#rows[0] as number))) return;
    this.#rows[0] = row;
    this.#scores[0] = score;
    this.#sink();
  }

  /** All that is kept, best first; nothing is kept any more. */
  sorted(): RowScore[] {
    const kept = new Array<RowScore>(this.#count);
    // Heapsort (Williams, 1964): the worst is taken off the top, again and again.
    while (this.#count > 0) {
      this.#count -= 1;
      kept[this.#count] = { row: this.#rows[0] as number, score: this.#scores[0] as number };
      this.#swap(0, this.#count);
      this.#sink();
    }
    return kept;
  }

  #rise(from: number): void {
    let child = from;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#isBetter(parent, child)) return;
      this.#swap(parent, child);
      child = parent;
    }
  }

  #sink(): void {
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      let worst = parent;
      if (left < this.#count && this.#isBetter(worst, left)) worst = left;
      if (left + 1 < this.#count && this.#isBetter(worst, left + 1)) worst = left + 1;
      if (worst === parent) return;
      this.#swap(parent, worst);
      parent = worst;
    }
  }

  #isBetter(one: number, other: number): boolean {
    const difference = (this.#scores[one] as number) - (this.#scores[other] as number);
    return difference > 0 || (difference === 0 && (this.#rows[one] as number) < (this.#rows[other] as number));
  }

  #swap(one: number, other: number): void {
    const [row, score] = [this.#rows[one] as number, this.#scores[one] as number];
    this.#rows[one] = this.#rows[other] as number;
    this.#scores[one] = this.#scores[other] as number;
    this.#rows[other] = row;
    this.#scores[other] = score;
  }
}
