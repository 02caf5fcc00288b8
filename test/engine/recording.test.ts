import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connect, type Database } from '../../src/index/statements.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';
import { type FakeEmbedder, fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const GUILD = '4001';
const CHANGE = { collection: HOST, actor: 'test' };
const EXCHANGE = {
  question: 'Who keeps the key?',
  collections: [HOST],
  guildId: GUILD,
  outcome: 'abstention',
} as const;

/** A gate in front of the model: what is embedded waits until it is opened. */
interface Gate {
  /** Resolves when somebody waits at it. */
  readonly reached: Promise<void>;
  readonly open: () => void;
}

let embedder: FakeEmbedder;
let gate: Gate;
let engine: LocalEngine;
let other: Database;

beforeEach(() => {
  embedder = fakeEmbedder();
  const { embedPassages } = embedder;
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    embedder.embedPassages = async (...args) => {
      resolve();
      await opened;
      return embedPassages.apply(embedder, args);
    };
  });
  gate = { reached, open };
  engine = openLocal(embedder);
  other = connect(join(engine.folder, 'data/verbatim.db'), 0);
});
afterEach(async () => {
  other.close();
  await engine.close();
});

it('stores votes, questions and settings while documents are embedded', async () => {
  let isStored = false;
  const ingested = engine
    .ingest({ ...CHANGE, targets: [engine.file('mole.txt', 'The lamp on the mole is lit by Ansel.\n')] })
    .then(() => {
      isStored = true;
    });
  await gate.reached;
  const exchangeId = await engine.remember(EXCHANGE);
  expect(await engine.vote({ exchangeId, userId: '7', helpful: false })).toBe(true);
  expect(await engine.gaps({ guildId: GUILD })).toMatchObject([{ id: exchangeId, asked: 1 }]);
  await engine.configure({ guildId: GUILD, settings: DEFAULT_SETTINGS });
  expect(await engine.settings()).toHaveLength(1);
  expect(await engine.purge()).toBe(0);
  expect([isStored, await engine.sources({ visible: [HOST] })]).toEqual([false, []]);
  gate.open();
  await ingested;
  expect(await engine.sources({ visible: [HOST] })).toHaveLength(1);
});

it('waits for a transaction of another process, and stores the vote after it', async () => {
  const exchangeId = await engine.remember(EXCHANGE);
  other.exec('BEGIN IMMEDIATE');
  let isStored = false;
  const voted = engine.vote({ exchangeId, userId: '7', helpful: true }).finally(() => {
    isStored = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isStored).toBe(false);
  other.exec('COMMIT');
  expect(await voted).toBe(true);
});

it('reads records while another process writes', async () => {
  const exchangeId = await engine.remember(EXCHANGE);
  other.exec('BEGIN IMMEDIATE');
  expect(await engine.recall(exchangeId)).toEqual(EXCHANGE);
  expect(await engine.gaps({ guildId: GUILD })).toHaveLength(1);
  other.exec('ROLLBACK');
});
