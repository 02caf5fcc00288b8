import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseLine } from '../../src/ingest/jsonl.js';
import { parseMarkdown } from '../../src/ingest/parsers/markdown.js';
import { type Failed, type Listed, type Loaded, load } from '../../src/ingest/sources.js';
import type { Document } from '../../src/model.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verbatim-jsonl-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function loadFile(content: string | Uint8Array, maxBytes?: number): Promise<(Loaded | Failed | Listed)[]> {
  const path = join(root, 'c.jsonl');
  writeFileSync(path, content);
  const items: (Loaded | Failed | Listed)[] = [];
  for await (const item of load([path], maxBytes === undefined ? {} : { maxBytes })) items.push(item);
  return items;
}

/** A loaded document as `export` writes it. */
function exported({ documentId, source, draft }: Pick<Loaded, 'documentId' | 'source' | 'draft'>): Document {
  const version = createHash('sha256').update(draft.text).digest('hex');
  return { id: documentId, version, collections: ['default'], source, ...draft };
}

describe('.jsonl', () => {
  it('makes a document of each line, with the fields that are known', async () => {
    const line = {
      id: 'a',
      title: 'Envoys meet',
      text: 'They\u00a0met.\r\nTwice.',
      url: 'https://a.example',
      date: '2026-03-03',
      publisher: 'Ledger',
      author: 'T. B.',
      lang: 'en',
      source: 'x',
      extra: [1],
    };
    const content = `\ufeff${JSON.stringify(line)}\r\n\n${JSON.stringify({ text: 'No id.' })}\n${JSON.stringify({ id: 7, text: 'A number.' })}`;
    const bytesUpTo = (words: string): number => Buffer.byteLength(content.slice(0, content.indexOf(words)));
    const items = await loadFile(content);
    const path = join(root, 'c.jsonl');
    expect(items).toEqual([
      {
        kind: 'loaded',
        documentId: 'a',
        source: `${path}#1`,
        target: path,
        bytesRead: bytesUpTo('\n') + 1,
        draft: {
          title: 'Envoys meet',
          text: 'They met.\nTwice.',
          url: 'https://a.example',
          publishedAt: '2026-03-03',
          publisher: 'Ledger',
          author: 'T. B.',
          language: 'en',
          outline: { headings: [], pageStarts: [] },
        },
      },
      {
        kind: 'loaded',
        documentId: 'c.jsonl#3',
        source: `${path}#3`,
        target: path,
        bytesRead: bytesUpTo('{"id":7'),
        draft: { text: 'No id.', outline: { headings: [], pageStarts: [] } },
      },
      {
        kind: 'loaded',
        documentId: '7',
        source: `${path}#4`,
        target: path,
        bytesRead: Buffer.byteLength(content),
        draft: { text: 'A number.', outline: { headings: [], pageStarts: [] } },
      },
      { kind: 'listed', target: path, documents: 3, skipped: 0 },
    ]);
  });

  it('reports a broken line 3 by its number, reads the others, and thinks nothing gone', async () => {
    const items = await loadFile(
      '{"id":"a","text":"A."}\n{"id":"b","text":"B."}\n{"id":"c","text"\n{"id":"d","text":"D."}\n',
    );
    expect(items.map((item) => (item.kind === 'listed' ? 'listed' : item.documentId))).toEqual([
      'a',
      'b',
      'c.jsonl#3',
      'd',
    ]);
    expect(items[2]).toMatchObject({
      code: 'malformed',
      reason: expect.stringContaining(`${join(root, 'c.jsonl')}:3`),
    });
  });

  it.each([
    ['{"id":"a"}', 'malformed', /"text" to be a string, found no such field/],
    ['{"id":"a","text":" \u200b "}', 'empty', /words/],
    ['{"id":"a","text":["x"]}', 'malformed', /found a list/],
    ['["a"]', 'malformed', /one JSON object/],
    ['{"id":["a"],"text":"x"}', 'malformed', /"id"/],
    ['{"id":"a\\ud800","text":"x"}', 'malformed', /"id".*half a character/],
    ['{"id":"  ","text":"x"}', 'malformed', /"id".*spaces only/],
    [
      '{"id":"a","text":"x","outline":{"headings":[{"level":1,"title":"y","start":0,"end":1}],"pageStarts":[]}}',
      'malformed',
      /"outline"/,
    ],
  ])('refuses %s', (line, code, message) => {
    expect(() => parseLine(line, 'c.jsonl:1')).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it('knows a failed document by its id, so that the file still counts as seen whole', async () => {
    const items = await loadFile('{"id":"a","text":""}\n{"id":"b","text":"B."}');
    expect(items.map((item) => item.kind)).toEqual(['failed', 'loaded', 'listed']);
    expect(items[0]).toMatchObject({ documentId: 'a', code: 'empty' });
  });

  it('refuses a line over the limit, or in another encoding, and an id given twice', async () => {
    const long = JSON.stringify({ id: 'long', text: 'x'.repeat(200_000) });
    const items = await loadFile(
      Buffer.concat([
        Buffer.from(`${long}\n{"id":"a","text":"A."}\n{"id":"a","text":"Again."}\n`),
        Buffer.from('{"id":"e","text":"\u00e9"}', 'latin1'),
      ]),
      1_000,
    );
    expect(items.map((item) => (item.kind === 'failed' ? item.code : item.kind))).toEqual([
      'too-large',
      'loaded',
      'duplicate-id',
      'malformed',
    ]);
    expect(items[2]).toMatchObject({ reason: expect.stringMatching(/c\.jsonl#2 and .*c\.jsonl#3/) });
  });

  it('fails a file without lines', async () => {
    expect(await loadFile('\n \n')).toMatchObject([{ kind: 'failed', code: 'empty' }]);
  });

  it('restores what was exported: text, outline, metadata', () => {
    const part = fc.oneof(
      fc.constantFrom('# Envoys', '## The *quay*', 'They met.', '- item', '> so'),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const draft = parseMarkdown(`# Start\n\n${parts.join('\n\n')}`, 'a.md');
        const line = JSON.stringify(exported({ documentId: 'a', source: 's', draft }));
        expect(parseLine(line, 'e.jsonl:1')).toEqual({ id: 'a', draft });
      }),
      { numRuns: 500 },
    );
  });

  it('restores the sample corpus from its export', async () => {
    const loaded: Loaded[] = [];
    for await (const item of load([resolve(import.meta.dirname, '../../documents')]))
      if (item.kind === 'loaded') loaded.push(item);
    expect(loaded.length).toBeGreaterThanOrEqual(14);
    const restored = await loadFile(loaded.map((item) => JSON.stringify(exported(item))).join('\n'));
    expect(
      restored.filter((item) => item.kind === 'loaded').map(({ documentId, draft }) => ({ documentId, draft })),
    ).toEqual(loaded.map(({ documentId, draft }) => ({ documentId, draft })));
  });

  it('says nothing in the sample corpus that is furniture, and knows title, paper and date of every dispatch', async () => {
    for await (const item of load([resolve(import.meta.dirname, '../../documents')])) {
      expect(item.kind).not.toBe('failed');
      if (item.kind !== 'loaded') continue;
      expect(item.draft.title, item.documentId).toBeDefined();
      expect(item.draft.publisher, item.documentId).toMatch(
        /^(The Port Elden Courier|Halvern Ledger|The Saltmarsh Gazette|Meridian Wire)$/,
      );
      expect(item.draft.publishedAt, item.documentId).toMatch(/^202[56]-\d\d-\d\d/);
      expect(item.draft.text).not.toMatch(
        /cookie|Skip to|Share|newsletter|\u00a9|Related|Privacy|Copy link|Home|comment/,
      );
    }
  });
});
