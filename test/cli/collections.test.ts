import { expect, test } from 'vitest';
import type { OneShot } from '../../src/cli/run.js';
import { run } from '../../src/cli/run.js';
import type { Engine, Health } from '../../src/engine.js';
import { ABSTENTION, VERIFICATION } from '../support/samples.js';
import { terminal } from './terminal.js';

const health: Health = {
  documents: 1,
  passages: 1,
  collections: [
    { owner: '1234', name: 'secret' },
    { owner: 'host', name: 'default' },
    { owner: 'host', name: 'press' },
  ],
  embedderFingerprint: 'bundled:x',
  schema: 1,
};
const nothing = { added: [], changed: [], removed: [], unchanged: [], failed: [] };
const abstention = { ...ABSTENTION, reason: 'nothing-indexed', nearest: [] } as const;

/** An engine that holds nothing in the collection asked for. */
const empty: Partial<Engine> = {
  ask: async () => abstention,
  summarize: async () => abstention,
  search: async ({ query }) => ({ query, hits: [] }),
  verify: async () => ({ ...VERIFICATION, outcome: 'absent', matches: [] }),
  sources: async () => [],
  document: async () => undefined,
  exportPage: async () => [],
  reindex: async () => nothing,
  undo: async () => nothing,
  remove: async () => nothing,
  erase: async () => nothing,
  health: async () => health,
};

const actions = [
  { kind: 'ask', question: 'x' },
  { kind: 'summarize', about: 'x' },
  { kind: 'search', query: 'x', limit: 10 },
  { kind: 'verify', words: 'x' },
  { kind: 'sources-list' },
  { kind: 'sources-show', documentId: 'x' },
  { kind: 'export' },
  { kind: 'reindex', full: false },
  { kind: 'undo' },
  { kind: 'sources-remove', documentId: 'x' },
  { kind: 'sources-erase', documentId: 'x' },
] as const;

test.each(actions)('$kind in a collection that does not exist names those of the host that do', async (action) => {
  const invoked = { ...action, collection: 'pres', json: false } as OneShot;
  const refused = run(invoked, terminal(empty));
  await expect(refused).rejects.toMatchObject({
    code: 'not-found',
    message:
      "There is no collection 'pres'. Expected one of default, press. " +
      'To make it, ingest into it: verbatim ingest PATH --collection pres.',
  });
});

test('a file of questions for a collection that does not exist is refused, not abstained from', async () => {
  const around = terminal(empty, { readInput: async () => Buffer.from('{"question":"one?"}') });
  const invoked = { kind: 'ask-file', file: '-', collection: 'pres', json: true } as const;
  await expect(run(invoked, around)).rejects.toMatchObject({ code: 'not-found' });
});

test('a change of a collection that does not exist is refused before it is begun; an ingest makes it', async () => {
  const begun: string[] = [];
  const note = (name: string) => async () => {
    begun.push(name);
    return nothing;
  };
  const engine = {
    ...empty,
    reindex: note('reindex'),
    undo: note('undo'),
    remove: note('remove'),
    ingest: note('ingest'),
  };
  const changes = [
    { kind: 'reindex', full: false },
    { kind: 'undo' },
    { kind: 'sources-remove', documentId: 'x' },
    { kind: 'ingest', targets: ['x'] },
  ] as const;
  for (const action of changes) {
    const invoked = { ...action, collection: 'new', json: false } as OneShot;
    await run(invoked, terminal(engine)).catch((error: unknown) => expect(error).toMatchObject({ code: 'not-found' }));
  }
  expect(begun).toEqual(['ingest']);
});

test('one that exists and is empty is just empty, and so is the default one', async () => {
  for (const collection of ['press', 'default']) {
    const codes: number[] = [];
    for (const action of actions.filter(({ kind }) => kind !== 'sources-show')) {
      codes.push(await run({ ...action, collection, json: false } as OneShot, terminal(empty)));
    }
    expect(codes).toEqual([3, 3, 0, 3, 0, 0, 0, 0, 0, 0]);
  }
});

test('another guild’s collection is not named', async () => {
  const invoked = { kind: 'sources-list', collection: 'secret', json: false } as const;
  await expect(run(invoked, terminal(empty))).rejects.toThrow(/^There is no collection 'secret'/);
});
