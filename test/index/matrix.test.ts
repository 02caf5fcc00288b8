/** Rows and their inner products beside a plain sum, with SIMD and without. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VectorMatrix } from '../../src/index/matrix.js';

const numbers = (length: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values));

/** From 257 rows on, and with dimensions that are multiples of 16, it is SIMD that computes. */
const KINDS = [
  { dimensions: 8, capacity: 1 },
  { dimensions: 16, capacity: 1 },
  { dimensions: 8, capacity: 300 },
  { dimensions: 16, capacity: 300 },
  { dimensions: 48, capacity: 300 },
  { dimensions: 384, capacity: 300 },
];

it.each(KINDS)('scores rows as a plain sum does, and keeps them when it grows: %o', ({ dimensions, capacity }) => {
  const rows = fc.array(numbers(dimensions), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(rows, numbers(dimensions), (all, query) => {
      const matrix = new VectorMatrix(dimensions, capacity);
      const sums = all.map((row) => row.reduce((total, value, index) => total + value * (query[index] ?? 0), 0));
      const same = (): void => {
        const scores = matrix.scores(query, all.length);
        for (const [at, sum] of sums.entries()) {
          expect(scores[at]).toBeCloseTo(sum, 4);
          expect(matrix.dot(at, query)).toBeCloseTo(sum, 4);
        }
      };
      for (const [at, row] of all.entries()) {
        matrix.reserve(at + 1);
        matrix.write(at, new Uint8Array(row.buffer));
      }
      same();
      matrix.reserve(2 * capacity + all.length);
      same();
    }),
    { numRuns: 30 },
  );
});
