import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure } from '../../src/errors.js';
import type { ChangeReport, Document } from '../../src/model.js';
import { type FakeEmbedder, fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const READER = { visible: [HOST] };
const CHANGE = { collection: HOST, actor: 'test' };

/** So long that what is ready is stored before much of it is embedded. */
const LONG = Array.from({ length: 1_500 }, (_, at) => `Ferry ${at} crossed the river at noon, empty.`).join(' ');

let embedder: FakeEmbedder;
let engine: LocalEngine;
let docs: string;

beforeEach(() => {
  embedder = fakeEmbedder();
  engine = openLocal(embedder);
  docs = path.dirname(engine.file('docs/a.md', '# Talks\n\nIlse mediated the talks in the customs house.\n'));
  engine.file('docs/b.txt', 'The ferry crossed the river at noon and nobody was aboard.\n');
});
afterEach(() => engine.close());

const mirror = (...targets: string[]): Promise<ChangeReport> => engine.ingest({ ...CHANGE, targets });
const add = (...targets: string[]): Promise<ChangeReport> =>
  engine.ingest({ ...CHANGE, targets, restoreRemoved: true });
const ids = async (): Promise<string[]> => (await engine.sources(READER)).map(({ id }) => id).sort();
const named = (list: ChangeReport['added']): string[] => list.map(({ documentId }) => documentId);
const all = (): Promise<readonly Document[]> => engine.exportPage({ ...READER, limit: 100 });

describe('ingest', () => {
  it('stores a folder, and nothing is embedded when it is ingested again', async () => {
    expect(named((await mirror(docs)).added)).toEqual(['a.md', 'b.txt']);
    const before = embedder.embedded.length;
    const again = await mirror(docs);
    expect(named(again.unchanged)).toEqual(['a.md', 'b.txt']);
    expect(embedder.embedded.length).toBe(before);
  });

  it('embeds a text that repeats itself once', async () => {
    engine.file('docs/c.txt', 'The envoy spoke at length about rivers. '.repeat(400));
    await mirror(docs);
    expect(embedder.embedded.length).toBeLessThan(6);
    expect((await engine.search({ ...READER, query: 'envoy rivers', limit: 50 })).hits.length).toBeGreaterThan(10);
  });

  it('tells of each document once it is stored', async () => {
    const told: string[] = [];
    await engine.ingest({ ...CHANGE, targets: [docs] }, ({ kind, change, documents }) => {
      told.push(`${documents} ${kind} ${change.documentId}`);
    });
    expect(told).toEqual(['1 added a.md', '2 added b.txt']);
  });

  it('embeds only the passages of a changed document whose words changed', async () => {
    const section = (name: string, words: string): string => `# ${name}\n\n${words}\n\n`;
    const opening = section('One', 'The first section speaks of the harbour and its cranes.');
    const file = engine.file('docs/c.md', `${opening}${section('Two', 'The second speaks of rain.')}`);
    await mirror(docs);
    const before = embedder.embedded.length;
    writeFileSync(file, `${opening}${section('Two', 'The second speaks of snow.')}`);
    expect(named((await mirror(docs)).changed)).toEqual(['c.md']);
    expect(embedder.embedded.slice(before).map(({ sentences }) => sentences.join(' '))).toEqual([
      'Two The second speaks of snow.',
    ]);
  });

  it('reports what cannot be read and stores the others', async () => {
    writeFileSync(path.join(docs, 'broken.txt'), Buffer.from([0x61, 0xff, 0xfe, 0x62]));
    writeFileSync(path.join(docs, 'empty.md'), '');
    const report = await mirror(docs);
    expect(named(report.added)).toEqual(['a.md', 'b.txt']);
    expect(named(report.failed).sort()).toEqual(['broken.txt', 'empty.md']);
    for (const { reason } of report.failed) expect(reason).toMatch(/docs\/(broken\.txt|empty\.md)/);
  });

  it('loses nothing stored when the model fails halfway', async () => {
    await mirror(docs);
    engine.file('docs/c.txt', 'A third document arrives in the night.');
    embedder.failure = failure('provider', { what: 'The model is out of reach' });
    await expect(mirror(docs)).rejects.toMatchObject({ code: 'provider' });
    expect(await ids()).toEqual(['a.md', 'b.txt']);
    embedder.failure = undefined;
    expect(named((await mirror(docs)).added)).toEqual(['c.txt']);
  });

  it('refuses two files that claim one id, and names both', async () => {
    await mirror(docs);
    engine.file('other/a.md', 'Another document of the same name.');
    const report = await add(path.join(engine.folder, 'other'));
    expect(report.failed).toMatchObject([{ documentId: 'a.md' }]);
    expect(report.failed[0]?.reason).toContain(path.join('docs', 'a.md'));
    expect(report.failed[0]?.reason).toContain(path.join('other', 'a.md'));
  });

  it('follows a file that moved', async () => {
    await mirror(docs);
    const moved = path.join(engine.folder, 'moved');
    renameSync(docs, moved);
    expect(named((await add(moved)).unchanged)).toEqual(['a.md', 'b.txt']);
    expect((await engine.sources(READER)).every(({ source }) => source.includes('moved'))).toBe(true);
  });

  it('stops after the document at hand when the engine closes, and goes on from there', async () => {
    engine.file('docs/b.txt', LONG);
    const told: string[] = [];
    const closing = new Promise<void>((resolve) => {
      const running = engine.ingest({ ...CHANGE, targets: [docs] }, ({ kind, change }) => {
        if (kind === 'embedding') return;
        told.push(change.documentId);
        void engine.close(true).then(resolve);
      });
      running.catch((error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }));
    });
    await closing;
    expect(told).toEqual(['a.md']);
    const again = openLocal(embedder, engine.folder);
    expect(named((await again.reindex(CHANGE)).added)).toEqual(['b.txt']);
    engine = again;
  });

  it('is cancelled alone: what waits behind it is done', async () => {
    engine.file('docs/b.txt', LONG);
    const first = engine.ingest({ ...CHANGE, targets: [docs] }, ({ kind }) => {
      if (kind === 'added') void engine.cancelChange();
    });
    const second = engine.ingest({ ...CHANGE, targets: [docs] });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect(named((await second).added)).toEqual(['b.txt']);
  });

  it('is cancelled by its collection, whether it runs or waits, and no other is', async () => {
    engine.file('docs/b.txt', LONG);
    const other = { collection: { owner: '4001', name: 'default' }, actor: 'test' };
    const first = engine.ingest({ ...CHANGE, targets: [docs] }, () => void engine.cancelChange(other.collection));
    const second = engine.ingest({ ...other, targets: [docs] });
    const third = engine.ingest({ ...CHANGE, targets: [docs] });
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(named((await first).added)).toEqual(['a.md', 'b.txt']);
    expect(named((await third).unchanged)).toEqual(['a.md', 'b.txt']);
  });

  it('refuses to be asked for nothing', async () => {
    await expect(mirror()).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('what is gone', () => {
  it('goes when its folder is still there, and comes back by undo', async () => {
    await mirror(docs);
    rmSync(path.join(docs, 'b.txt'));
    expect(named((await engine.reindex(CHANGE)).removed)).toEqual(['b.txt']);
    expect(await ids()).toEqual(['a.md']);
    expect(named((await engine.undo(CHANGE)).added)).toEqual(['b.txt']);
    expect(await ids()).toEqual(['a.md', 'b.txt']);
  });

  it('stays when its folder is missing or empty', async () => {
    await mirror(docs);
    rmSync(docs, { recursive: true });
    const report = await engine.reindex(CHANGE);
    expect(report.removed).toEqual([]);
    expect(report.failed).toHaveLength(1);
    expect(report.failed[0]?.reason).toContain(docs);
    expect(await ids()).toEqual(['a.md', 'b.txt']);
  });

  it('stays when the terminal ingests a folder by name', async () => {
    await mirror(docs);
    rmSync(path.join(docs, 'b.txt'));
    expect(named((await add(docs)).removed)).toEqual([]);
    expect(await ids()).toEqual(['a.md', 'b.txt']);
  });
});

describe('a target', () => {
  it('named by mistake stays undone', async () => {
    await add(docs);
    const wrong = path.dirname(engine.file('wrong/x.txt', 'This should not be here at all.'));
    await add(wrong);
    expect((await engine.undo(CHANGE)).undone).toMatchObject({ kind: 'ingest', actor: 'test' });
    await engine.reindex(CHANGE);
    expect(await ids()).toEqual(['a.md', 'b.txt']);
  });

  it('that the process starts with is read again by a reindex, though its ingest was undone', async () => {
    await engine.ingest({ ...CHANGE, actor: 'start', targets: [docs] });
    expect(named((await engine.undo(CHANGE)).removed)).toEqual(['a.md', 'b.txt']);
    expect(named((await engine.reindex(CHANGE)).added)).toEqual(['a.md', 'b.txt']);
  });

  it('that is gone keeps its documents, says so, and is forgotten with the last of them', async () => {
    const file = engine.file('one.txt', 'One document alone.');
    await add(file);
    rmSync(file);
    expect((await engine.reindex(CHANGE)).failed[0]?.reason).toMatch(/indexed before: its document is kept/);
    await engine.remove({ ...CHANGE, documentId: 'one.txt' });
    await engine.reindex(CHANGE);
    expect((await engine.reindex(CHANGE)).failed).toEqual([]);
  });

  it('tells of files of other kinds', async () => {
    engine.file('docs/picture.png', 'no text');
    expect((await mirror(docs)).leftOut).toBe(1);
  });
});

describe('remove, erase and undo', () => {
  it('keep a removed document away from a reindex until somebody ingests it by name', async () => {
    await mirror(docs);
    await engine.remove({ ...CHANGE, documentId: 'a.md' });
    expect(await ids()).toEqual(['b.txt']);
    await engine.reindex(CHANGE);
    await mirror(docs);
    expect(await ids()).toEqual(['b.txt']);
    await add(docs);
    expect(await ids()).toEqual(['a.md', 'b.txt']);
  });

  it('put a replaced text back as it was, embedding nothing', async () => {
    await mirror(docs);
    const [before] = await all();
    engine.file('docs/a.md', '# Talks\n\nNobody mediated anything.\n');
    await mirror(docs);
    const embedded = embedder.embedded.length;
    expect(named((await engine.undo(CHANGE)).changed)).toEqual(['a.md']);
    expect((await all())[0]).toEqual(before);
    expect(embedder.embedded.length).toBe(embedded);
  });

  it('say when there is nothing to do', async () => {
    await expect(engine.remove({ ...CHANGE, documentId: 'x' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(engine.erase({ ...CHANGE, documentId: 'x' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(engine.undo(CHANGE)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leave nothing of an erased document, and undo does not bring it back', async () => {
    await mirror(docs);
    await engine.erase({ ...CHANGE, documentId: 'a.md' });
    expect(await ids()).toEqual(['b.txt']);
    await engine.undo(CHANGE).catch(() => undefined);
    await mirror(docs);
    expect(await ids()).not.toContain('a.md');
  });
});

describe('export', () => {
  it('ingested elsewhere gives the same texts, outlines and passages', async () => {
    engine.file(
      'docs/c.html',
      '<html><head><title>Rain</title></head><body><article><h1>Rain</h1><p>It rained on the harbour all day long, and the cranes stood still until the evening came at last.</p></article></body></html>',
    );
    await mirror(docs);
    const original = await all();
    const lines = original.map((document) => JSON.stringify(document)).join('\n');
    const other = openLocal(fakeEmbedder());
    try {
      await other.ingest({ ...CHANGE, targets: [other.file('export.jsonl', lines)] });
      const restored = await other.exportPage({ ...READER, limit: 100 });
      const content = ({ source: _, ...document }: Document): unknown => document;
      expect(restored.map(content)).toEqual(original.map(content));
      const search = { ...READER, query: 'harbour talks', limit: 10 };
      const spans = async (from: LocalEngine): Promise<unknown> =>
        (await from.search(search)).hits.map(({ passage }) => passage);
      expect(await spans(other)).toEqual(await spans(engine));
    } finally {
      await other.close();
    }
  });
});
