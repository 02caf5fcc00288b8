import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prepared } from '../../src/index/statements.js';
import { answersOf, exactAnswers, fill, freshFolder, open, removeFolders, take, within } from './opened.js';

let whole: string;
let dataDir: string;
beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'verbatim-whole-'));
  await within(whole, (store) => fill(store, 30));
});
afterAll(() => rmSync(whole, { recursive: true }));
beforeEach(() => {
  dataDir = freshFolder();
  cpSync(whole, dataDir, { recursive: true });
});
afterEach(removeFolders);

/** The one file of the folder. */
function graphFile(): string {
  const names = readdirSync(join(dataDir, 'vectors'));
  expect(names).toHaveLength(1);
  return join(dataDir, 'vectors', names[0] ?? '');
}

/** Runs a statement on the database from outside. */
function run(sql: string): () => void {
  return () => {
    const database = new BetterSqlite(join(dataDir, 'verbatim.db'));
    database.exec(sql);
    database.close();
  };
}

/** What the database says that the graph holds. */
function countInGraph(): number {
  const database = new BetterSqlite(join(dataDir, 'verbatim.db'));
  const count = Number(prepared(database, 'SELECT passages FROM graph').pluck().get());
  database.close();
  return count;
}

function edit(change: (bytes: Buffer) => Buffer): () => void {
  return () => writeFileSync(graphFile(), change(readFileSync(graphFile())));
}

function flipAt(share: number): () => void {
  return edit((bytes) => {
    const at = Math.min(bytes.length - 1, Math.floor(bytes.length * share));
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  });
}

/** Texts that are near; a graph may leave one out, and must never put a wrong one or a wrong score in. */
async function expectTrueAnswers(): Promise<void> {
  const exact = await exactAnswers(dataDir);
  const found = await within(dataDir, answersOf);
  expect(found.documents).toEqual(exact.documents);
  expect(found.lexical).toEqual(exact.lexical);
  const recalled = found.semantic.flatMap((list, at) => list.filter((line) => exact.semantic[at]?.includes(line)));
  expect(recalled.length / exact.semantic.flat().length).toBeGreaterThanOrEqual(0.98);
}

const FAULTS: readonly (readonly [string, () => void])[] = [
  ['missing', () => rmSync(graphFile())],
  ['missing, its folder too', () => rmSync(join(dataDir, 'vectors'), { recursive: true })],
  ['empty', edit(() => Buffer.alloc(0))],
  ['cut in half', edit((bytes) => bytes.subarray(0, bytes.length / 2))],
  ['cut by a byte', edit((bytes) => bytes.subarray(0, -1))],
  ['longer than it was', edit((bytes) => Buffer.concat([bytes, Buffer.alloc(100)]))],
  ['flipped by a bit at its start', flipAt(0)],
  ['flipped by a bit in the middle', flipAt(0.5)],
  ['flipped by a bit at its end', flipAt(1)],
  ['named by no row', run('DELETE FROM graph')],
  ['named with another checksum', run("UPDATE graph SET sha256 = 'ab'")],
  ['of another model', run("INSERT INTO model VALUES (99, 'other-model', '', 8); UPDATE graph SET model_id = 99")],
];

describe.each(FAULTS)('a graph that is %s', (_name, damage) => {
  it('changes no answer', async () => {
    damage();
    await expectTrueAnswers();
  });

  it('is made anew by the next change, and answers are as before', async () => {
    damage();
    await within(dataDir, (store) => fill(store, 1, { from: 900 }));
    expect(countInGraph()).toBe(310);
    await expectTrueAnswers();
  });

  it('harms nothing while somebody is asking', async () => {
    const store = open(dataDir);
    const before = await answersOf(store);
    damage();
    expect(await answersOf(store)).toEqual(before);
    await fill(store, 1, { from: 900 });
    expect((await answersOf(store)).documents).toHaveLength(31);
    await store.close();
  });
});

describe('a graph of another generation', () => {
  it('that is older than the database is caught up, not built anew', async () => {
    await within(dataDir, async (store) => {
      await fill(store, 15, { from: 1000, settles: false });
      await take(store, 0, 2);
    });
    expect(countInGraph()).toBe(300);
    await expectTrueAnswers();
    await within(dataDir, (store) => store.writer.settle());
    // One made anew would hold what is visible and nothing else.
    expect(countInGraph()).toBe(450);
    await expectTrueAnswers();
  });

  it('that is newer, since the database was restored from a backup, is not believed', async () => {
    const backup = join(freshFolder(), 'backup.db');
    await within(dataDir, (store) => fill(store, 1, { from: 700 }));
    cpSync(join(dataDir, 'verbatim.db'), backup);
    await within(dataDir, (store) => fill(store, 20, { from: 1000, words: 'Lost line' }));
    cpSync(backup, join(dataDir, 'verbatim.db'));
    await expectTrueAnswers();
    // Other documents take the ids that the lost ones had.
    await within(dataDir, (store) => fill(store, 20, { from: 3000, words: 'New line' }));
    await expectTrueAnswers();
  });

  it('that belongs to a database since moved away is not believed', async () => {
    rmSync(join(dataDir, 'verbatim.db'));
    await within(dataDir, (store) => fill(store, 30, { from: 0, words: 'Other line' }));
    await expectTrueAnswers();
  });
});

it('a graph that a killed process wrote and no row names is cleared away by the next writer', async () => {
  const named = graphFile();
  writeFileSync(join(dataDir, 'vectors', '1-999999999-0123456789ab.hnsw'), 'half a graph');
  await within(dataDir, (store) => fill(store, 1, { from: 900 }));
  expect(graphFile()).toBe(named);
});
