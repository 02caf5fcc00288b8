/** Several documents under way at once that have a text in common. */
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { failure } from '../../src/errors.js';
import type { ChangeReport } from '../../src/model.js';
import { type FakeEmbedder, fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const LINE = 'Nothing in this notice may be quoted without its date.';
/** Far more than it takes to begin all of them. */
const TURNS = 50;

let embedder: FakeEmbedder;
let engine: LocalEngine;
let notices: string;
beforeEach(() => {
  embedder = fakeEmbedder();
  engine = openLocal(embedder);
  for (const at of [1, 2, 3]) engine.file(`notices/${at}.txt`, `${LINE}\n`);
  notices = path.join(engine.folder, 'notices');
});
afterEach(() => engine.close());

/** Ingests while the first call of the embedder waits until the others are begun, and then fails if it is to. */
async function ingested(error?: Error): Promise<ChangeReport> {
  const embed = embedder.embedPassages;
  let ended = (): void => undefined;
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const begun = new Promise<void>((resolve) => {
    embedder.embedPassages = async (inputs, signal) => {
      embedder.embedPassages = embed;
      resolve();
      await end;
      if (error !== undefined) throw error;
      return embed(inputs, signal);
    };
  });
  const running = engine.ingest({ collection: HOST, actor: 'test', targets: [notices] });
  await begun;
  for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
  ended();
  return running;
}

const named = (list: ChangeReport['added']): string[] => list.map(({ documentId }) => documentId);

it('is embedded once', async () => {
  expect(named((await ingested()).added)).toEqual(['1.txt', '2.txt', '3.txt']);
  expect(embedder.embedded).toHaveLength(1);
});

it('is embedded by the next when the document that had it fails, which is told of that one alone', async () => {
  const report = await ingested(failure('internal', { what: 'The first passage was refused' }));
  expect(named(report.failed)).toEqual(['1.txt']);
  expect(named(report.added)).toEqual(['2.txt', '3.txt']);
  expect((await engine.exportPage({ visible: [HOST], limit: 10 })).map(({ id }) => id)).toEqual(['2.txt', '3.txt']);
});
