import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { wordEmbedder } from '../../check/crash/embedder.mjs';
import { openRecords, type RecordStore } from '../../src/index/records.js';
import { connect } from '../../src/index/statements.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';
import { type LocalEngine, openLocal } from '../support/local-engine.js';
import { DIMENSIONS, documentOf } from '../support/stored.js';

const LEFT: CollectionRef = { owner: '4001', name: 'default' };
const NEXT: CollectionRef = { owner: '4002', name: 'default' };
const DAY_MS = 24 * 60 * 60 * 1_000;

let engine: LocalEngine;
let dataDir: string;
let nowMs: number;
let records: RecordStore;

beforeEach(() => {
  nowMs = Date.parse('2026-05-01T08:00:00Z');
  engine = openLocal(wordEmbedder());
  dataDir = join(engine.folder, 'data');
  records = openRecords({ dataDir, now: () => new Date(nowMs) });
});
afterEach(async () => {
  await records.close();
  await engine.close();
});

async function put(collection: CollectionRef, name: string, text: string): Promise<void> {
  const targets = [engine.file(`${collection.owner}/${name}`, text)];
  await engine.ingest({ collection, actor: 'test', targets });
  await engine.settle();
}

/** The server is left, and its time goes by. */
async function leave(): Promise<readonly string[]> {
  await records.presentIn(['4009']);
  nowMs += 8 * DAY_MS;
  return records.eraseLeft({ days: 7 });
}

it('lets nothing that a reader held of a server that was left stand for the next one', async () => {
  await put(LEFT, 'a.md', '# The mole\n\nThe lamp on the mole is lit by Ansel.\n');
  expect((await engine.search({ visible: [LEFT], query: 'mole lamp' })).hits).toHaveLength(1);
  expect(await engine.suggest({ visible: [LEFT], text: '' })).toMatchObject([{ owner: '4001' }]);
  expect(await leave()).toEqual(['4001']);
  await put(NEXT, 'b.md', '# The ferry\n\nThe ferry leaves from the quay at noon.\n');
  const { hits } = await engine.search({ visible: [NEXT], query: 'ferry quay' });
  expect(hits.map(({ passage, lexical }) => [passage.documentId, lexical > 0])).toEqual([['b.md', true]]);
  expect(await engine.suggest({ visible: [NEXT], text: '' })).toMatchObject([{ documentId: 'b.md', owner: '4002' }]);
  expect((await engine.search({ visible: [LEFT], query: 'mole lamp' })).hits).toEqual([]);
});

it('deletes the graph of a server that was left, and no other', async () => {
  const folder = join(dataDir, 'vectors');
  const writer = openWriter({
    ...{ dataDir, fingerprint: wordEmbedder().fingerprint, dimensions: DIMENSIONS, smallestGraph: 2 },
    now: () => new Date(nowMs),
  });
  for (const collection of [LEFT, NEXT]) {
    const change = await writer.change('ingest', collection, 'test');
    await change.put(documentOf('a.md', 'One line.\nAnother line.\nA third.'));
  }
  await writer.settle();
  await records.presentIn([NEXT.owner]);
  expect(readdirSync(folder)).toHaveLength(2);
  nowMs += 8 * DAY_MS;
  expect(await records.eraseLeft({ days: 7 })).toEqual(['4001']);
  const [kept, ...others] = readdirSync(folder);
  expect([kept?.startsWith('2-'), others]).toEqual([true, []]);
  await writer.close();
});

it('goes on with a change of a server that was left in nobody else’s collection', async () => {
  const embedder = { fingerprint: wordEmbedder().fingerprint, dimensions: DIMENSIONS };
  const writer = openWriter({ dataDir, ...embedder, now: () => new Date(nowMs) });
  const change = await writer.change('ingest', LEFT, 'test');
  expect(await leave()).toEqual(['4001']);
  await writer.change('ingest', NEXT, 'test');
  await expect(change.put(documentOf('late.md', 'Too late.'))).rejects.toMatchObject({ code: 'index' });
  expect(await engine.sources({ visible: [LEFT, NEXT] })).toEqual([]);
  await writer.close();
});

it('tries again where the file could not be scrubbed, until it is', async () => {
  await put(LEFT, 'a.md', 'The lamp on the mole is called xyzzyplugh.');
  await records.presentIn([]);
  nowMs += 8 * DAY_MS;
  const other = connect(join(dataDir, 'verbatim.db'), 0);
  const vacuum = vi.spyOn(Object.getPrototypeOf(other) as { exec: (sql: string) => unknown }, 'exec');
  vacuum.mockImplementationOnce(() => {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  });
  await expect(records.eraseLeft({ days: 7 })).rejects.toMatchObject({ code: 'index' });
  vacuum.mockRestore();
  other.close();
  expect(await records.eraseLeft({ days: 7 })).toEqual(['4001']);
  expect(await records.eraseLeft({ days: 7 })).toEqual([]);
});
