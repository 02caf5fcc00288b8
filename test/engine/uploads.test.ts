import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Upload } from '../../src/engine.js';
import type { ChangeReport, CollectionRef } from '../../src/model.js';
import { type FakeEmbedder, fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const OWN: CollectionRef = { owner: '4001', name: 'default' };
const BOARD: CollectionRef = { owner: '4001', name: 'board' };

let embedder: FakeEmbedder;
let engine: LocalEngine;

beforeEach(() => {
  embedder = fakeEmbedder();
  engine = openLocal(embedder);
});
afterEach(() => engine.close());

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const upload = (fileName: string, text: string, more: Partial<Upload> = {}): Upload => ({
  source: `attachment:${fileName}`,
  fileName,
  bytes: bytes(text),
  ...more,
});
const add = (uploads: readonly Upload[], collection = OWN): Promise<ChangeReport> =>
  engine.add({ collection, actor: '77', uploads });
const told = (report: ChangeReport): string[] =>
  (['added', 'changed', 'removed', 'unchanged', 'failed'] as const).flatMap((kind) =>
    report[kind].map(({ documentId }) => `${kind} ${documentId}`),
  );
const stored = (documentId: string, collection = OWN) => engine.document({ visible: [collection], documentId });

describe('add', () => {
  it('stores what was uploaded, read as a file of that ending is, and finds it', async () => {
    const report = await add([upload('notes.md', '# Minutes\n\nThe board *meets* on Tuesdays.\n')]);
    expect(told(report)).toEqual(['added uploads/notes.md']);
    expect(report.added[0]).toMatchObject({ source: 'attachment:notes.md', passages: 1 });
    expect(await stored('uploads/notes.md')).toMatchObject({
      title: 'Minutes',
      text: 'Minutes\n\nThe board meets on Tuesdays.',
      collections: ['default'],
    });
    const { hits } = await engine.search({ visible: [OWN], query: 'board meets' });
    expect(hits[0]?.passage.documentId).toBe('uploads/notes.md');
  });

  it('refreshes what is there already, and embeds nothing when it is the same', async () => {
    await add([upload('notes.txt', 'The gate opens at nine.')]);
    expect(told(await add([upload('notes.txt', 'The gate opens at nine.')]))).toEqual(['unchanged uploads/notes.txt']);
    expect(told(await add([upload('notes.txt', 'The gate opens at ten.')]))).toEqual(['changed uploads/notes.txt']);
    expect((await stored('uploads/notes.txt'))?.text).toBe('The gate opens at ten.');
  });

  it('tells how far it is by the lines of a .jsonl, and by the files', async () => {
    const line = (at: number) => JSON.stringify({ text: `Gate ${at} opens at nine.` });
    const broken = '{'.padEnd(line(1).length);
    const lines = upload('gates.jsonl', [line(1), broken, '', line(3), line(4)].join('\n'));
    const other = upload('notes.txt', 'x'.repeat(lines.bytes.length));
    const shares: number[] = [];
    await engine.add({ collection: OWN, actor: '77', uploads: [lines, other] }, ({ pace }) => {
      shares.push(Math.round((pace?.share ?? 0) * 100));
    });
    // The broken line is told of at once; the others wait for one another.
    expect(shares).toEqual([25, 25, 38, 50, 100]);
  });

  it('lets what is said of an upload win over what it says itself', async () => {
    const text = '---\ntitle: Draft\ndate: 2020-01-01\n---\n\nThe gate opens at nine.\n';
    const metadata = { title: ' Opening\nhours ', publishedAt: '2026-05', url: 'https://example.org/gate' };
    await add([upload('notes.md', text, { metadata })]);
    expect(await stored('uploads/notes.md')).toMatchObject({ ...metadata, title: 'Opening hours' });
  });

  it('makes one document of a message and its files, and says which of them it could not read', async () => {
    const message: Upload = {
      source: 'https://discord.com/channels/4001/5001/6001',
      fileName: 'message.md',
      bytes: bytes('The ferry runs on Sundays.'),
      attached: [
        { fileName: 'times.md', bytes: bytes('# Times\n\nIt leaves at eight.') },
        { fileName: 'photo.txt', bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47) },
      ],
    };
    const report = await add([message]);
    expect(told(report)).toEqual(['added messages/6001']);
    expect(report.added[0]?.reason).toContain('Cannot read photo.txt. Expected text, found a PNG image');
    const document = await stored('messages/6001');
    expect(document?.text).toBe('The ferry runs on Sundays.\n\nTimes\n\nIt leaves at eight.');
    const [heading] = document?.outline.headings ?? [];
    expect(document?.text.slice(heading?.start, heading?.end)).toBe('Times');
  });

  it('takes each line of a .jsonl as a document of the upload', async () => {
    const lines = '{"id":"a","text":"The gate opens."}\n\n{"text":"The gate shuts."}\nnonsense\n';
    const report = await add([upload('gates.jsonl', lines)]);
    expect(told(report)).toEqual([
      'added uploads/gates.jsonl#a',
      'added uploads/gates.jsonl#3',
      'failed uploads/gates.jsonl#4',
    ]);
  });

  it('reports what it cannot read, each with its reason, and stores the others', async () => {
    const report = await add([
      upload('empty.md', ''),
      upload('scan.pdf', '%PDF-1.7'),
      { source: 'attachment:bad.txt', fileName: 'bad.txt', bytes: Uint8Array.of(0x61, 0xff, 0xfe) },
      { source: 'attachment:vast.txt', fileName: 'vast.txt', bytes: new Uint8Array(20 * 1_024 * 1_024 + 1) },
      upload('link.txt', 'The gate opens.', { metadata: { url: 'javascript:alert(1)' } }),
      upload('dated.txt', 'The gate opens.', { metadata: { publishedAt: '03/04/2025' } }),
      upload('good.txt', 'The gate opens.'),
      upload('good.txt', 'The gate shuts.'),
    ]);
    expect(told(report)).toEqual([
      'added uploads/good.txt',
      'failed uploads/empty.md',
      'failed uploads/scan.pdf',
      'failed uploads/bad.txt',
      'failed uploads/vast.txt',
      'failed uploads/link.txt',
      'failed uploads/dated.txt',
      'failed uploads/good.txt',
    ]);
    for (const { reason } of report.failed) expect(reason).toMatch(/\. .+/);
    expect((await stored('uploads/good.txt'))?.text).toBe('The gate opens.');
  });

  it('keeps what it said was stored when it ends early, and goes on from there', async () => {
    const uploads = [1, 2, 3].map((at) => upload(`${at}.txt`, `The gate ${at} opens. `.repeat(500)));
    const said: string[] = [];
    const ended = engine.add({ collection: OWN, actor: '77', uploads }, ({ kind, change }) => {
      if (kind !== 'embedding') said.push(change.documentId);
      if (said.length === 1) embedder.failure = new Error('The model is gone');
    });
    await expect(ended).rejects.toMatchObject({ details: { report: { added: [{ documentId: 'uploads/1.txt' }] } } });
    expect(said).toEqual(['uploads/1.txt']);
    expect((await engine.sources({ visible: [OWN] })).map(({ id }) => id)).toEqual(said);
    embedder.failure = undefined;
    expect(told(await add(uploads))).toEqual(['added uploads/2.txt', 'added uploads/3.txt', 'unchanged uploads/1.txt']);
  });

  it('refuses a name with a reason when there is nothing to add', async () => {
    await expect(add([])).rejects.toMatchObject({ code: 'usage' });
  });

  it('is left alone by a reindex, and is taken back by undo as one change', async () => {
    await engine.ingest({ collection: OWN, actor: 'cli', targets: [engine.file('docs/a.md', 'The ferry crossed.')] });
    await add([upload('one.txt', 'The gate opens.')]);
    await add([upload('one.txt', 'The gate shuts.'), upload('two.txt', 'The gate rusts.')]);
    expect(told(await engine.reindex({ collection: OWN, actor: '77' }))).toEqual(['unchanged a.md']);
    const undone = await engine.undo({ collection: OWN, actor: '78' });
    expect(undone.undone).toMatchObject({ kind: 'add', actor: '77' });
    expect(told(undone)).toEqual(['changed uploads/one.txt', 'removed uploads/two.txt']);
    expect((await stored('uploads/one.txt'))?.text).toBe('The gate opens.');
  });

  it('can be removed, and comes back when it is added again', async () => {
    await add([upload('one.txt', 'The gate opens.')]);
    await engine.remove({ collection: OWN, actor: '77', documentId: 'uploads/one.txt' });
    expect(await stored('uploads/one.txt')).toBeUndefined();
    expect(told(await add([upload('one.txt', 'The gate opens.')]))).toEqual(['added uploads/one.txt']);
  });

  it('can be erased, old versions included', async () => {
    await add([upload('one.txt', 'The code is 4711.')]);
    await add([upload('one.txt', 'The code is secret.')]);
    await engine.erase({ collection: OWN, actor: '77', documentId: 'uploads/one.txt' });
    expect(await engine.verify({ visible: [OWN], words: 'The code is 4711.' })).toMatchObject({ outcome: 'absent' });
    await expect(engine.undo({ collection: OWN, actor: '77' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('changes nothing in another collection that has a file of the same name', async () => {
    await add([upload('one.txt', 'Open to all.')]);
    await add([upload('one.txt', 'For the board only.')], BOARD);
    await add([upload('one.txt', 'For the host only.')], HOST);
    expect((await stored('uploads/one.txt'))?.text).toBe('Open to all.');
    expect((await stored('uploads/board/one.txt', BOARD))?.text).toBe('For the board only.');
  });

  it('leaves a document alone that a file brought', async () => {
    await engine.ingest({ collection: OWN, actor: 'cli', targets: [engine.file('a.md', 'The ferry crossed.')] });
    const report = await add([upload('a.md', 'The ferry sank.', { documentId: 'a.md' })]);
    expect(report.failed[0]?.reason).toContain('from a file');
    expect((await stored('a.md'))?.text).toBe('The ferry crossed.');
  });

  it('keeps names readable, and within one segment, whatever a file is called', async () => {
    const names = ['../../etc/passwd.txt', ' a \u202e\u0000 b.txt', `${'long '.repeat(60)}.txt`];
    const report = await add(names.map((name) => upload(name, `The file ${name.length}.`)));
    const [passwd, spaces, long = ''] = report.added.map(({ documentId }) => documentId);
    expect([passwd, spaces]).toEqual(['uploads/..-..-etc-passwd.txt', 'uploads/a - b.txt']);
    expect(long.length).toBeLessThan(220);
  });
});
