/** Dockerfile and compose file are not built by these tests, so what they share with the package is compared. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../src/config.js';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const lines = read('Dockerfile').replaceAll(/\\\n/g, ' ').split('\n');
const instructions = (name: string): string[] =>
  lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim());
const { engines, bin, scripts } = JSON.parse(read('package.json')) as {
  readonly engines: { readonly node: string };
  readonly bin: { readonly verbatim: string };
  readonly scripts: Readonly<Record<string, string>>;
};
interface Compose {
  readonly services: {
    readonly verbatim: {
      readonly environment: Readonly<Record<string, string>>;
      readonly volumes: readonly string[];
      readonly stop_grace_period: string;
    };
  };
}
const { verbatim } = (parse(read('compose.yaml')) as Compose).services;
const variables = (words: string): Record<string, string> =>
  Object.fromEntries([...words.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]));
const inFinalStage = variables(instructions('ENV').find((words) => words.includes('VERBATIM')) ?? '');

describe('the Dockerfile', () => {
  it('builds and runs with one Node, not older than the package asks for', () => {
    const images = instructions('FROM').map((from) => from.split(' ')[0] ?? '');
    expect(new Set(images).size).toBe(1);
    const [, major, minor] = /^node:(\d+)\.(\d+)-/.exec(images[0] ?? '') ?? [];
    const [, leastMajor, leastMinor] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? [];
    expect([major, Number(minor) >= Number(leastMinor)]).toEqual([leastMajor, true]);
  });

  it('starts what the package starts', () => {
    const entry = JSON.parse(instructions('ENTRYPOINT')[0] ?? '[]') as string[];
    expect(entry).toEqual(['node', `/app/${bin.verbatim}`]);
    expect(scripts['start']).toBe(`node ${bin.verbatim}`);
  });

  it('copies only what is there and what .dockerignore lets through', () => {
    const sent = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = instructions('COPY').filter((words) => !words.startsWith('--from'));
    for (const source of copied.flatMap((words) => words.split(/\s+/).slice(0, -1))) {
      expect(existsSync(path.join(root, source)), source).toBe(true);
      expect(sent).toContain(source);
    }
  });

  it('ships what the compiled program needs beside it', () => {
    const shipped = instructions('COPY').slice(instructions('COPY').findIndex((words) => words.startsWith('--from')));
    const names = shipped.flatMap((words) => words.split(/\s+/)).map((word) => path.basename(word));
    expect(names).toEqual(expect.arrayContaining(['package.json', 'node_modules', 'dist', 'models']));
  });

  it('does not run as root, and sets only what the program knows', () => {
    expect(instructions('USER')).toEqual(['node']);
    const { NODE_ENV: _, ...settings } = inFinalStage;
    expect(() => loadConfig(settings, { cwd: root, defaultLogLevel: 'info' })).not.toThrow();
    expect(Object.keys(settings)).toEqual(['VERBATIM_DATA', 'VERBATIM_DOCUMENTS']);
  });
});

describe('the compose file', () => {
  it('keeps the index in a volume and mounts the documents for reading, where the image expects them', () => {
    expect(verbatim.volumes).toEqual([
      `index:${inFinalStage['VERBATIM_DATA']}`,
      `./documents:${inFinalStage['VERBATIM_DOCUMENTS']}:ro`,
    ]);
    expect(verbatim.environment).toMatchObject({
      VERBATIM_DATA: inFinalStage['VERBATIM_DATA'],
      VERBATIM_DOCUMENTS: inFinalStage['VERBATIM_DOCUMENTS'],
    });
  });

  it('waits longer for the end than the bot takes to finish answers', () => {
    const [, drainMs = ''] = /DRAIN_TIMEOUT_MS = ([\d_]+)/.exec(read('src/discord/bot.ts')) ?? [];
    expect(Number.parseInt(verbatim.stop_grace_period, 10) * 1000).toBeGreaterThan(Number(drainMs.replaceAll('_', '')));
  });
});
