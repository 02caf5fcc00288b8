import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/embed/embedder.js';
import { PaceMeter } from '../../src/engine/pace.js';
import { Report } from '../../src/engine/report.js';
import { createWriting } from '../../src/engine/writing.js';
import type { Progress } from '../../src/engine.js';
import { failure, type VerbatimError } from '../../src/errors.js';
import { openDatabase } from '../../src/index/sqlite.js';
import { prepared } from '../../src/index/statements.js';
import { openWriter } from '../../src/index/writer.js';
import type { ChangeReport } from '../../src/model.js';
import { type FakeEmbedder, fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const READER = { visible: [HOST] };
const CHANGE = { collection: HOST, actor: 'test' };

/** Passages of words that nothing else has, so that each is embedded. */
const longText = (passages: number): string =>
  Array.from({ length: passages * 30 }, (_, at) => `Sentence ${at} tells of harbour ${at * 7} and crane ${at}.`).join(
    ' ',
  );

let embedder: FakeEmbedder;
let engine: LocalEngine;
beforeEach(() => {
  embedder = fakeEmbedder();
  engine = openLocal(embedder);
});
afterEach(() => engine.close());

const storedIds = async (): Promise<string[]> => (await engine.sources(READER)).map(({ id }) => id).sort();
const reportIn = (error: unknown): ChangeReport => (error as VerbatimError).details['report'] as ChangeReport;

describe('the steps of a change', () => {
  it('go on within one long document, and it is not there before its last step', async () => {
    const file = engine.file('long.txt', longText(60));
    const steps: Progress[] = [];
    const visible: Promise<string[]>[] = [];
    await engine.ingest({ ...CHANGE, targets: [file] }, (step) => {
      steps.push(step);
      visible.push(storedIds());
    });
    const under = steps.slice(0, -1);
    expect(under.length).toBeGreaterThan(2);
    expect(under.every(({ kind, documents }) => kind === 'embedding' && documents === 0)).toBe(true);
    expect(steps[steps.length - 1]).toMatchObject({
      kind: 'added',
      documents: 1,
      pace: { share: 1, documentsInAll: 1 },
    });
    for (const measure of [(step: Progress) => step.passages, ({ pace }: Progress) => pace?.share ?? -1]) {
      const values = steps.map(measure);
      expect(values).toEqual([...new Set(values)].sort((one, other) => one - other));
    }
    expect(await visible[0]).toEqual([]);
  });

  it('say that a document is stored only when another process could read it', async () => {
    const docs = path.dirname(engine.file('docs/a.md', 'The talks began.'));
    engine.file('docs/b.md', 'The talks ended.');
    const other = openDatabase(path.join(engine.folder, 'data'));
    const find = `SELECT d.key FROM document d JOIN membership m ON m.document_id = d.id ORDER BY d.key`;
    const seen: unknown[] = [];
    const look = ({ kind, change }: Progress): void => {
      const stands = prepared(other, find).pluck().all().includes(change.documentId);
      if (kind !== 'unchanged') seen.push([kind, change.documentId, stands]);
    };
    await engine.ingest({ ...CHANGE, targets: [docs] }, look);
    rmSync(path.join(docs, 'a.md'));
    await engine.reindex(CHANGE, look);
    other.close();
    expect(seen).toEqual([
      ['added', 'a.md', true],
      ['added', 'b.md', true],
      ['removed', 'a.md', false],
    ]);
  });

  it('know how many documents there are in all, those that vanish included', async () => {
    const docs = path.dirname(engine.file('docs/a.md', 'The talks began.'));
    engine.file('docs/b.md', 'The talks ended.');
    const totals: unknown[] = [];
    await engine.ingest({ ...CHANGE, targets: [docs] }, ({ documents, pace }) => {
      totals.push([documents, pace?.documentsInAll, pace?.share]);
    });
    expect(totals).toEqual([
      [1, 2, 0.5],
      [2, 2, 1],
    ]);
  });

  it('do not pretend to know how many lines a .jsonl has', async () => {
    const lines = [1, 2, 3, 4].map((at) => `${JSON.stringify({ text: `Line ${at}.` })}\n`).join('');
    const shares: unknown[] = [];
    await engine.ingest({ ...CHANGE, targets: [engine.file('c.jsonl', lines)] }, ({ pace }) => shares.push(pace));
    expect(shares).toEqual([0.25, 0.5, 0.75, 1].map((share) => ({ share })));
  });
});

describe('a change that ends early', () => {
  it('stops between two batches of a long document, leaves it out, and reports what it stored', async () => {
    const slow: Embedder = {
      ...embedder,
      embedPassages: async (inputs, signal) => {
        if (embedder.embedded.length > 30) void engine.cancelChange();
        return embedder.embedPassages(inputs, signal);
      },
    };
    await engine.close();
    engine = openLocal(slow);
    const docs = path.dirname(engine.file('docs/a.txt', 'The talks began.'));
    engine.file('docs/b.txt', longText(200));
    const error = await engine.ingest({ ...CHANGE, targets: [docs] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'cancelled', message: expect.stringContaining('stopped before its end') });
    expect(reportIn(error).added).toMatchObject([{ documentId: 'a.txt', passages: 1 }]);
    expect(embedder.embedded.length).toBeLessThan(80);
    expect(await storedIds()).toEqual(['a.txt']);
  });

  it('hears a cancellation that comes before its first step', async () => {
    const running = engine.ingest({ ...CHANGE, targets: [engine.file('a.txt', 'The talks began.')] });
    void engine.cancelChange();
    const error = await running.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'cancelled' });
    expect(reportIn(error).added).toEqual([]);
  });

  it('says what it stored, failed and left alone when the model goes away', async () => {
    const docs = path.dirname(engine.file('docs/a.txt', 'The talks began.'));
    await engine.ingest({ ...CHANGE, targets: [docs] });
    engine.file('docs/b.txt', 'The talks went on.');
    engine.file('docs/c.md', '');
    engine.file('docs/d.txt', 'The talks ended.');
    const error = await engine
      .ingest({ ...CHANGE, targets: [docs] }, ({ change }) => {
        if (change.documentId === 'c.md') embedder.failure = failure('provider', { what: 'The model is out of reach' });
      })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'provider', message: 'The model is out of reach.' });
    const { added, unchanged, failed } = reportIn(error);
    const named = [added, unchanged, failed].map((list) => list.map(({ documentId }) => documentId));
    expect(named).toEqual([['b.txt'], ['a.txt'], ['c.md']]);
    embedder.failure = undefined;
  });
});

describe('the pace', () => {
  function meter() {
    let nowMs = 5_000;
    const pace = new PaceMeter(() => nowMs);
    return { pace, later: (ms: number) => (nowMs += ms) };
  }

  it('says nothing of rates before it can', () => {
    const { pace, later } = meter();
    pace.note(0, 0, 1_000);
    later(900);
    expect(pace.note(10, 100, 1_000)).toEqual({ share: 0.1 });
    later(100);
    expect(pace.note(10, 100, 1_000)).toEqual({ share: 0.1, passagesPerSecond: 10, secondsLeft: 9 });
  });

  it('looks back on the last seconds only', () => {
    const { pace, later } = meter();
    pace.note(0, 0, 100_000);
    for (let second = 1; second <= 60; second++) {
      later(1_000);
      pace.note(second * 100, second * 1_000, 100_000);
    }
    let last = pace.note(6_000, 60_000, 100_000);
    for (let second = 1; second <= 20; second++) {
      later(1_000);
      last = pace.note(6_000 + second * 10, 60_000 + second * 100, 100_000);
    }
    expect(last).toEqual({ share: 0.62, passagesPerSecond: 10, secondsLeft: 380 });
  });

  it('says how fast it was when one step took longer than it looks back', () => {
    const { pace, later } = meter();
    pace.note(0, 0, 200);
    later(100_000);
    expect(pace.note(50, 100, 200)).toEqual({ share: 0.5, passagesPerSecond: 0.5, secondsLeft: 100 });
  });

  it('has no time left to tell while nothing moves, and none of sources without a byte', () => {
    const { pace, later } = meter();
    pace.note(0, 0, 200);
    later(2_000);
    expect(pace.note(0, 0, 200)).toEqual({ share: 0, passagesPerSecond: 0 });
    expect(new PaceMeter(() => 0).note(0, 0, 0)).toEqual({ share: 1 });
  });

  it('is told with each step, from the clock that was handed over', () => {
    let nowMs = 0;
    const steps: Progress[] = [];
    const report = new Report(
      (step) => steps.push(step),
      () => nowMs,
    );
    report.expect({ bytes: 100, documents: 2 });
    nowMs = 2_000;
    report.begin(50);
    report.embedding({ documentId: 'a', source: 'a' }, 10, 20);
    report.add('added', { documentId: 'a', source: 'a', passages: 20 });
    expect(steps.map(({ pace }) => pace)).toEqual([
      { share: 0.25, passagesPerSecond: 5, secondsLeft: 6, documentsInAll: 2 },
      { share: 0.5, passagesPerSecond: 10, secondsLeft: 2, documentsInAll: 2 },
    ]);
  });
});

describe('other processes', () => {
  it('are told what this one does while it does it, and no longer, however it ends', async () => {
    const told: string[] = [];
    const now = (): Date => new Date('2026-06-01T00:00:00Z');
    const { fingerprint, dimensions } = embedder;
    const writing = createWriting({
      store: openWriter({ dataDir: path.join(engine.folder, 'other'), fingerprint, dimensions, now }),
      embedder,
      now,
      warn: () => undefined,
      enter: ({ kind, actor }) => {
        told.push(`${kind} by ${actor}`);
        return () => told.push('done');
      },
    });
    const targets = [engine.file('a.txt', 'The talks began.')];
    await writing.ingest({ ...CHANGE, targets }, ({ kind }) => told.push(kind));
    await writing.erase({ ...CHANGE, documentId: 'none' }).catch(() => told.push('failed'));
    await writing.close();
    expect(told).toEqual(['ingest by test', 'added', 'done', 'erase by test', 'done', 'failed']);
  });
});
