/** Passages as a reader keeps them between questions. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { collectGarbage } from '../../src/index/collect-garbage.js';
import { openReader } from '../../src/index/reader.js';
import { openDatabase } from '../../src/index/sqlite.js';
import type { StoredPassage } from '../../src/index/store.js';
import { openWriter } from '../../src/index/writer.js';
import { retrieve } from '../../src/retrieve/hybrid.js';
import { DIMENSIONS, documentOf, vectorOf } from '../support/stored.js';

const COLLECTION = { owner: 'host', name: 'default' };
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'verbatim-passages-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it('keeps of a book the passages that were found, and not the book with each of them', async () => {
  const fingerprint = 'model';
  const writer = openWriter({ dataDir, fingerprint, dimensions: DIMENSIONS, now: () => new Date(0) });
  const lines = Array.from({ length: 60 }, (_, at) => `On page ${at} the talks went on. `);
  const change = await writer.change('ingest', COLLECTION, 'test');
  const book = documentOf('book.md', lines.join('\n'));
  const text = `${book.draft.text}\n${'Nothing happened. '.repeat(60_000)}`;
  await change.put({ ...book, draft: { ...book.draft, text } });
  const reader = openReader({ dataDir });
  const find = (id: number) => reader.snapshot([COLLECTION], (snapshot) => snapshot.passages([id]));
  const [first] = await find(1);
  expect(first?.passage.text).toBe(lines[0]);
  const before = heapBytes();
  for (let id = 2; id <= 60; id++) expect(await find(id)).toHaveLength(1);
  expect(heapBytes() - before).toBeLessThan(10e6);
  await reader.close();
  await writer.close();
});

it('keeps none that was erased for longer than some seconds, though nobody asks', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const writer = openWriter({ dataDir, fingerprint: 'model', dimensions: DIMENSIONS, now: () => new Date(0) });
  const change = await writer.change('ingest', COLLECTION, 'test');
  await change.put(documentOf('talks.md', 'The talks went on.'));
  const reader = openReader({ dataDir });
  const find = async () => {
    const [passage] = await reader.snapshot([COLLECTION], (snapshot) => snapshot.passages([1]));
    return new WeakRef(passage as StoredPassage);
  };
  const found = await find();
  const isKept = async (): Promise<boolean> => {
    vi.advanceTimersByTime(5_000);
    // What a WeakRef named in this turn stays until the next.
    await nextTurn();
    collectGarbage();
    return found.deref() !== undefined;
  };
  expect([await isKept(), await isKept()]).toEqual([true, true]);
  await writer.erase(COLLECTION, 'talks.md', 'test');
  expect(await isKept()).toBe(false);
  await reader.close();
  await writer.close();
  vi.useRealTimers();
});

it('finds one that lost its vector by its words', async () => {
  const writer = openWriter({ dataDir, fingerprint: 'model', dimensions: DIMENSIONS, now: () => new Date(0) });
  const change = await writer.change('ingest', COLLECTION, 'test');
  await change.put(documentOf('talks.md', 'The talks went on.\nIlse Maarten mediated.\nRain fell.'));
  await writer.close();
  const database = openDatabase(dataDir);
  database.exec('DELETE FROM vector WHERE passage_id = 2');
  database.close();
  const reader = openReader({ dataDir });
  const query = { query: 'Maarten', vector: vectorOf('Rain fell.'), limit: 3, embedderLanguages: ['en'] };
  const { hits } = await reader.snapshot([COLLECTION], (snapshot) => retrieve(snapshot, query));
  expect(hits.map(({ passage }) => passage.text)).toContain('Ilse Maarten mediated.');
  await reader.close();
});

it('are found by the graph that was loaded ahead, which is not read again', async () => {
  const writer = openWriter({
    ...{ dataDir, fingerprint: 'model', dimensions: DIMENSIONS, now: () => new Date(0), smallestGraph: 4 },
  });
  const change = await writer.change('ingest', COLLECTION, 'test');
  await change.put(documentOf('rain.md', 'It rained.\nIt poured.\nIt hailed.\nIt snowed.\nIt cleared.'));
  await writer.settle();
  const reader = openReader({ dataDir });
  await reader.warm([COLLECTION]);
  const [graph] = readdirSync(join(dataDir, 'vectors'));
  rmSync(join(dataDir, 'vectors', graph ?? ''));
  const query = vectorOf('It hailed.');
  const found = await reader.snapshot([COLLECTION], async (snapshot) => ({
    all: await snapshot.scoreAll(['hail'], query),
    nearest: await snapshot.nearest(query, 1),
  }));
  expect(found.all).toBeUndefined();
  expect(found.nearest[0]?.score).toBeCloseTo(1, 5);
  await reader.close();
  await writer.close();
});

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
