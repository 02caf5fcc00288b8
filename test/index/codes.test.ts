/** Codes of vectors beside the vectors themselves, as they are read from a graph's file. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesToFloats, floatsToBytes } from '../../src/index/bytes.js';
import { VectorCodes } from '../../src/index/codes.js';
import { dot } from '../../src/index/exact.js';
import { ElementReader } from '../../src/index/hnsw-file.js';
import { VectorGraph } from '../../src/index/vectors.js';
import { vectorOf } from '../support/stored.js';

const WIDTH = vectorOf('').length;

describe('VectorCodes', () => {
  it('give every cosine within the error they state', () => {
    const number = fc.float({ min: -1, max: 1, noNaN: true });
    const vector = fc.array(number, { minLength: 7, maxLength: 7 }).map(unit);
    fc.assert(
      fc.property(fc.array(vector, { minLength: 1, maxLength: 20 }), vector, (vectors, query) => {
        const codes = new VectorCodes(7, vectors.length);
        for (const [at, each] of vectors.entries()) codes.add(1_000_000 - 70_000 * at, floatsToBytes(each));
        for (const [at, each] of vectors.entries()) {
          const rough = codes.cosine(1_000_000 - 70_000 * at, query);
          expect(Math.abs(rough - dot(each, query))).toBeLessThanOrEqual(codes.error);
        }
        expect(codes.error).toBeLessThan(0.02);
      }),
    );
  });

  it('say which passages they are of, and take no more than they have room for', () => {
    const codes = new VectorCodes(WIDTH, 1);
    codes.add(5, floatsToBytes(vectorOf('a')));
    codes.add(6, floatsToBytes(vectorOf('b')));
    expect([codes.has(5), codes.has(6), codes.has(70_000)]).toEqual([true, false, false]);
  });
});

describe('ElementReader', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'verbatim-codes-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds every vector of a saved graph, wherever its bytes are cut', async () => {
    const graph = VectorGraph.create(WIDTH);
    const ids = Array.from({ length: 40 }, (_, at) => 3 * at + 1);
    for (const id of ids) graph.add(id, vectorOf(`passage ${id}`));
    await graph.write(join(folder, 'a.hnsw'));
    const file = readFileSync(join(folder, 'a.hnsw'));
    for (const step of [1, 97, 4_096, file.length]) {
      const found = new Map<number, Float32Array>();
      const reader = new ElementReader(WIDTH, (id, bytes) => found.set(id, bytesToFloats(Buffer.from(bytes))));
      for (let at = 0; at < file.length; at += step) reader.take(file.subarray(at, at + step));
      expect([...found.keys()].sort((left, right) => left - right)).toEqual(ids);
      for (const [id, vector] of found) expect(vector).toEqual(graph.vectorOf(id));
    }
  });

  it('finds nothing in what is no graph', () => {
    for (const bytes of [randomBytes(10), Buffer.alloc(10_000), Buffer.alloc(10_000, 0xff)]) {
      const reader = new ElementReader(WIDTH, () => {
        throw new Error('There is nothing to find');
      });
      reader.take(bytes);
      reader.take(bytes);
    }
  });
});

function unit(numbers: readonly number[]): Float32Array {
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (value) => (length === 0 ? 0 : value / length));
}
