import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openReader } from '../../src/answer/readers.js';
import { openSpanReader } from '../../src/answer/span-reader.js';
import { sentences } from '../../src/text/sentences.js';

const modelsDir = path.resolve('models');
const reader = await openSpanReader({
  folder: path.join(modelsDir, 'minilm-reader-v1'),
  tokenizerFolder: path.join(modelsDir, 'all-MiniLM-L6-v2'),
  threads: 1,
});
afterAll(() => reader.close());

const TITLE = 'Harbour talks resume';
const STATED =
  'The delegations met again on Tuesday in Port Elden. Norway mediated the talks, two officials said, and no date was set for another round.';
const NOT_STATED = 'The delegations met again on Tuesday in Port Elden. No date was set for another round.';

const read = (question: string, passage: string) =>
  reader.read({ question, title: TITLE, passage, sentences: sentences(passage) });

test('the reference values of its README hold', async () => {
  const [before, stated] = await read('Who mediated the talks?', STATED);
  expect(STATED.slice(stated?.words.start, stated?.words.end)).toBe('Norway');
  expect(Math.abs((stated?.score ?? 0) - 1.6)).toBeLessThanOrEqual(0.5);
  expect(before?.score).toBeLessThan(stated?.score ?? 0);
  const none = await read('Who mediated the talks?', NOT_STATED);
  const best = Math.max(...none.map((one) => one?.score ?? Number.NEGATIVE_INFINITY));
  expect(Math.abs(best + 8.2)).toBeLessThanOrEqual(0.5);
});

test('what it marks lies inside the sentence it was asked about, whatever the text', async () => {
  const piece = fc.constantFrom(
    'Norway',
    'naïve',
    '“quoted”',
    '谈判',
    '😀',
    '1,200',
    "don't",
    '...',
    '\u200b',
    'x'.repeat(300),
  );
  const text = fc.array(piece, { maxLength: 40 }).map((words) => `${words.join(' ')}.`);
  await fc.assert(
    fc.asyncProperty(text, text, async (question, passage) => {
      const spans = sentences(passage);
      const marked = await reader.read({ question, passage, sentences: spans });
      expect(marked).toHaveLength(spans.length);
      for (const [at, one] of marked.entries()) {
        if (one === undefined) continue;
        expect(one.words.start).toBeGreaterThanOrEqual(spans[at]?.start ?? 0);
        expect(one.words.end).toBeLessThanOrEqual(spans[at]?.end ?? 0);
        expect(one.words.end).toBeGreaterThan(one.words.start);
        expect(Number.isFinite(one.score)).toBe(true);
      }
    }),
    { numRuns: 25 },
  );
});

test('a sentence beyond what the model reads is not marked, and nothing fails', async () => {
  const passage = `${'A gull sat on the quay. '.repeat(120)}Norway mediated the talks.`;
  const spans = sentences(passage);
  const marked = await reader.read({ question: 'word '.repeat(400), passage, sentences: spans });
  expect(marked[0]).toBeDefined();
  expect(marked.at(-1)).toBeUndefined();
});

test('without its files there is no reader, and a warning says so', async () => {
  const warnings: string[] = [];
  const empty = await mkdtemp(path.join(os.tmpdir(), 'verbatim-no-reader-'));
  const none = await openReader({ modelsDir: empty }, (message, error) => warnings.push(`${message}: ${error}`));
  expect(none).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining('answers are chosen without it')]);
});

test('a number or an abbreviation is marked whole', async () => {
  const passage = 'In Tolverne 3,200 voters came. The lease began on 9 May in the U.S. and ended there.';
  const [voters] = await read('How many voters came in Tolverne?', passage);
  expect(passage.slice(voters?.words.start, voters?.words.end)).toMatch(/^3,200/u);
  const [, lease] = await read('In which country did the lease begin?', passage);
  expect(passage.slice(lease?.words.start, lease?.words.end)).toMatch(/U\.S\.$/u);
});
