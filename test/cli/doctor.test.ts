import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine, type Probes } from '../../src/cli/doctor.js';
import type { Engine, Health } from '../../src/engine.js';
import { failure } from '../../src/errors.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';
import { HOST } from '../support/samples.js';
import { terminal } from './terminal.js';

const root = mkdtempSync(path.join(tmpdir(), 'doctor-'));
const documents = [path.join(root, 'documents')];
beforeAll(() => mkdirSync(path.join(root, 'documents')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const HEALTH: Health = {
  documents: 14,
  passages: 52,
  collections: [HOST],
  indexFingerprint: 'bundled:x',
  embedderFingerprint: 'bundled:x',
  schema: 1,
  integrity: 'ok',
};
const config = { dataDir: path.join(root, 'index-data'), documents, embeddings: { kind: 'bundled' } };

function probes(more: Partial<Probes> = {}, health: Partial<Engine> = {}): Probes {
  return {
    nodeVersion: '20.20.2',
    config,
    open: () =>
      terminal({ health: async () => HEALTH, collections: async () => [], settings: async () => [], ...health }).open(),
    verifyModels: async () => ({ ok: true, found: 'as released' }),
    ...more,
  };
}

async function failing(given: Probes): Promise<readonly object[]> {
  return (await examine(given)).filter((check) => !check.ok);
}

test('all is well without a token, and each check says what it found', async () => {
  const checks = await examine(probes());
  expect(checks.map(({ name, ok }) => [name, ok])).toEqual(
    ['node', 'configuration', 'models', 'data folder', 'index', 'integrity', 'embedder', 'documents', 'discord'].map(
      (name) => [name, true],
    ),
  );
  expect(checks.find((check) => check.name === 'index')?.found).toBe('14 documents, 52 passages, schema 1');
  expect(checks.at(-1)?.found).toBe('DISCORD_TOKEN is not set: terminal only');
});

test.each(['18.20.0', '20.18.9'])('Node %s is too old', async (nodeVersion) => {
  expect(await failing(probes({ nodeVersion }))).toEqual([
    { name: 'node', ok: false, found: nodeVersion, remedy: 'Install Node 20.19 or newer' },
  ]);
});

test('a wrong configuration is told, and what needs one is not tried', async () => {
  const wrong = failure('config', { what: 'LOG_LEVEL is invalid', found: '`loud`', remedy: 'See .env.example' });
  const checks = await examine(probes({ config: wrong, open: () => Promise.reject(new Error('opened')) }));
  expect(checks.map((check) => check.name)).toEqual(['node', 'configuration', 'models']);
  expect(checks[1]).toEqual({
    ...{ name: 'configuration', ok: false, found: 'LOG_LEVEL is invalid. Found `loud`.' },
    remedy: 'See .env.example',
  });
});

test('a model that was changed is told', async () => {
  const verifyModels = async () => ({ ok: false, found: 'model.onnx differs', remedy: 'Restore it' });
  expect(await failing(probes({ verifyModels }))).toEqual([
    { name: 'models', ok: false, found: 'model.onnx differs', remedy: 'Restore it' },
  ]);
});

test('an index that does not open is one failed check', async () => {
  const open = () => Promise.reject(failure('index', { what: 'the database is newer', remedy: 'Update Verbatim' }));
  expect(await failing(probes({ open }))).toEqual([
    { name: 'index', ok: false, found: 'The database is newer.', remedy: 'Update Verbatim' },
  ]);
});

test('damage and another model are told apart', async () => {
  const health = async () => ({ ...HEALTH, integrity: 'row 7 missing', indexFingerprint: 'openai:y' });
  const failed = await failing(probes({}, { health }));
  expect(failed).toMatchObject([
    { name: 'integrity', found: 'row 7 missing' },
    {
      name: 'embedder',
      found: expect.stringMatching(/openai:y.*bundled:x/),
      remedy: expect.stringContaining('verbatim reindex'),
    },
  ]);
});

test('an empty index is well', async () => {
  const { indexFingerprint: _, ...empty } = HEALTH;
  const checks = await examine(probes({}, { health: async () => ({ ...empty, documents: 0, passages: 0 }) }));
  expect(checks.find((check) => check.name === 'embedder')).toMatchObject({
    ok: true,
    found: 'bundled:x; nothing is embedded yet',
  });
});

test('a missing documents folder says which, and what to do', async () => {
  const missing = path.join(root, 'none');
  expect(await failing(probes({ config: { ...config, documents: [missing] } }))).toEqual([
    {
      ...{ name: 'documents', ok: false, found: `${missing} cannot be read.` },
      remedy: 'Create it, or name another folder in VERBATIM_DOCUMENTS',
    },
  ]);
});

const withToken = { config: { ...config, discord: {} } };

test('what the index keeps for servers is handed on; nothing, where it cannot be opened', async () => {
  const given: unknown[] = [];
  const discord: Probes['discord'] = async (kept) => {
    given.push(kept);
    return [];
  };
  const kept = { collections: [HOST], settings: [{ guildId: '7', settings: DEFAULT_SETTINGS }] };
  const engine = { collections: async () => kept.collections, settings: async () => kept.settings };
  await examine(probes({ ...withToken, discord }, engine));
  await examine(probes({ ...withToken, discord, open: () => Promise.reject(new Error('locked')) }));
  expect(given).toEqual([kept, undefined]);
});

test('a token is tried', async () => {
  const good = await examine(
    probes({ ...withToken, discord: async () => [{ name: 'servers', ok: true, found: 'in 1' }] }),
  );
  expect(good.at(-1)).toEqual({ name: 'servers', ok: true, found: 'in 1' });
  const discord = () => Promise.reject(failure('config', { what: 'Discord refused the token', remedy: 'Reset it' }));
  expect(await failing(probes({ ...withToken, discord }))).toEqual([
    { name: 'discord', ok: false, found: 'Discord refused the token.', remedy: 'Reset it' },
  ]);
});
