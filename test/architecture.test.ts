/** Holds the rules of DESIGN.md that a compiler does not: who may import whom, and how large things may grow. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const FILES = ['src', 'commands'].flatMap((folder) => filesOf(join(ROOT, folder)));

/** What each part may import beside itself, `model` and `errors`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  records: [],
  errors: [],
  text: [],
  inference: [],
  ops: [],
  ingest: ['text', 'inference', 'ops'],
  embed: ['text', 'inference', 'ops'],
  index: ['text', 'inference', 'ops'],
  answer: ['text', 'inference', 'ops'],
  retrieve: ['index/store', 'embed/embedder', 'text'],
  engine: ['engine.ts', 'text', 'inference', 'ops', 'ingest', 'embed', 'index', 'answer', 'retrieve'],
  eval: ['engine.ts'],
  message: ['engine.ts'],
  commands: ['message', 'engine.ts'],
  discord: ['engine.ts', 'message', 'commands', 'ops'],
  cli: ['engine.ts', 'message', 'commands', 'ops', 'eval'],
  config: [],
  workers: ['engine.ts', 'engine', 'answer/reader', 'answer/readers', 'embed', 'index', 'inference', 'ops', 'config'],
  main: ['engine.ts', 'workers', 'config', 'cli', 'discord', 'commands', 'ops', 'embed', 'eval', 'message'],
};

/** Packages that one folder (or file) alone may import. */
const ONE_IMPORTER: Readonly<Record<string, string>> = {
  'discord.js': 'src/discord/',
  'hnswlib-node': 'src/index/vectors.ts',
  'better-sqlite3': 'src/index/statements.ts',
  'onnxruntime-node': 'src/inference/',
  dotenv: 'src/config',
};

interface Import {
  readonly from: string;
  readonly specifier: string;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => relative(ROOT, join(folder, name)));
}

function importsOf(file: string): Import[] {
  const code = readFileSync(join(ROOT, file), 'utf8');
  const found = code.matchAll(
    /^(?:import|export)\b[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, from, bare, dynamic]) => ({ from: file, specifier: from ?? bare ?? dynamic ?? '' }));
}

/** `src/text/fold.ts` -> `text`; `src/engine.ts` -> `engine.ts`; `commands/ask.ts` -> `commands`. */
function partOf(file: string): string {
  const [top, second = ''] = file.split('/');
  if (top === 'commands') return 'commands';
  return second === 'engine.ts' ? 'engine.ts' : second.replace(/\.ts$/, '');
}

/** A relative import as the file it names. */
function resolved({ from, specifier }: Import): string {
  return join(from, '..', specifier).replace(/\.js$/, '.ts');
}

const imports = FILES.flatMap(importsOf);
const local = imports.filter(({ specifier }) => specifier.startsWith('.'));

describe('the architecture', () => {
  it('has files to look at, each in a part that the rules know', () => {
    expect(FILES.length).toBeGreaterThan(50);
    expect([...new Set(FILES.map(partOf))].filter((part) => part !== 'engine.ts' && !(part in MAY_IMPORT))).toEqual([]);
  });

  it('imports downward only', () => {
    const wrong = local.filter((edge) => {
      const from = partOf(edge.from);
      const target = resolved(edge);
      const to = partOf(target);
      const allowed = [...(MAY_IMPORT[from === 'engine.ts' ? 'engine' : from] ?? []), 'model', 'records', 'errors'];
      return from !== to && !allowed.some((entry) => to === entry || target === `src/${entry}.ts`);
    });
    expect(wrong.map(({ from, specifier }) => `${from} -> ${specifier}`)).toEqual([]);
  });

  it('has no cycles', () => {
    const edges = new Map(FILES.map((file) => [file, local.filter(({ from }) => from === file).map(resolved)]));
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): string[] => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return [];
      for (const next of edges.get(file) ?? []) {
        const cycle = visit(next, [...path, file]);
        if (cycle.length > 0) return cycle;
      }
      done.add(file);
      return [];
    };
    const cycles = FILES.map((file) => visit(file, []).join(' -> ')).filter((cycle) => cycle !== '');
    expect([...new Set(cycles)].slice(0, 5)).toEqual([]);
  });

  it.each(Object.entries(ONE_IMPORTER))('imports %s in one place', (name, place) => {
    const importers = imports.filter(({ specifier }) => specifier === name).map(({ from }) => from);
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter((file) => !file.startsWith(place))).toEqual([]);
  });

  it('compiles and holds every SQL statement in one place, since Node 24 aborts when one is collected', () => {
    const compiling = FILES.filter((file) =>
      /\.(prepare|pragma|iterate)\(/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(compiling).toEqual(['src/index/statements.ts']);
  });

  it('reads the environment in one place', () => {
    const readers = FILES.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('process.env'));
    // One other writes there, for a library that listens to nothing else.
    expect(readers.filter((file) => !file.startsWith('src/config'))).toEqual(['src/inference/no-telemetry.ts']);
  });

  it('keeps every file within 300 lines and has no folder without a meaning', () => {
    const lines = (file: string): number => readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1;
    const all = [...FILES, ...filesOf(join(ROOT, 'test')), ...filesOf(join(ROOT, 'bench'))];
    expect(all.filter((file) => lines(file) > 300)).toEqual([]);
    expect(all.filter((file) => /(^|\/)(utils?|helpers?|common)(\/|\.ts$)/.test(file))).toEqual([]);
  });

  it('opens every file with what it is for', () => {
    const silent = FILES.filter((file) => !/^(#!.*\n)?\/\*\*/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(silent).toEqual([]);
  });

  it('declares every package it imports', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const declared = { ...manifest['dependencies'], ...manifest['peerDependencies'] };
    const packages = imports
      .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .map(({ specifier }) =>
        specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    const types = (name: string): boolean => `@types/${name}` in (manifest['devDependencies'] ?? {});
    expect([...new Set(packages)].filter((name) => !(name in declared) && !types(name))).toEqual([]);
  });
});
