import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { load } from '../../src/ingest/sources.js';
import { type Extent, survey } from '../../src/ingest/survey.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verbatim-survey-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: string): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

it('counts bytes and documents of all targets ahead', async () => {
  write('docs/a.md', '12345');
  write('docs/b.txt', '123');
  const one = write('c.txt', '12');
  const { surveyed, extent } = await survey([join(root, 'docs'), one]);
  expect(extent).toEqual({ bytes: 10, documents: 3 });
  const placed = surveyed.flatMap(({ files }) => files.map((file) => [file.name, file.bytesBefore, file.bytes]));
  expect(placed).toEqual([
    ['a.md', 0, 5],
    ['b.txt', 5, 3],
    ['c.txt', 8, 2],
  ]);
});

it('does not guess how many documents a .jsonl holds', async () => {
  write('docs/a.md', '12345');
  write('docs/b.jsonl', '{"text":"x"}\n');
  expect((await survey([join(root, 'docs')])).extent).toEqual({ bytes: 18 });
});

it('keeps what cannot be listed for its turn', async () => {
  const { surveyed, extent } = await survey([join(root, 'none'), 'https://a.example']);
  expect(surveyed.map(({ error }) => error)).toMatchObject([{ code: 'not-found' }, { code: 'unsupported' }]);
  expect(extent).toEqual({ bytes: 0, documents: 0 });
});

it('loads with a place in the whole: every item says how many bytes are behind it', async () => {
  write('docs/a.md', 'Five!');
  write('docs/b.jsonl', '{"text":"One."}\n\n{"text"\n{"text":"Two."}');
  const extents: Extent[] = [];
  const read: [string, number][] = [];
  const targets = [join(root, 'docs'), write('c.txt', 'The end.')];
  for await (const item of load(targets, { onExtent: (extent) => extents.push(extent) })) {
    expect(extents).toHaveLength(1);
    if (item.kind !== 'listed') read.push([item.documentId, item.bytesRead]);
  }
  expect(read).toEqual([
    ['a.md', 5],
    ['b.jsonl#1', 5 + 16],
    ['b.jsonl#3', 5 + 16 + 1 + 8],
    ['b.jsonl#4', 5 + 16 + 1 + 8 + 15],
    ['c.txt', 5 + 16 + 1 + 8 + 15 + 8],
  ]);
  expect(extents).toEqual([{ bytes: 5 + 16 + 1 + 8 + 15 + 8 }]);
});

it('reads one document at a time: the next is read when it is asked for, not before', async () => {
  write('docs/a.md', 'The first.');
  const later = write('docs/b.md', 'As it stood at first.');
  const texts: string[] = [];
  for await (const item of load([join(root, 'docs')])) {
    if (item.kind === 'loaded') texts.push(item.draft.text);
    if (texts.length === 1) writeFileSync(later, 'Changed meanwhile.');
  }
  expect(texts).toEqual(['The first.', 'Changed meanwhile.']);
});
