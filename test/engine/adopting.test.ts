/** Another embedding model is chosen: the old one answers until every document is prepared for the new one. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Embedder } from '../../src/embed/embedder.js';
import { createReading, type Reading } from '../../src/engine/reading.js';
import type { Progress } from '../../src/engine.js';
import { openReader } from '../../src/index/reader.js';
import type { StoreReader } from '../../src/index/store.js';
import { type FakeEmbedder, fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const CHANGE = { collection: HOST, actor: 'test' };
const QUESTION = { visible: [HOST], question: 'Who mediated the talks?' };

let engine: LocalEngine;
let docs: string;
beforeEach(async () => {
  engine = openLocal(fakeEmbedder('fake:1'));
  for (const at of [1, 2, 3, 4]) engine.file(`docs/${at}.txt`, `Envoy ${at} mediated the talks in round ${at}.`);
  docs = `${engine.folder}/docs`;
  await engine.ingest({ ...CHANGE, targets: [docs] });
});
afterEach(() => engine.close());

/** The engine as the next process has it: with another model, over the same index. */
async function restarted(embedder: FakeEmbedder): Promise<LocalEngine> {
  await engine.close(true);
  engine = openLocal(embedder, engine.folder);
  return engine;
}

/** A reader that can open the old model as well, as the answering thread does. */
function readingWith(configured: Embedder, old: Embedder): { readonly reading: Reading; readonly store: StoreReader } {
  const store = openReader({ dataDir: `${engine.folder}/data` });
  const embedderOf = async ({ fingerprint }: { fingerprint: string }): Promise<Embedder> =>
    fingerprint === old.fingerprint ? old : configured;
  return { reading: createReading({ store, embedder: configured, embedderOf, clock: () => 0 }), store };
}

it('embeds every document again before the first change, and says how many', async () => {
  const next = fakeEmbedder('fake:2');
  await restarted(next);
  const steps: Progress[] = [];
  const report = await engine.reindex(CHANGE, (step) => steps.push(step));
  expect(report).toMatchObject({ prepared: 4, changed: [] });
  expect(report.unchanged).toHaveLength(4);
  expect(next.embedded).toHaveLength(4);
  const embedding = steps.filter(({ kind }) => kind === 'embedding');
  expect(embedding.map(({ documents, pace }) => [documents, pace?.share, pace?.documentsInAll])).toEqual([
    [1, 0.25, 4],
    [2, 0.5, 4],
    [3, 0.75, 4],
    [4, 1, 4],
  ]);
  expect((await engine.ask(QUESTION)).outcome).toBe('answer');
  expect((await engine.reindex(CHANGE)).prepared).toBeUndefined();
});

it('answers with the old model while the new one is not done, and goes on where it was interrupted', async () => {
  const next = fakeEmbedder('fake:2');
  const old = fakeEmbedder('fake:1');
  const more = Array.from({ length: 6 }, (_, at) => at + 5);
  for (const at of more) engine.file(`docs/${at}.txt`, `Envoy ${at} mediated the talks in round ${at}.`);
  await engine.reindex(CHANGE);
  await restarted(next);
  const { reading, store } = readingWith(next, old);
  const before = await reading.ask(QUESTION);
  const stopAfterTwo = ({ documents }: Progress): void => {
    if (documents === 2) void engine.cancelChange();
  };
  await expect(engine.reindex(CHANGE, stopAfterTwo)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await reading.ask(QUESTION)).toEqual(before);
  expect((await reading.health()).indexFingerprint).toBe('fake:1');
  // Those that were under way when it was stopped are kept as well.
  const left = 10 - next.embedded.length;
  expect(left).toBeGreaterThan(3);
  next.embedded.length = 0;
  await restarted(next);
  expect((await engine.reindex(CHANGE)).prepared).toBe(left);
  expect(next.embedded).toHaveLength(left);
  // The same reader, which held the old model's vectors.
  expect((await reading.health()).indexFingerprint).toBe('fake:2');
  expect((await reading.ask(QUESTION)).citations.map(({ quote }) => quote.exact)).toEqual(
    before.citations.map(({ quote }) => quote.exact),
  );
  await store.close();
});

it('takes a change back without embedding, unless its passages are of the old model alone', async () => {
  engine.file('docs/1.txt', 'Nobody mediated anything.');
  await engine.reindex(CHANGE);
  const next = fakeEmbedder('fake:2');
  await restarted(next);
  expect((await engine.undo(CHANGE)).changed).toMatchObject([{ documentId: '1.txt', passages: 1 }]);
  expect(next.embedded).toEqual([]);
});

it('embeds what an undo brings back when the model has changed since', async () => {
  engine.file('docs/1.txt', 'Nobody mediated anything.');
  await engine.reindex(CHANGE);
  const next = fakeEmbedder('fake:2');
  await restarted(next);
  await engine.reindex(CHANGE);
  next.embedded.length = 0;
  const report = await engine.undo(CHANGE);
  expect(report.changed).toMatchObject([{ documentId: '1.txt', passages: 1 }]);
  expect(next.embedded.map(({ sentences }) => sentences)).toEqual([['Envoy 1 mediated the talks in round 1.']]);
  const found = await engine.search({ visible: [HOST], query: 'Envoy 1' });
  expect(found.hits[0]?.passage.text).toContain('Envoy 1');
});
