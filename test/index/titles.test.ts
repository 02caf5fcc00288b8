import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openReader } from '../../src/index/reader.js';
import type { StoreReader, StoreWriter } from '../../src/index/store.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';
import { DIMENSIONS, documentOf } from '../support/stored.js';

const HOST: CollectionRef = { owner: 'host', name: 'default' };
const GUILD: CollectionRef = { owner: '4001', name: 'default' };

let dataDir: string;
let reader: StoreReader;
let writer: StoreWriter;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'verbatim-titles-'));
  writer = openWriter({ dataDir, fingerprint: 'fake', dimensions: DIMENSIONS, now: () => new Date(0) });
  reader = openReader({ dataDir });
});
afterEach(async () => {
  await writer.close();
  await reader.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function put(collection: CollectionRef, id: string, text: string): Promise<void> {
  await (await writer.change('ingest', collection, 'test')).put(documentOf(id, text));
}

async function remove(id: string): Promise<void> {
  await (await writer.change('remove', HOST, 'test')).remove(id, { tombstone: true });
}

async function titles(...visible: CollectionRef[]): Promise<string[]> {
  const lists = await reader.titles(visible.length > 0 ? visible : [HOST]);
  return lists.flatMap((list) =>
    list.matched.flatMap((text, at) => (text === '' ? [] : [`${list.owner} ${list.entry(at)?.title}`])),
  );
}

it('follows what is stored, replaced, removed, brought back and erased, and shows no other collection', async () => {
  expect(await titles()).toEqual([]);
  await put(HOST, 'a.md', 'One.');
  await put(GUILD, 'secret.md', 'Two.');
  expect(await titles()).toEqual(['host Title of a.md']);
  await put(HOST, 'b.md', 'Three.');
  await put(HOST, 'a.md', 'Four.');
  expect(await titles()).toEqual(['host Title of b.md', 'host Title of a.md']);
  await remove('b.md');
  expect(await titles(HOST, GUILD)).toEqual(['host Title of a.md', '4001 Title of secret.md']);
  await writer.undo(HOST, 'test');
  expect((await titles()).sort()).toEqual(['host Title of a.md', 'host Title of b.md']);
  await writer.erase(HOST, 'a.md', 'test');
  expect(await titles()).toEqual(['host Title of b.md']);
});

it('matches by title and id, folded, and by the id alone where there is no title', async () => {
  const untitled = documentOf('Städte.md', 'One.');
  const { title: _, ...draft } = untitled.draft;
  await (await writer.change('ingest', HOST, 'test')).put({ ...untitled, draft });
  await put(HOST, 'b.md', 'Two.');
  const [list] = await reader.titles([HOST]);
  expect(list?.matched).toEqual(['stadte.md', 'title of b.md b.md']);
  expect(list?.entry(0)).toMatchObject({ documentId: 'Städte.md' });
  expect(list?.entry(0)?.title).toBeUndefined();
});

it('closes the gaps that removed documents leave', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) await put(HOST, id, `Of ${id}.`);
  expect(await titles()).toHaveLength(6);
  for (const id of ['a', 'c', 'e']) await remove(id);
  expect(await titles()).toEqual(['b', 'd', 'f'].map((id) => `host Title of ${id}`));
  await put(HOST, 'b', 'Anew.');
  expect(await titles()).toEqual(['d', 'f', 'b'].map((id) => `host Title of ${id}`));
  const [list] = await reader.titles([HOST]);
  expect(list?.matched.length).toBeLessThan(6);
});

it('reads many in slices, and shows nothing that was taken out or came in meanwhile as it was', async () => {
  const change = await writer.change('ingest', HOST, 'test');
  await change.putAll(Array.from({ length: 2_050 }, (_, at) => documentOf(`d${at}`, `Of ${at}.`)));
  const reading = Promise.all([reader.titles([HOST]), reader.titles([HOST])]);
  await remove('d0');
  await put(HOST, 'd1', 'Anew.');
  await put(HOST, 'new', 'New.');
  const [[one], [other]] = await reading;
  expect(other).toBe(one);
  const shown = await titles();
  expect(shown).toHaveLength(2_050);
  expect(shown).not.toContain('host Title of d0');
  // In this order or the other: one of them may have come in while the last slice was read.
  expect(shown.slice(-2).sort()).toEqual(['host Title of d1', 'host Title of new']);
});

it('knows no collection that does not exist', async () => {
  expect(await reader.titles([{ owner: '4001', name: 'nothing' }])).toEqual([]);
});
