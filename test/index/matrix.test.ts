/** Rows and how near they are beside a plain sum, with SIMD and without. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VectorMatrix } from '../../src/index/matrix.js';

/** Unit vectors, of which some are zero almost everywhere. */
const units = (length: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, 0, 1e-30, -1)), {
      minLength: length,
      maxLength: length,
    })
    .map((values) => {
      const norm = Math.hypot(...values);
      return Float32Array.from(values, (value) => (norm === 0 ? 0 : value / norm));
    });

/** From 257 rows on it is SIMD that computes. */
const KINDS = [
  { dimensions: 8, capacity: 1 },
  { dimensions: 32, capacity: 1 },
  { dimensions: 8, capacity: 300 },
  { dimensions: 32, capacity: 300 },
  { dimensions: 48, capacity: 300 },
  { dimensions: 384, capacity: 300 },
];

it.each(KINDS)('says how near rows are as a plain sum does, and keeps them when it grows: %o', (kind) => {
  const { dimensions, capacity } = kind;
  const rows = fc.array(units(dimensions), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(rows, units(dimensions), (all, query) => {
      const matrix = new VectorMatrix(dimensions, capacity);
      const sums = all.map((row) => row.reduce((total, value, index) => total + value * (query[index] ?? 0), 0));
      const same = (): void => {
        const { scores, highest, error } = matrix.rough(query, all.length);
        for (const [at, sum] of sums.entries()) {
          expect(Math.abs((scores[at] as number) - Math.max(0, sum))).toBeLessThanOrEqual(error);
          expect(matrix.dot(at, query)).toBeCloseTo(sum, 6);
        }
        expect(highest).toBe(Math.max(...scores.subarray(0, all.length)));
        expect(error).toBeLessThan(0.04);
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

it('overflows with no vector, however alike its numbers are', () => {
  const dimensions = 4_096;
  const row = new Float32Array(dimensions).fill(1 / 64);
  const matrix = new VectorMatrix(dimensions, 300);
  matrix.write(0, new Uint8Array(row.buffer));
  const { scores, error } = matrix.rough(row, 1);
  expect(Math.abs((scores[0] as number) - 1)).toBeLessThanOrEqual(error);
});
