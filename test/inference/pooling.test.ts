import { expect, test } from 'vitest';
import { normalised, pool } from '../../src/inference/pooling.js';

const vectors = { data: Float32Array.of(1, 2, 3, 6, 5, 1), rows: 3, width: 2 };

test('the mean is of the rows asked for', () => {
  expect([...pool(vectors, 'mean')]).toEqual([3, 3]);
  expect([...pool(vectors, 'mean', 1, 3)]).toEqual([4, 3.5]);
});

test('cls is the first row, max the largest of each column', () => {
  expect([...pool(vectors, 'cls')]).toEqual([1, 2]);
  expect([...pool(vectors, 'max')]).toEqual([5, 6]);
});

test('pooling leaves the token vectors as they were', () => {
  normalised(pool(vectors, 'cls'));
  expect([...vectors.data]).toEqual([1, 2, 3, 6, 5, 1]);
});

test('a normalised vector has length one; zeros stay zeros', () => {
  expect([...normalised(Float32Array.of(3, 4))].map((value) => value.toFixed(3))).toEqual(['0.600', '0.800']);
  expect([...normalised(new Float32Array(2))]).toEqual([0, 0]);
});
