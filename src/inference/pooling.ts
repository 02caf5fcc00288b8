/** Token vectors to one unit vector. It stands alone because it is arithmetic, tested without a model. */
import type { TokenVectors } from './session.js';

/** `mean` of the rows, the first row (`cls`), or the largest value of each column (`max`). */
export type Pooling = 'mean' | 'cls' | 'max';

/** One vector for the rows from `start` to `end` (half-open, at least one), not normalised. */
export function pool(vectors: TokenVectors, pooling: Pooling, start = 0, end = vectors.rows): Float32Array {
  const { data, width } = vectors;
  const pooled = data.slice(start * width, (start + 1) * width);
  if (pooling === 'cls') return pooled;
  for (let row = start + 1; row < end; row += 1) {
    const offset = row * width;
    for (let column = 0; column < width; column += 1) {
      const value = data[offset + column] ?? 0;
      const sum = pooled[column] ?? 0;
      pooled[column] = pooling === 'mean' ? sum + value : Math.max(sum, value);
    }
  }
  return pooling === 'mean' ? scaled(pooled, 1 / (end - start)) : pooled;
}

/** The vector divided by its L2 norm, in place; a vector of zeros stays one. */
export function normalised(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return squares === 0 ? vector : scaled(vector, 1 / Math.sqrt(squares));
}

function scaled(vector: Float32Array, factor: number): Float32Array {
  for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) * factor;
  return vector;
}
