import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Database } from '../../src/index/sqlite.js';
import { documentOf } from '../support/stored.js';
import { answersOf, bytesOf, fill, freshFolder, HOST, open, removeFolders, within } from './opened.js';

const opened = vi.hoisted(() => [] as Database[]);
vi.mock('../../src/index/sqlite.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/index/sqlite.js')>();
  const openDatabase = (dataDir: string): Database => {
    const database = original.openDatabase(dataDir);
    opened.push(database);
    return database;
  };
  return { ...original, openDatabase };
});

const PAGES_LEFT = 6;

let dataDir: string;
beforeEach(() => {
  dataDir = freshFolder();
});
afterEach(() => {
  opened.length = 0;
  removeFolders();
});

/** The pages that every connection may use, as a full disk would have it. */
function limitPages(pages: number): void {
  for (const database of opened) database.pragma(`max_page_count = ${pages}`);
}

const pagesNow = (): number => Number(opened[0]?.pragma('page_count', { simple: true }));

it('a full disk stops a document whole, says so, and loses nothing; with space again it is stored', async () => {
  const store = open(dataDir);
  await fill(store, 20);
  const before = await answersOf(store);
  limitPages(pagesNow() + PAGES_LEFT);
  const change = await store.writer.change('ingest', HOST, 'test');
  const long = documentOf(
    'long.md',
    Array.from({ length: 400 }, (_, at) => `Sentence ${at} of a long one.`).join('\n'),
  );
  await expect(change.put(long)).rejects.toMatchObject({
    code: 'index',
    message: expect.stringMatching(
      /^The disk that holds .* is full\..*Free some space and try again; nothing stored was lost\.$/s,
    ),
  });
  expect(await answersOf(store)).toEqual(before);
  expect((await store.reader.health({ checkIntegrity: true })).integrity).toBe('ok');
  limitPages(1_000_000);
  expect(await change.put(long)).toBe(true);
  const { documents } = await answersOf(store);
  expect(documents).toEqual([...before.documents, expect.stringContaining('long.md')].sort());
  await store.close();
});

it('a disk that fills up document by document keeps those that were stored', async () => {
  const store = open(dataDir);
  await fill(store, 5);
  limitPages(pagesNow() + 4 * PAGES_LEFT);
  const change = await store.writer.change('ingest', HOST, 'test');
  const stored: string[] = [];
  const failed = await (async () => {
    for (let at = 0; ; at++) {
      const lines = Array.from({ length: 30 }, (_, line) => `Line ${line} of document ${at}.`);
      await change.put(documentOf(`more-${at}.md`, lines.join('\n')));
      stored.push(`more-${at}.md`);
    }
  })().catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'index', message: expect.stringContaining('is full') });
  expect(stored.length).toBeGreaterThan(0);
  const found = await store.reader.snapshot([HOST], async (snapshot) =>
    (await snapshot.documents()).map(({ id }) => id),
  );
  expect(found.filter((id) => id.startsWith('more-')).sort()).toEqual([...stored].sort());
  await store.close();
});

it('a disk too full for a graph fails no change: what is stored is stored, and answers are exact', async () => {
  const folder = freshFolder();
  const docs = join(folder, 'docs');
  mkdirSync(docs);
  for (let at = 0; at < 30; at++)
    writeFileSync(join(docs, `${at}.txt`), `The ${at}th keeper of the light wrote number ${at}.\n`);
  const root = join(import.meta.dirname, '../..');
  const child = (
    operations: readonly object[],
    smallestGraph: number,
    kib: string,
  ): { status: number | null; stdout: string } => {
    const options = { dist: join(root, 'dist'), dataDir: join(folder, 'data'), salt: 'one', smallestGraph, operations };
    const script = join(root, 'check/crash/child.mjs');
    return spawnSync(
      'sh',
      ['-c', `ulimit -f ${kib}; exec "$0" "$@"`, process.execPath, script, JSON.stringify(options)],
      {
        encoding: 'utf8',
      },
    );
  };
  const ingest = [{ do: 'ingest', targets: [docs], restoreRemoved: true }];
  expect(child(ingest, 1000, 'unlimited').status).toBe(0);
  const before = bytesOf(join(folder, 'data'));
  // Not even a description of a graph fits, nor the log of a write.
  const settled = child([{ do: 'settle' }], 10, '0');
  expect(settled.stdout).not.toContain('end command');
  const again = child(ingest, 10, 'unlimited');
  expect([again.status, again.stdout.match(/^unchanged /gm)?.length]).toEqual([0, 30]);
  expect([...bytesOf(join(folder, 'data')).keys()].filter((name) => name.endsWith('.hnsw'))).toHaveLength(1);
  expect(before.size).toBeGreaterThan(0);
});

it('opened again after the disk was full, an index is sound', async () => {
  const store = open(dataDir);
  await fill(store, 20);
  limitPages(pagesNow() + PAGES_LEFT);
  await fill(store, 200, { from: 1000 }).catch(() => undefined);
  const before = await answersOf(store);
  await store.close();
  await within(dataDir, async (again) => {
    expect((await again.reader.health({ checkIntegrity: true })).integrity).toBe('ok');
    expect((await answersOf(again)).documents).toEqual(before.documents);
  });
});
