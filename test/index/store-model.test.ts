/** Random lives of a store beside a naive model of it: whatever happened, every reader sees and ranks the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BM25 } from '../../src/index/bm25.js';
import { openReader } from '../../src/index/reader.js';
import type { Snapshot, StoreReader, StoreWriter } from '../../src/index/store.js';
import { openWriter } from '../../src/index/writer.js';
import type { CollectionRef } from '../../src/model.js';
import { terms } from '../../src/text/terms.js';
import { DIMENSIONS, documentOf, vectorOf } from '../support/stored.js';

const COLLECTIONS: readonly CollectionRef[] = [
  { owner: 'host', name: 'default' },
  { owner: '4001', name: 'default' },
];
const LINES = [
  'Norway mediated the talks.',
  'Rain fell on the port.',
  'The talks about the port failed.',
  'Norway rejoiced.',
  'A treaty on rain and talks, talks and talks.',
  'Nobody came.',
];

type Act =
  | { readonly kind: 'put' | 'remove' | 'erase'; readonly where: number; readonly id: string; readonly lines: number[] }
  | { readonly kind: 'undo'; readonly where: number }
  | { readonly kind: 'settle' | 'look' | 'swap' };

const where = fc.nat({ max: 1 });
const id = fc.constantFrom('a.md', 'b.md', 'c.md');
const lines = fc.array(fc.nat({ max: LINES.length - 1 }), { minLength: 1, maxLength: 4 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), where, id, lines }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), where, id, lines }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), where, id, lines }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), where }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('settle' as const, 'look' as const, 'swap' as const) }) },
);

/** What one collection should hold, and the way back. */
class Naive {
  readonly documents = new Map<string, string>();
  readonly changes: { readonly id: string; readonly before: string | undefined }[] = [];

  set(documentId: string, text: string | undefined): void {
    this.changes.push({ id: documentId, before: this.documents.get(documentId) });
    this.#apply(documentId, text);
  }

  erase(documentId: string): void {
    this.documents.delete(documentId);
    const kept = this.changes.filter((change) => change.id !== documentId);
    this.changes.splice(0, this.changes.length, ...kept);
  }

  undo(): boolean {
    const last = this.changes.pop();
    if (last !== undefined) this.#apply(last.id, last.before);
    return last !== undefined;
  }

  #apply(documentId: string, text: string | undefined): void {
    if (text === undefined) this.documents.delete(documentId);
    else this.documents.set(documentId, text);
  }
}

class Life {
  readonly naive = COLLECTIONS.map(() => new Naive());
  readonly folder = mkdtempSync(join(tmpdir(), 'verbatim-life-'));
  readonly writer: StoreWriter = openWriter({
    dataDir: this.folder,
    fingerprint: 'model-0',
    dimensions: DIMENSIONS,
    now: () => new Date(0),
    smallestGraph: 4,
    leastCompaction: 1,
    longestTail: 3,
  });
  readonly reader: StoreReader = openReader({ dataDir: this.folder });
  #models = 0;

  async do(step: Act): Promise<void> {
    switch (step.kind) {
      case 'put':
        return this.#put(step.where, `${step.where}/${step.id}`, step.lines.map((line) => LINES[line]).join('\n'));
      case 'remove':
        return this.#remove(step.where, `${step.where}/${step.id}`);
      case 'erase':
        return this.#erase(step.where, `${step.where}/${step.id}`);
      case 'undo':
        return this.#undo(step.where);
      case 'settle':
        return this.writer.settle();
      case 'look':
        return this.check(this.reader);
      case 'swap':
        return this.#swap();
    }
  }

  async check(reader: StoreReader): Promise<void> {
    for (const visible of [[0], [1], [0, 1]]) {
      const documents = visible.flatMap((at) => [...(this.naive[at]?.documents.entries() ?? [])]);
      // As before every search: of what was known at the time, which may be another model's.
      await reader.warm(visible.map(this.#collection));
      await reader.snapshot(visible.map(this.#collection), (snapshot) => sameAs(snapshot, documents));
    }
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.writer.close();
    rmSync(this.folder, { recursive: true });
  }

  readonly #collection = (at: number): CollectionRef => COLLECTIONS[at] as CollectionRef;

  async #put(at: number, documentId: string, text: string): Promise<void> {
    const naive = this.naive[at] as Naive;
    const change = await this.writer.change('ingest', this.#collection(at), 'test');
    if (await change.put(documentOf(documentId, text))) naive.set(documentId, text);
    else expect(naive.documents.get(documentId)).toBe(text);
  }

  async #remove(at: number, documentId: string): Promise<void> {
    const naive = this.naive[at] as Naive;
    if (!naive.documents.has(documentId)) return;
    const change = await this.writer.change('remove', this.#collection(at), 'test');
    await change.remove(documentId, { tombstone: true });
    naive.set(documentId, undefined);
  }

  async #erase(at: number, documentId: string): Promise<void> {
    await this.writer.erase(this.#collection(at), documentId, 'test');
    this.naive[at]?.erase(documentId);
  }

  async #undo(at: number): Promise<void> {
    const collection = this.#collection(at);
    let undone = await this.writer.undo(collection, 'test');
    while (undone === 'unprepared') {
      await this.#prepare({ undo: collection });
      undone = await this.writer.undo(collection, 'test');
    }
    expect(undone !== undefined).toBe(this.naive[at]?.undo());
  }

  async #swap(): Promise<void> {
    this.#models += 1;
    await this.writer.adopt({ fingerprint: `model-${this.#models}`, choice: '', dimensions: DIMENSIONS });
    await this.#prepare('current');
    expect(await this.writer.swap()).toBe(true);
  }

  async #prepare(of: Parameters<StoreWriter['unprepared']>[0]): Promise<void> {
    for (const { versionId, draft } of await this.writer.unprepared(of, { after: 0, limit: 100 })) {
      await this.writer.putPrepared(versionId, documentOf('any', draft.text).passages);
    }
  }
}

/** Documents, scores and neighbours are those of the texts, and of nothing else. */
async function sameAs(snapshot: Snapshot, documents: readonly (readonly [string, string])[]): Promise<void> {
  expect((await snapshot.documents()).map(({ id: found }) => found).sort()).toEqual(
    documents.map(([key]) => key).sort(),
  );
  const passages = documents.flatMap(([, text]) => text.split('\n'));
  expect(snapshot.size).toBe(passages.length);
  const words = terms('rain talks norway');
  const { top } = await snapshot.lexical(words, 100);
  const expected = passages.map((passage) =>
    bm25(
      terms(passage),
      passages.map((each) => terms(each)),
      words,
    ),
  );
  close(
    top.map(({ score }) => score),
    expected.filter((score) => score > 0),
  );
  const query = vectorOf('a query');
  const near = await snapshot.nearest(query, 100);
  close(
    near.map(({ score }) => score),
    passages.map((passage) => cosine(vectorOf(passage), query)),
  );
  const all = await snapshot.scoreAll(words, query);
  if (all !== undefined) {
    const rows = [...all.ids.keys()].filter((at) => (all.lexical[at] as number) >= 0);
    close(rows.map((at) => all.lexical[at] as number).sort(descending), expected);
    close(
      rows.map(all.cosineAt).sort(descending),
      passages.map((passage) => cosine(vectorOf(passage), query)),
    );
    const ids = rows.map((at) => all.ids[at] as number);
    expect(new Set(ids)).toEqual(new Set(near.map(({ passageId }) => passageId)));
    const highest = near[0]?.score ?? 0;
    expect(Math.abs(all.highestCosine - Math.max(0, highest))).toBeLessThanOrEqual(all.error);
    expect(all.highestLexical).toBe(top[0]?.score ?? 0);
    wholes += 1;
  }
  const stored = await snapshot.passages(near.map(({ passageId }) => passageId));
  expect(stored.map(({ passage }) => passage.text).sort()).toEqual([...passages].sort());
}

/** How often everything was scored at once. */
let wholes = 0;

function descending(left: number, right: number): number {
  return right - left;
}

function close(found: readonly number[], expected: readonly number[]): void {
  const sorted = [...expected].sort(descending);
  expect(found).toHaveLength(sorted.length);
  for (const [at, score] of found.entries()) expect(score).toBeCloseTo(sorted[at] ?? Number.NaN, 5);
}

function cosine(left: Float32Array, right: Float32Array): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}

function bm25(passage: readonly string[], all: readonly (readonly string[])[], query: readonly string[]): number {
  const average = Math.max(1, all.reduce((sum, { length }) => sum + length, 0) / all.length);
  return query.reduce((score, term) => {
    const df = all.filter((other) => other.includes(term)).length;
    const tf = passage.filter((other) => other === term).length;
    const idf = Math.log(1 + (all.length - df + 0.5) / (df + 0.5));
    const norm = BM25.k1 * (1 - BM25.b + (BM25.b * passage.length) / average);
    return score + (tf === 0 ? 0 : (idf * tf * (BM25.k1 + 1)) / (tf + norm));
  }, 0);
}

it('shows every reader the same as a naive model, whatever was put, removed, undone, erased, swapped or tidied', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
      const life = new Life();
      try {
        for (const step of acts) await life.do(step);
        await life.check(life.reader);
        const fresh = openReader({ dataDir: life.folder });
        await life.check(fresh);
        await fresh.close();
      } finally {
        await life.close();
      }
    }),
    { numRuns: 60 },
  );
  expect(wholes).toBeGreaterThan(60);
}, 60_000);
