/** An index of made-up documents with a graph, for tests that damage it: opened, filled, asked, and looked at. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader } from '../../src/index/reader.js';
import type { Scored } from '../../src/index/store.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';
import type { OpenedStore } from '../contracts/store.js';
import { DIMENSIONS, documentOf, vectorOf } from '../support/stored.js';

export const HOST: CollectionRef = { owner: 'host', name: 'default' };
/** Small, so that a few hundred passages have a graph. */
export const SMALLEST_GRAPH = 100;

export function open(dataDir: string): OpenedStore {
  const now = (): Date => new Date('2026-01-02T03:04:05Z');
  const writer = openWriter({
    dataDir,
    fingerprint: 'test-model',
    dimensions: DIMENSIONS,
    now,
    smallestGraph: SMALLEST_GRAPH,
  });
  const reader = openReader({ dataDir });
  const close = async (): Promise<void> => {
    await reader.close();
    await writer.close();
  };
  return { reader, writer, close };
}

/** Opens, works, and closes whatever happens. */
export async function within<T>(dataDir: string, work: (store: OpenedStore) => Promise<T>): Promise<T> {
  const store = open(dataDir);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Passages of each document. */
const LINES = 10;

/** Stores `count` documents of ten passages each, and settles unless told not to. */
export async function fill(
  store: OpenedStore,
  count: number,
  { from = 0, words = 'Line', settles = true } = {},
): Promise<void> {
  await store.writer.adopt({ fingerprint: 'test-model', choice: 'test', dimensions: DIMENSIONS });
  const change = await store.writer.change('ingest', HOST, 'test');
  for (let at = from; at < from + count; at++) {
    const lines = Array.from({ length: LINES }, (_, line) => `${words} number ${line} of document ${at}.`);
    await change.put(documentOf(`${at}.md`, lines.join('\n')));
  }
  if (settles) await store.writer.settle();
}

/** Removes the documents from one number to another. */
export async function take(store: OpenedStore, from: number, until: number): Promise<void> {
  const change = await store.writer.change('remove', HOST, 'test');
  for (let at = from; at < until; at++) await change.remove(`${at}.md`, { tombstone: false });
}

export interface Answers {
  /** By query, best first: the passages' texts with their scores. */
  readonly semantic: readonly (readonly string[])[];
  readonly lexical: readonly (readonly string[])[];
  readonly documents: readonly string[];
}

/** What the index answers to some queries, told by texts, so that indexes can be compared. */
export function answersOf(store: OpenedStore): Promise<Answers> {
  return store.reader.snapshot([HOST], async (snapshot) => {
    const told = async (found: readonly Scored[]): Promise<string[]> => {
      const stored = await snapshot.passages(found.map(({ passageId }) => passageId));
      return found.map(({ score }, at) => `${stored[at]?.passage.text} ${score.toFixed(4)}`);
    };
    const semantic: string[][] = [];
    const lexical: string[][] = [];
    for (let at = 0; at < 12; at++) {
      semantic.push(await told(await snapshot.nearest(vectorOf(`query ${at}`), 10)));
      lexical.push(await told((await snapshot.lexical(['line', `${at * 7}`], 5)).top));
    }
    return { semantic, lexical, documents: (await snapshot.documents()).map(({ id, version }) => `${id} ${version}`) };
  });
}

/** What an index without any graph answers: the truth that a graph may only make faster. */
export async function exactAnswers(dataDir: string): Promise<Answers> {
  const copy = freshFolder();
  cpSync(dataDir, copy, { recursive: true });
  rmSync(join(copy, 'vectors'), { recursive: true, force: true });
  return within(copy, answersOf);
}

/** A digest of every file of the index, by name. */
export function bytesOf(dataDir: string): Map<string, string> {
  const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
  return new Map(paths.map((path) => [path.slice(dataDir.length + 1), digest(path)]));
}

const folders: string[] = [];

export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-faults-'));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
