import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ABSTENTION, ANSWER, GAZETTE, NEAREST, POST } from '../support/samples.js';

const root = mkdtempSync(path.join(tmpdir(), 'quotes-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The corpus as it went in: decomposed, with other spaces and soft hyphens. */
const CORPUS = [GAZETTE, POST].map(({ id, text }) => ({
  id,
  text: text.replaceAll(' ', '\u00a0 ').replace('mediated', 'me\u00addiated'),
}));

function check(answers: readonly object[], corpus: readonly object[] = CORPUS) {
  const files = Object.entries({ exported: [GAZETTE, POST], answers, corpus }).map(([name, rows]) => {
    const file = path.join(root, `${name}.jsonl`);
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return file;
  });
  const script = path.join(import.meta.dirname, '../../check/quotes.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...files], { encoding: 'utf8' });
  return { status, counts: JSON.parse(stdout) as object, stderr };
}

function answerWith(change: object): object {
  const [citation] = ANSWER.citations;
  return { ...ANSWER, citations: [{ ...citation, quote: { ...citation?.quote, ...change } }] };
}

test('true quotes pass, but for spaces and soft hyphens', () => {
  const { status, counts } = check([ANSWER, ABSTENTION]);
  expect(counts).toEqual({ answers: 2, citations: 2, nearest: 1, version: 0, slice: 0, corpus: 0, false: 0 });
  expect(status).toBe(0);
});

test.each([
  [
    'words that differ by one character',
    { exact: `${ANSWER.citations[0]?.quote.exact.slice(0, -1)}!` },
    { slice: 1, corpus: 1 },
  ],
  ['an offset that is off by one', { start: (ANSWER.citations[0]?.quote.start ?? 0) + 1 }, { slice: 1, corpus: 0 }],
  ['a version that is not the text’s hash', { version: POST.version }, { version: 1, slice: 0 }],
  ['a document that is not there', { documentId: 'none' }, { version: 1, slice: 1, corpus: 1 }],
])('%s is false', (_, change, expected) => {
  const { status, counts, stderr } = check([answerWith(change)]);
  expect([status, counts]).toMatchObject([1, { ...expected, false: 1 }]);
  expect(stderr).toContain('who mediated the talks');
});

test('a nearest passage is checked like a quote', () => {
  const { status, counts } = check([{ ...ABSTENTION, nearest: [{ ...NEAREST, exact: 'invented' }] }]);
  expect([status, counts]).toMatchObject([1, { slice: 1, corpus: 1, false: 1 }]);
});

test('words that the corpus never had are false even where the export has them', () => {
  const { status, counts } = check([ANSWER], [{ id: GAZETTE.id, text: 'Something else.' }, CORPUS[1] ?? {}]);
  expect([status, counts]).toMatchObject([1, { slice: 0, corpus: 1 }]);
});
