import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReader } from '../../src/index/reader.js';
import { prepared } from '../../src/index/statements.js';
import { openWriter } from '../../src/index/writer.js';
import { DIMENSIONS } from '../support/stored.js';
import {
  type Answers,
  answersOf,
  bytesOf,
  fill,
  freshFolder,
  HOST,
  open,
  removeFolders,
  take,
  within,
} from './opened.js';

const PAGE = 4096;

let whole: string;
let answers: Answers;
let dataDir: string;
beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'verbatim-whole-'));
  answers = await within(whole, async (store) => {
    await fill(store, 20);
    return answersOf(store);
  });
});
afterAll(() => rmSync(whole, { recursive: true }));
beforeEach(() => {
  dataDir = freshFolder();
  cpSync(whole, dataDir, { recursive: true });
});
afterEach(removeFolders);

const file = (name = 'verbatim.db'): string => join(dataDir, name);

/** Both ways to open an index, with the error each meets. */
const WAYS = [
  ['reading', () => openReader({ dataDir })],
  ['writing', () => openWriter({ dataDir, fingerprint: 'test-model', dimensions: DIMENSIONS, now: () => new Date(0) })],
] as const;

function change(sql: string): void {
  const database = new BetterSqlite(file());
  database.exec(sql);
  database.close();
}

describe.each(WAYS)('%s an index', (_name, openIt) => {
  it.each([
    ['as it stands', ''],
    ['in another journal mode', 'PRAGMA journal_mode = DELETE;'],
    ['with tables nobody knows', 'DROP TABLE exchange; CREATE TABLE later (thing TEXT);'],
  ])('of a newer version %s is refused with what to do, and not a byte of it changes', (_how, sql) => {
    change(`PRAGMA user_version = 999; ${sql}`);
    const before = bytesOf(dataDir);
    expect(openIt).toThrow(
      expect.objectContaining({
        code: 'index',
        message: expect.stringMatching(
          /written by a newer version.*schema \d+ or older.*schema 999.*Update.*left as it is/s,
        ),
      }),
    );
    expect(bytesOf(dataDir)).toEqual(before);
  });

  it.each([
    ['is no database', () => writeFileSync(file(), 'these bytes are no database at all. '.repeat(300))],
    ['lost its beginning', () => writeFileSync(file(), readFileSync(file()).fill(0, 0, 100))],
  ])('that %s is refused with what to do, and not a byte of it changes', (_how, damage) => {
    damage();
    const before = bytesOf(dataDir);
    expect(openIt).toThrow(
      expect.objectContaining({ code: 'index', message: expect.stringMatching(/is damaged.*Move the file away/s) }),
    );
    expect(bytesOf(dataDir)).toEqual(before);
  });

  it('whose file is a folder is refused with what to do', () => {
    rmSync(file());
    mkdirSync(file());
    expect(openIt).toThrow(
      expect.objectContaining({ code: 'index', message: expect.stringMatching(/could not be used.*Check that/s) }),
    );
  });

  it('in a place that is a file is refused with what to do', () => {
    rmSync(dataDir, { recursive: true });
    writeFileSync(dataDir, '');
    expect(openIt).toThrow(
      expect.objectContaining({ code: 'index', message: expect.stringMatching(/could not be used.*Check that/s) }),
    );
  });
});

describe('an index that is damaged inside', () => {
  /** Zeroes the pages of a table, as a failing disk might. */
  function zero(table: string): void {
    const database = new BetterSqlite(file());
    const pages = prepared(database, 'SELECT pageno FROM dbstat WHERE name = ?').pluck().all(table) as number[];
    database.close();
    const bytes = readFileSync(file());
    for (const page of pages) bytes.fill(0, (page - 1) * PAGE, page * PAGE);
    writeFileSync(file(), bytes);
  }

  function stored(): unknown {
    const database = new BetterSqlite(file());
    const rows = prepared(database, 'SELECT key, version_id FROM document ORDER BY key').raw().all();
    database.close();
    return rows;
  }

  const told = { code: 'index', message: expect.stringMatching(/is damaged.*Move the file away/s) };
  const tables = ['version', 'membership', 'collection'];

  it.each(tables)('(%s) says so to whoever asks, and keeps its bytes', async (table) => {
    zero(table);
    const before = bytesOf(dataDir).get('verbatim.db');
    const reader = openReader({ dataDir });
    await expect(reader.snapshot([HOST], (snapshot) => snapshot.documents())).rejects.toMatchObject(told);
    const found = await reader.health({ checkIntegrity: true }).catch(({ message }: Error) => ({ integrity: message }));
    expect(found.integrity).not.toBe('ok');
    await reader.close();
    expect(bytesOf(dataDir).get('verbatim.db')).toBe(before);
  });

  it.each(tables)('(%s) says so to whoever writes, and stores no part of a document', async (table) => {
    const before = stored();
    zero(table);
    await expect(within(dataDir, (store) => fill(store, 5, { from: 500 }))).rejects.toMatchObject(told);
    expect(stored()).toEqual(before);
  });
});

describe('no index at all', () => {
  it.each([
    ['no folder', () => rmSync(dataDir, { recursive: true })],
    ['no file', () => rmSync(file())],
    ['an empty file', () => writeFileSync(file(), '')],
  ])('(%s) is an empty one, and takes documents', async (_how, clear) => {
    clear();
    await within(dataDir, async (store) => {
      expect((await answersOf(store)).documents).toEqual([]);
      await fill(store, 20);
      expect(await answersOf(store)).toEqual(answers);
    });
  });
});

describe('a write-ahead log left behind', () => {
  /** What is on the disk while a writer that committed is still open, as a killed one leaves it. */
  async function leave(work: (store: ReturnType<typeof open>) => Promise<void>): Promise<void> {
    const store = open(dataDir);
    const aside = freshFolder();
    try {
      await work(store);
      cpSync(dataDir, aside, { recursive: true });
    } finally {
      await store.close();
    }
    dataDir = aside;
    expect(statSync(file('verbatim.db-wal')).size).toBeGreaterThan(0);
  }
  const documents = (): Promise<readonly string[]> =>
    within(dataDir, async (store) => (await answersOf(store)).documents.map((line) => line.split('.md')[0] ?? ''));

  it('gives back every change', async () => {
    await leave((store) => fill(store, 5, { from: 500 }));
    expect(await documents()).toEqual(expect.arrayContaining(['500', '504', '0', '19']));
  });

  it.each([
    ['missing', () => rmSync(file('verbatim.db-shm'))],
    ['nonsense', () => writeFileSync(file('verbatim.db-shm'), Buffer.alloc(32_768, 7))],
  ])('gives back every change when its index is %s', async (_how, damage) => {
    await leave((store) => fill(store, 5, { from: 500 }));
    damage();
    expect(await documents()).toHaveLength(25);
  });

  it('cut anywhere, as by a power cut, gives whole documents up to the cut', async () => {
    await leave(async (store) => {
      await fill(store, 3, { from: 500 });
      await take(store, 0, 2);
    });
    const whole = readFileSync(file('verbatim.db-wal'));
    const left = dataDir;
    let most = 0;
    for (let share = 0; share <= 1; share += 0.06) {
      dataDir = freshFolder();
      cpSync(left, dataDir, { recursive: true });
      rmSync(file('verbatim.db-shm'));
      writeFileSync(file('verbatim.db-wal'), whole.subarray(0, Math.floor(whole.length * share)));
      const found = await within(dataDir, async (store) => {
        expect((await store.reader.health({ checkIntegrity: true })).integrity).toBe('ok');
        const { documents, lexical } = await answersOf(store);
        expect(lexical.flat().length).toBeGreaterThan(0);
        for (const id of ['500.md', '501.md', '502.md']) {
          const passages = await store.reader.snapshot([HOST], (snapshot) => snapshot.passagesOf(id));
          expect([0, 10]).toContain(passages.length);
        }
        return documents.map((line) => line.split('.md')[0] ?? '');
      });
      const added = ['500', '501', '502'].filter((id) => found.includes(id));
      expect(added).toEqual(['500', '501', '502'].slice(0, added.length));
      // What was removed afterwards is only gone when all before it is there.
      if (!found.includes('0')) expect(added).toHaveLength(3);
      expect(added.length).toBeGreaterThanOrEqual(most);
      most = added.length;
    }
  });
});
