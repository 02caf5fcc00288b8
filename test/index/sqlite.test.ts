import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { openReader } from '../../src/index/reader.js';
import { pragma, prepared } from '../../src/index/statements.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';
import { type OpenedStore, storeContract } from '../contracts/store.js';
import { DIMENSIONS, documentOf, vectorOf } from '../support/stored.js';

const HOST: CollectionRef = { owner: 'host', name: 'default' };
const folders: string[] = [];

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-index-'));
  folders.push(folder);
  return folder;
}

function open(dataDir: string, smallestGraph = 1_000_000): OpenedStore {
  const shared = { dataDir, fingerprint: 'test-model', dimensions: DIMENSIONS };
  const writer = openWriter({ ...shared, now: () => new Date('2026-01-02T03:04:05Z'), smallestGraph });
  const reader = openReader(shared);
  return {
    reader,
    writer,
    close: async () => {
      await reader.close();
      await writer.close();
    },
  };
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

storeContract('SQLite', async () => open(freshFolder()));

/** The only graph file there is. */
function graphFile(dataDir: string): string {
  const [name] = readdirSync(join(dataDir, 'vectors'));
  return join(dataDir, 'vectors', name ?? 'none');
}

async function fill(store: OpenedStore, count: number, from = 0): Promise<void> {
  const change = await store.writer.change('ingest', HOST, 'test');
  for (let at = from; at < from + count; at++) await change.put(documentOf(`${at}.md`, `Line number ${at} of many.`));
  await store.writer.settle();
}

function nearestIds(store: OpenedStore, text: string, limit: number): Promise<number[]> {
  return store.reader.snapshot([HOST], async (snapshot) =>
    (await snapshot.nearest(vectorOf(text), limit)).map(({ passageId }) => passageId),
  );
}

describe('the vector graph', () => {
  const exactThenGraph = async (prepare: (dataDir: string) => Promise<void>): Promise<[number[][], number[][]]> => {
    const dataDir = freshFolder();
    await prepare(dataDir);
    const queries = Array.from({ length: 30 }, (_, at) => `query ${at}`);
    const withGraph = open(dataDir, 100);
    await withGraph.writer.settle();
    const graph = await Promise.all(queries.map((query) => nearestIds(withGraph, query, 10)));
    await withGraph.close();
    rmSync(join(dataDir, 'vectors'), { recursive: true, force: true });
    const exactly = open(dataDir);
    const exact = await Promise.all(queries.map((query) => nearestIds(exactly, query, 10)));
    await exactly.close();
    return [exact, graph];
  };
  const recall = (exact: number[][], graph: number[][]): number => {
    const shares = exact.map((ids, at) => ids.filter((id) => graph[at]?.includes(id)).length / ids.length);
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  };

  it('finds what an exact scan finds', async () => {
    const [exact, graph] = await exactThenGraph(async (dataDir) => {
      const store = open(dataDir, 100);
      await fill(store, 400);
      expect(readdirSync(join(dataDir, 'vectors'))).toEqual([expect.stringMatching(/^1-.*\.hnsw$/)]);
      await store.close();
    });
    expect(recall(exact, graph)).toBeGreaterThan(0.98);
  });

  it('skips what was removed and scans what came later, without being saved again', async () => {
    const [exact, graph] = await exactThenGraph(async (dataDir) => {
      const store = open(dataDir, 100);
      await fill(store, 300);
      const change = await store.writer.change('remove', HOST, 'test');
      for (let at = 0; at < 50; at++) await change.remove(`${at}.md`, { tombstone: false });
      await fill(store, 20, 1000);
      await store.close();
    });
    expect(recall(exact, graph)).toBeGreaterThan(0.98);
    expect(graph.every((ids) => ids.length === 10)).toBe(true);
  });

  it.each([
    ['truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['flipped', (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 500 ? byte ^ 1 : byte)))],
    ['empty', () => Buffer.alloc(0)],
  ])('is not used when its file is %s, and answers stay whole', async (_name, damage) => {
    const dataDir = freshFolder();
    const store = open(dataDir, 100);
    await fill(store, 200);
    const before = await nearestIds(store, 'a query', 10);
    await store.close();
    const file = graphFile(dataDir);
    writeFileSync(file, damage(readFileSync(file)));
    const again = open(dataDir);
    expect(new Set(await nearestIds(again, 'a query', 10))).toEqual(new Set(before));
    await again.close();
  });
});

describe('a graph that cannot be read', () => {
  it.each([
    ['is a folder', (file: string) => mkdirSync(file)],
    [
      'is nonsense with a fitting checksum',
      (file: string) => {
        writeFileSync(file, 'nonsense'.repeat(100));
        const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
        const database = new BetterSqlite(join(file, '../../verbatim.db'));
        prepared(database, 'UPDATE graph SET sha256 = ?').run(sha256);
        database.close();
      },
    ],
  ])('since it %s is not used, and is built anew', async (_name, damage) => {
    const dataDir = freshFolder();
    const store = open(dataDir, 100);
    await fill(store, 200);
    const before = await nearestIds(store, 'a query', 10);
    await store.close();
    const file = graphFile(dataDir);
    rmSync(file);
    damage(file);
    const again = open(dataDir, 100);
    expect(new Set(await nearestIds(again, 'a query', 10))).toEqual(new Set(before));
    await again.close();
  });
});

describe('the database file', () => {
  it('from a newer version is refused and left as it is', async () => {
    const dataDir = freshFolder();
    await open(dataDir).close();
    const database = new BetterSqlite(join(dataDir, 'verbatim.db'));
    pragma(database, 'user_version = 999');
    database.close();
    const before = readFileSync(join(dataDir, 'verbatim.db'));
    expect(() => open(dataDir)).toThrow(/newer version.*schema 999.*Update/s);
    expect(readFileSync(join(dataDir, 'verbatim.db')).equals(before)).toBe(true);
  });

  it('that is no database is reported as damaged, with what to do', () => {
    const dataDir = freshFolder();
    writeFileSync(
      join(dataDir, 'verbatim.db'),
      'these bytes are not a database, and there are enough of them'.repeat(100),
    );
    expect(() => open(dataDir)).toThrow(/damaged.*Move the file away/s);
  });

  it('holds no word of an erased document', async () => {
    const dataDir = freshFolder();
    const store = open(dataDir);
    const change = await store.writer.change('ingest', HOST, 'test');
    await change.put(documentOf('leak.md', 'The password is xyzzyplugh.'));
    await change.put(documentOf('keep.md', 'Nothing to see here.'));
    await store.writer.erase(HOST, 'leak.md', 'test');
    await store.close();
    for (const name of readdirSync(dataDir)) {
      expect(readFileSync(join(dataDir, name), 'latin1').includes('xyzzyplugh')).toBe(false);
    }
  });

  it('shows another connection what was committed, from its next question on', async () => {
    const dataDir = freshFolder();
    const one = open(dataDir);
    const other = open(dataDir);
    const count = (): Promise<number> => other.reader.snapshot([HOST], async (snapshot) => snapshot.size);
    expect(await count()).toBe(0);
    await fill(one, 3);
    expect(await count()).toBe(3);
    await one.close();
    await other.close();
  });
});
