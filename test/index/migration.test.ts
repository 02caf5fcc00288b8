import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compacted, dumpSnapshot, hitLine } from '../../check/crash/dump.mjs';
import { wordEmbedder } from '../../check/crash/embedder.mjs';
import { openReader } from '../../src/index/reader.js';
import { SCHEMA_VERSION } from '../../src/index/schema.js';
import type { CollectionRef } from '../../src/model.js';
import type { Exchange } from '../../src/records.js';
import { terms } from '../../src/text/terms.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

/** Scores to four places: whether float32 or float64 sums them is no matter of the schema. */
function rounded(state: unknown): unknown {
  const text = JSON.stringify(state).replace(/\d+\.\d{5,}/g, (number) => Number(number).toFixed(4));
  return JSON.parse(text);
}

const FIXTURES = join(import.meta.dirname, 'fixtures');
const CHANGE = { collection: HOST, actor: 'test' };

/** What the program that wrote the index saw in it: at first, after one undo, after two. */
interface Written {
  readonly queries: readonly string[];
  readonly words: readonly string[];
  readonly collections: Readonly<Record<string, readonly CollectionRef[]>>;
  readonly states: readonly { readonly views: Readonly<Record<string, object>>; readonly recalled: Exchange }[];
}

const written = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => name.replace('.sql', ''))
  .sort();

it('an index of every schema before this one is here to be opened', () => {
  const earlier = Array.from({ length: SCHEMA_VERSION - 1 }, (_, at) => `schema-${at + 1}`);
  expect(written).toEqual(expect.arrayContaining(earlier));
});

describe.each(written)('an index of %s', (name) => {
  const expected = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as Written;
  let folder: string;
  let engine: LocalEngine;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'verbatim-migration-'));
    mkdirSync(join(folder, 'data'));
    const database = new BetterSqlite(join(folder, 'data/verbatim.db'));
    database.exec(readFileSync(join(FIXTURES, `${name}.sql`), 'utf8'));
    database.close();
    engine = openLocal(wordEmbedder(), folder);
  });
  afterEach(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What this program sees in it, in the form that was written down. */
  async function look(): Promise<object> {
    const { dimensions } = wordEmbedder();
    const reader = openReader({ dataDir: join(folder, 'data') });
    const views: Record<string, object> = {};
    for (const [view, visible] of Object.entries(expected.collections)) {
      const dump = await reader.snapshot(visible, (snapshot) => dumpSnapshot(snapshot, { dimensions, termsOf: terms }));
      const searches = expected.queries.map((query) => engine.search({ visible, query }));
      const verified = expected.words.map((words) => engine.verify({ visible, words }));
      views[view] = {
        ...compacted(dump),
        searches: (await Promise.all(searches)).map(({ hits }) => hits.map(hitLine)),
        verified: (await Promise.all(verified)).map(({ outcome }) => outcome),
      };
    }
    await reader.close();
    return { views, recalled: await engine.recall('abcdefghijkl') };
  }

  it('holds and answers what it did, and so it does after each undo', async () => {
    for (const [undos, state] of expected.states.entries()) {
      if (undos > 0) await engine.undo(CHANGE);
      expect(rounded(await look())).toEqual(rounded(state));
    }
  });

  it('is sound, of the present schema, and opened again as it is', async () => {
    const first = await engine.health({ checkIntegrity: true });
    expect(first).toMatchObject({ schema: SCHEMA_VERSION, integrity: 'ok' });
    await engine.close(true);
    engine = openLocal(wordEmbedder(), folder);
    expect(await engine.health({ checkIntegrity: true })).toEqual(first);
    expect(rounded(await look())).toEqual(rounded(expected.states[0]));
  });

  it('keeps what was removed by hand away, until it is named', async () => {
    const notes = engine.file('papers/notes.md', '# Notes\n\nTaken once more.\n');
    expect(await engine.ingest({ ...CHANGE, targets: [notes] })).toMatchObject({
      unchanged: [{ documentId: 'notes.md', reason: expect.stringContaining('Removed by hand') }],
    });
    const named = await engine.ingest({ ...CHANGE, targets: [notes], restoreRemoved: true });
    expect(named.added).toMatchObject([{ documentId: 'notes.md' }]);
  });

  it('keeps its documents when it is reindexed and their folder is gone', async () => {
    const before = await engine.sources({ visible: [HOST] });
    const { failed, removed } = await engine.reindex(CHANGE);
    expect([failed.map(({ source }) => source), removed]).toEqual([['/papers'], []]);
    expect(await engine.sources({ visible: [HOST] })).toEqual(before);
  });

  it('takes a new document, which is found among the old ones', async () => {
    const file = engine.file('new/beacon.txt', 'The beacon on the mole is lit by a clockwork of brass.\n');
    await engine.ingest({ ...CHANGE, targets: [file] });
    const { hits } = await engine.search({ visible: [HOST], query: 'clockwork beacon harbour', limit: 50 });
    expect(hits[0]?.passage.documentId).toBe('beacon.txt');
    expect(hits.length).toBe((await engine.health()).passages - 2);
  });
});
