/** Rows and their inner products beside a plain sum, with SIMD and without. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VectorMatrix } from '../../src/index/matrix.js';

const numbers = (length: number): fc.Arbitrary<Float32Array> =>
  fc
    .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values));

it.each([8, 16, 48, 384])(
  'scores rows of %i numbers as a plain sum does, and keeps them when it grows',
  (dimensions) => {
    const rows = fc.array(numbers(dimensions), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(rows, numbers(dimensions), (all, query) => {
        const matrix = new VectorMatrix(dimensions, 1);
        for (const [at, row] of all.entries()) {
          matrix.reserve(at + 1);
          matrix.write(at, new Uint8Array(row.buffer));
        }
        const scores = matrix.scores(query, all.length);
        for (const [at, row] of all.entries()) {
          const sum = row.reduce((total, value, index) => total + value * (query[index] ?? 0), 0);
          expect(scores[at]).toBeCloseTo(sum, 4);
          expect(matrix.dot(at, query)).toBeCloseTo(sum, 4);
        }
      }),
      { numRuns: 40 },
    );
  },
);
