import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Database, pragma, prepared } from '../../src/index/statements.js';
import type { DocumentInfo } from '../../src/model.js';
import { documentOf } from '../support/stored.js';
import { answersOf, fill, freshFolder, HOST, open, removeFolders, within } from './opened.js';

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
  for (const database of opened) pragma(database, `max_page_count = ${pages}`);
}

function pagesNow(): number {
  const [database] = opened;
  return database === undefined ? 0 : Number(pragma(database, 'page_count'));
}

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

/** In blocks of 512 or 1,024 bytes, as the shell has it: enough for SQLite's own small files, too little for the graph. */
const LARGEST_FILE = 96;
const LARGE = { smallestGraph: 1_000_000, leastCompaction: 1_000_000, longestTail: 1_000_000 };

it('a disk too full for a graph fails no change: what is stored is stored, and the graph is saved another time', async () => {
  const folder = freshFolder();
  const docs = join(folder, 'docs');
  const dataDir = join(folder, 'data');
  mkdirSync(docs);
  for (let at = 0; at < 30; at++) {
    const sentences = Array.from(
      { length: 250 },
      (_, line) => `The ${at}th keeper of the light wrote line ${line} by hand.`,
    );
    writeFileSync(join(docs, `${at}.txt`), `${sentences.join(' ')}\n`);
  }
  const run = (operations: readonly object[], smallestGraph: number, blocks: number | 'unlimited') => {
    const root = join(import.meta.dirname, '../..');
    const options = { dist: join(root, 'dist'), dataDir, salt: 'one', sizes: { ...LARGE, smallestGraph }, operations };
    const script = `ulimit -f ${blocks}; exec "$0" "$@"`;
    const child = join(root, 'check/crash/child.mjs');
    return spawnSync('sh', ['-c', script, process.execPath, child, JSON.stringify(options)], { encoding: 'utf8' });
  };
  const ingest = [{ do: 'ingest', targets: [docs], restoreRemoved: true }];
  expect(run(ingest, 1_000_000, 'unlimited').status).toBe(0);
  const looked = (): Promise<readonly DocumentInfo[]> =>
    within(dataDir, ({ reader }) => reader.snapshot([HOST], (snapshot) => snapshot.documents()));
  const before = await looked();

  const cramped = run([{ do: 'settle' }], 10, LARGEST_FILE);
  expect(cramped.stdout).toContain('begin save');
  expect(cramped.status).toBe(0);
  expect(cramped.stdout).toMatch(/^warned The index could not be tidied up/m);
  expect(await looked()).toEqual(before);
  expect(graphsNamed(dataDir)).toBe(0);

  expect(run([{ do: 'settle' }], 10, 'unlimited')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('begin save'),
  });
  expect(graphsNamed(dataDir)).toBe(1);
  expect(await looked()).toEqual(before);
});

function graphsNamed(dataDir: string): number {
  const database = new BetterSqlite(join(dataDir, 'verbatim.db'));
  const count = prepared(database, 'SELECT count(*) FROM graph').pluck().get() as number;
  database.close();
  return count;
}

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
