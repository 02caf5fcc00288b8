/** What housekeeping takes away and brings up to date, and what a reader does meanwhile. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openReader } from '../../src/index/reader.js';
import { openDatabase } from '../../src/index/sqlite.js';
import { type Database, prepared } from '../../src/index/statements.js';
import type { StoreReader, StoreWriter } from '../../src/index/store.js';
import { VectorGraph } from '../../src/index/vectors.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';
import { DIMENSIONS, documentOf, vectorOf } from '../support/stored.js';

const HOST: CollectionRef = { owner: 'host', name: 'default' };

let dataDir: string;
let writer: StoreWriter;
let reader: StoreReader;
let database: Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'verbatim-housekeeping-'));
  writer = open();
  reader = openReader({ dataDir });
  database = openDatabase(dataDir);
});
afterEach(async () => {
  database.close();
  await reader.close();
  await writer.close();
  rmSync(dataDir, { recursive: true });
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function open(): StoreWriter {
  return openWriter({
    dataDir,
    fingerprint: 'test-model',
    dimensions: DIMENSIONS,
    now: () => new Date(0),
    smallestGraph: 50,
    leastCompaction: 5,
    longestTail: 4,
  });
}

async function put(from: number, to: number, words = 'Line of many'): Promise<void> {
  const change = await writer.change('ingest', HOST, 'test');
  for (let at = from; at < to; at++) await change.put(documentOf(`${at}.md`, `${words} ${at}.\nAnother ${at}.`));
}

const count = (sql: string): number => Number(prepared(database, sql).pluck().get());
const nearest = (text: string): Promise<number> =>
  reader.snapshot([HOST], async (snapshot) => (await snapshot.nearest(vectorOf(text), 5)).length);

describe('compaction', () => {
  it('takes out the passages of replaced versions and keeps their texts', async () => {
    await put(0, 10);
    await put(0, 10, 'Changed line of many');
    await put(10, 11);
    await writer.settle();
    expect(count('SELECT count(*) FROM passage')).toBe(22);
    expect(count('SELECT count(*) FROM vector')).toBe(22);
    expect(count('SELECT count(*) FROM sentence_vectors')).toBe(22);
    expect(count('SELECT count(*) FROM version')).toBe(21);
  });

  it('keeps what an undo of the last change brings back', async () => {
    await put(0, 10);
    await put(0, 10, 'Changed line of many');
    await writer.settle();
    expect(count('SELECT count(*) FROM passage')).toBe(40);
  });

  it('leaves a few hidden passages be', async () => {
    await put(0, 2);
    await put(0, 2, 'Changed line of many');
    await put(10, 11);
    await writer.settle();
    expect(count('SELECT count(*) FROM passage')).toBe(10);
  });

  it('leaves no posting behind that points at nothing', async () => {
    await put(0, 30);
    await put(0, 30, 'Changed line of many');
    await writer.settle();
    await put(30, 31);
    await writer.settle();
    const ids = new Set(prepared(database, 'SELECT id FROM passage').pluck().all());
    const blocks = prepared(database, 'SELECT first_passage, last_passage FROM posting_block')
      .raw()
      .all() as number[][];
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.flat().filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('a graph', () => {
  it('is caught up by what was added since, and not built anew', async () => {
    await put(0, 40);
    await writer.settle();
    const created = vi.spyOn(VectorGraph, 'create');
    const added = vi.spyOn(VectorGraph.prototype, 'add');
    await put(40, 50);
    await writer.settle();
    expect(created).not.toHaveBeenCalled();
    expect(added).toHaveBeenCalledTimes(20);
    expect(count('SELECT passages FROM graph')).toBe(100);
    expect(readdirSync(join(dataDir, 'vectors'))).toHaveLength(1);
  });

  it('is left alone when little was added', async () => {
    await put(0, 40);
    await writer.settle();
    const before = readdirSync(join(dataDir, 'vectors'));
    await put(40, 43);
    await writer.settle();
    expect(readdirSync(join(dataDir, 'vectors'))).toEqual(before);
    expect(await nearest('Another 42.')).toBe(5);
  });

  it('is built anew when much was removed', async () => {
    await put(0, 60);
    await writer.settle();
    const change = await writer.change('remove', HOST, 'test');
    for (let at = 0; at < 25; at++) await change.remove(`${at}.md`, { tombstone: false });
    await writer.settle();
    expect(count('SELECT passages FROM graph')).toBe(70);
  });

  it('leaves the memory when nobody asked for a while, and is loaded again by the next question', async () => {
    await put(0, 40);
    await writer.settle();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const read = vi.spyOn(VectorGraph, 'read');
    await nearest('a question');
    await nearest('another question');
    expect(read).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(9 * 60_000);
    await nearest('a third question');
    expect(read).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(11 * 60_000);
    expect(await nearest('a late question')).toBe(5);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('of a model that answers no longer goes with what that model prepared', async () => {
    await put(0, 40);
    await writer.settle();
    await writer.adopt({ fingerprint: 'next-model', choice: '', dimensions: DIMENSIONS });
    for (const { versionId, draft } of await writer.unprepared('current', { after: 0, limit: 100 })) {
      await writer.putPrepared(versionId, documentOf('any', draft.text).passages);
    }
    expect(await writer.swap()).toBe(true);
    await writer.settle();
    expect(readdirSync(join(dataDir, 'vectors'))).toHaveLength(1);
    expect(count("SELECT count(*) FROM graph JOIN model ON model.id = model_id WHERE fingerprint = 'next-model'")).toBe(
      1,
    );
    expect(count('SELECT count(*) FROM passage')).toBe(80);
    expect(await nearest('a question')).toBe(5);
  });

  it('that was left behind by a killed process is swept away by the next one', async () => {
    await put(0, 40);
    await writer.settle();
    const [kept] = readdirSync(join(dataDir, 'vectors'));
    prepared(database, 'DELETE FROM graph').run();
    await open().close();
    expect(kept).toBeDefined();
    expect(readdirSync(join(dataDir, 'vectors'))).toEqual([]);
  });
});
