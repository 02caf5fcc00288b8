import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Environment, loadConfig, NOT_YET, readEnvironment, SUPPORTED } from '../src/config.js';
import { VerbatimError } from '../src/errors.js';

const cwd = path.resolve('/somewhere');
const load = (env: Environment) => loadConfig(env, { cwd });

function refusal(env: Environment): string {
  try {
    load(env);
  } catch (error) {
    expect(error).toBeInstanceOf(VerbatimError);
    expect((error as VerbatimError).code).toBe('config');
    return (error as VerbatimError).message;
  }
  throw new Error(`nothing was refused in ${JSON.stringify(env)}`);
}

describe('defaults', () => {
  test('an empty environment is enough', () => {
    expect(load({})).toEqual({
      dataDir: path.join(cwd, 'index-data'),
      documents: [path.join(cwd, 'documents')],
      embeddings: { kind: 'bundled' },
      caution: 'balanced',
      logLevel: 'info',
    });
  });

  test('an empty value counts as unset', () => {
    expect(load({ DISCORD_TOKEN: '', VERBATIM_DATA: ' ', LOG_LEVEL: '', VERBATIM_CHAT: '' })).toEqual(load({}));
  });

  test('the default log level is the caller’s to choose', () => {
    expect(loadConfig({}, { cwd, defaultLogLevel: 'warn' }).logLevel).toBe('warn');
    expect(loadConfig({ LOG_LEVEL: 'DEBUG' }, { cwd, defaultLogLevel: 'warn' }).logLevel).toBe('debug');
  });

  test('the result cannot be changed', () => {
    const config = load({ DISCORD_TOKEN: 'a.b.c' });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.documents)).toBe(true);
    expect(Object.isFrozen(config.discord)).toBe(true);
    expect(Object.isFrozen(config.embeddings)).toBe(true);
  });
});

describe('values', () => {
  test('paths are resolved against the folder of the caller', () => {
    const config = load({ VERBATIM_DATA: 'data', VERBATIM_DOCUMENTS: 'a, /b ,c/d' });
    expect(config.dataDir).toBe(path.join(cwd, 'data'));
    expect(config.documents).toEqual([path.join(cwd, 'a'), '/b', path.join(cwd, 'c/d')]);
  });

  test.each([
    ['bundled', { kind: 'bundled' }],
    ['openai:text-embedding-3-small', { kind: 'openai', model: 'text-embedding-3-small' }],
    ['ollama:nomic-embed-text:v1.5', { kind: 'ollama', model: 'nomic-embed-text:v1.5' }],
    ['transformers:models/e5', { kind: 'transformers', folder: path.join(cwd, 'models/e5') }],
  ])('VERBATIM_EMBEDDINGS=%s', (value, expected) => {
    expect(load({ VERBATIM_EMBEDDINGS: value }).embeddings).toEqual(expected);
  });

  test('Discord’s settings come with a token', () => {
    const env = { DISCORD_GUILD_ID: '123456789012345678', DISCORD_API: 'http://127.0.0.1:4000/api/' };
    expect(load(env).discord).toBeUndefined();
    expect(load({ ...env, DISCORD_TOKEN: 'abc.def.ghi', DISCORD_CDN_HOSTS: 'CDN.example:8080' }).discord).toEqual({
      token: 'abc.def.ghi',
      guildId: '123456789012345678',
      api: 'http://127.0.0.1:4000/api',
      cdnHosts: ['cdn.example:8080'],
    });
  });

  test('DISCORD_COLLECTIONS gives servers collections of the host', () => {
    const given = (value: string) => load({ DISCORD_TOKEN: 'a.b.c', DISCORD_COLLECTIONS: value }).discord?.collections;
    expect(given('123456789012345678=handbook, papers ; 234567890123456789 = default;')).toEqual({
      '123456789012345678': ['handbook', 'papers'],
      '234567890123456789': ['default'],
    });
    expect(given('')).toBeUndefined();
  });

  test('what is not ours is left alone', () => {
    expect(load({ PATH: '/bin', OPENAI_API_KEY: 'x', LOG_LEVELS: 'y' })).toEqual(load({}));
  });
});

describe('refusals name the setting, what was expected and what was found', () => {
  test.each<[Environment, RegExp]>([
    [{ VERBATIM_DOCUMENT: 'x' }, /no setting VERBATIM_DOCUMENT\b.*VERBATIM_DOCUMENTS/],
    [{ DISCORD_TOKN: 'x' }, /no setting DISCORD_TOKN\b.*DISCORD_TOKEN/],
    [{ verbatim_data: 'x' }, /no setting verbatim_data\b.*VERBATIM_DATA/],
    [{ VERBATIM_TEMPERATURE_OF_ROOM: '' }, /no setting VERBATIM_TEMPERATURE_OF_ROOM\b.*one of DISCORD_TOKEN/],
    [{ VERBATIM_EMBEDDINGS: 'bundeld' }, /VERBATIM_EMBEDDINGS is invalid.*`bundled`.*found `bundeld`/],
    [{ VERBATIM_EMBEDDINGS: 'openai:' }, /VERBATIM_EMBEDDINGS is invalid/],
    [{ VERBATIM_CHAT: 'openai:gpt' }, /VERBATIM_CHAT is not yet supported.*unset.*`openai:gpt`/],
    [{ VERBATIM_PORT: '8765' }, /VERBATIM_PORT is not yet supported.*`8765`/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL is invalid.*trace, debug.*found `loud`/],
    [{ DISCORD_GUILD_ID: 'my server' }, /DISCORD_GUILD_ID is invalid.*digits only.*`my server`/],
    [{ DISCORD_API: 'discord.com/api' }, /DISCORD_API is invalid.*URL/],
    [{ DISCORD_API: 'https://discord.com/api/v10' }, /DISCORD_API is invalid.*without version/],
    [{ DISCORD_CDN_HOSTS: 'https://cdn.example/x' }, /DISCORD_CDN_HOSTS is invalid.*host names/],
    [{ DISCORD_COLLECTIONS: 'handbook' }, /DISCORD_COLLECTIONS is invalid.*server ids.*found `handbook`/],
    [{ DISCORD_COLLECTIONS: '12345=' }, /DISCORD_COLLECTIONS is invalid.*found `12345=`/],
    [{ DISCORD_COLLECTIONS: '12345=a,b c' }, /DISCORD_COLLECTIONS is invalid.*found `12345=a,b c`/],
    [{ DISCORD_COLLECTIONS: '12345=a, 23456=b' }, /DISCORD_COLLECTIONS is invalid/],
    [{ DISCORD_COLLECTIONS: 'Harbour=a' }, /DISCORD_COLLECTIONS is invalid.*found `Harbour=a`/],
    [{ DISCORD_COLLECTIONS: '12345=a; 12345=b' }, /DISCORD_COLLECTIONS is invalid.*once.*12345 twice/],
  ])('%j', (env, message) => {
    expect(refusal(env)).toMatch(message);
  });

  test.each<[Environment, string]>([
    [{ DISCORD_TOKEN: 'Bot s3cret.tok.en' }, 's3cret'],
    [{ VERBATIM_DATABASE: 'postgres://me:s3cret@db/x' }, 's3cret'],
    [{ DISCORD_TOKN: 's3cret' }, 's3cret'],
  ])('a secret is never shown: %j', (env, secret) => {
    expect(refusal(env)).not.toContain(secret);
  });
});

describe('.env', () => {
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(path.join(tmpdir(), 'config-'));
    folders.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  test('adds what is not set, and says nothing when it is missing', () => {
    const here = folder();
    expect(readEnvironment(here, { A: '1' })).toEqual({ A: '1' });
    writeFileSync(path.join(here, '.env'), 'A=2\nB="two words"\n');
    expect(readEnvironment(here, { A: '1' })).toEqual({ A: '1', B: 'two words' });
  });

  test('.env.example names every setting, and its defaults are accepted', () => {
    const example = readFileSync(path.join(import.meta.dirname, '../.env.example'), 'utf8');
    const here = folder();
    const lines = example.split('\n').filter((line) => /^#[A-Z_]+=/.test(line));
    writeFileSync(path.join(here, '.env'), lines.map((line) => line.slice(1)).join('\n'));
    const env = readEnvironment(here, {});
    for (const name of [...SUPPORTED, ...Object.keys(NOT_YET), 'LOG_LEVEL']) expect(env).toHaveProperty(name);
    const { VERBATIM_PORT, VERBATIM_HOST, ...rest } = env;
    expect([VERBATIM_PORT, VERBATIM_HOST]).toEqual(['8765', '127.0.0.1']);
    expect(load(rest)).toEqual(load({}));
  });

  test('one that cannot be read is refused', () => {
    const here = folder();
    mkdirSync(path.join(here, '.env'));
    expect(() => readEnvironment(here, {})).toThrow(/\.env cannot be read/);
  });
});
