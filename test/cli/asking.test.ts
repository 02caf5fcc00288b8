import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.js';
import type { AskRequest } from '../../src/engine.js';
import { failure } from '../../src/errors.js';
import type { Verification } from '../../src/model.js';
import { ABSTENTION, ANSWER, POST, VERIFICATION } from '../support/samples.js';
import { json, noting, plain, terminal } from './terminal.js';

describe('ask', () => {
  test('an answer is 0, an abstention 3; the engine is closed either way', async () => {
    const answering = terminal({ ask: async () => ANSWER });
    expect(await run(plain({ kind: 'ask', question: 'who?' }), answering)).toBe(0);
    expect(answering.out.text()).toContain('[1] “The talks were mediated');
    const abstaining = terminal({ ask: async () => ABSTENTION });
    expect(await run(plain({ kind: 'ask', question: 'who?' }), abstaining)).toBe(3);
    expect([answering.closed(), abstaining.closed()]).toEqual([1, 1]);
  });

  test('it looks in the host’s collection of that name', async () => {
    const asked: AskRequest[] = [];
    const around = terminal({ ask: noting(asked, () => ANSWER) });
    await run({ kind: 'ask', question: 'who?', collection: 'press', json: false }, around);
    expect(asked).toEqual([{ question: 'who?', visible: [{ owner: 'host', name: 'press' }] }]);
  });

  test('with JSON, standard output is the answer and nothing else', async () => {
    const around = terminal({ ask: async () => ANSWER });
    await run(json({ kind: 'ask', question: 'who?' }), around);
    expect(JSON.parse(around.out.text())).toEqual(ANSWER);
    expect(around.err.text()).toBe('');
  });

  test('when it fails, the engine is closed', async () => {
    const around = terminal({ ask: () => Promise.reject(failure('index', { what: 'broken' })) });
    await expect(run(plain({ kind: 'ask', question: 'who?' }), around)).rejects.toThrow('Broken.');
    expect(around.closed()).toBe(1);
  });
});

describe('ask --file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'questions-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  /** Each line's id, and its outcome or why there is none. */
  const results = (out: string): (string | undefined)[][] =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: string; outcome?: string; error?: { code: string } })
      .map(({ id, outcome, error }) => [id, outcome ?? error?.code]);
  const file = (text: string): string => {
    const name = path.join(folder, 'q.jsonl');
    writeFileSync(name, text);
    return name;
  };

  test('answers each line in order with its id; abstaining is done too', async () => {
    const asked: AskRequest[] = [];
    const around = terminal({ ask: noting(asked, () => (asked.length === 1 ? ABSTENTION : ANSWER)) });
    const name = file('{"id":"a","question":"one?"}\n{"id":2,"question":"two?"}\n{"question":"three?"}\n');
    expect(await run(json({ kind: 'ask-file', file: name }), around)).toBe(0);
    const lines = around.out
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id?: string; outcome: string });
    expect(asked.map((request) => request.question)).toEqual(['one?', 'two?', 'three?']);
    expect(lines.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['a', 'abstention'],
      ['2', 'answer'],
      [undefined, 'answer'],
    ]);
  });

  test('a broken line is told by its place, the others are answered, and the end is 1', async () => {
    const around = terminal({ ask: async () => ANSWER });
    const name = file('{"id":"a","question":"one?"}\n{"id":"b","quest\n{"id":"c","question":"three?"}');
    expect(await run(json({ kind: 'ask-file', file: name }), around)).toBe(1);
    expect(results(around.out.text())).toEqual([
      ['a', 'answer'],
      [undefined, 'malformed'],
      ['c', 'answer'],
    ]);
    expect(around.err.text()).toMatch(/^verbatim: .*q\.jsonl:2: Expected one JSON object/);
  });

  test('a line without a question keeps its id; as text, only standard error tells of it', async () => {
    const name = file('{"id":7,"question":" "}\n{"id":"c","question":"three?"}');
    const around = terminal({ ask: async () => ANSWER });
    expect(await run(json({ kind: 'ask-file', file: name }), around)).toBe(1);
    expect(results(around.out.text())).toEqual([
      ['7', 'malformed'],
      ['c', 'answer'],
    ]);
    const printing = terminal({ ask: async () => ANSWER });
    expect(await run(plain({ kind: 'ask-file', file: name }), printing)).toBe(1);
    expect(printing.out.text()).not.toContain('malformed');
    expect(printing.err.text()).toMatch(/q\.jsonl:1: Expected "question"/);
  });

  test('a question that is refused is told by its place, the others are answered; a broken index ends it', async () => {
    const refusing = (code: 'usage' | 'index') =>
      terminal({
        ask: async ({ question }) => {
          if (question === 'two?') throw failure(code, { what: 'The question is odd' });
          return ANSWER;
        },
      });
    const name = file('{"id":"a","question":"one?"}\n{"id":"b","question":"two?"}\n{"id":"c","question":"three?"}');
    const around = refusing('usage');
    expect(await run(json({ kind: 'ask-file', file: name }), around)).toBe(1);
    expect(results(around.out.text())).toEqual([
      ['a', 'answer'],
      ['b', 'usage'],
      ['c', 'answer'],
    ]);
    expect(around.err.text()).toMatch(/q\.jsonl:2: The question is odd\.\n$/);
    await expect(run(json({ kind: 'ask-file', file: name }), refusing('index'))).rejects.toThrow('odd');
  });

  test('reads standard input as -', async () => {
    const around = terminal({ ask: async () => ANSWER }, { readInput: async () => Buffer.from('{"question":"one?"}') });
    expect(await run(json({ kind: 'ask-file', file: '-' }), around)).toBe(0);
  });

  test('a missing or empty file is told before anything is opened', async () => {
    const around = terminal({}, { open: () => Promise.reject(new Error('opened')) });
    await expect(run(plain({ kind: 'ask-file', file: 'none.jsonl' }), around)).rejects.toThrow(
      /Cannot read none\.jsonl.*no such file/,
    );
    await expect(run(plain({ kind: 'ask-file', file: file('\n') }), around)).rejects.toThrow(/no questions/);
  });
});

test('search gives flat hits in JSON', async () => {
  const passage = {
    documentId: POST.id,
    version: POST.version,
    ordinal: 0,
    span: { start: 0, end: 9 },
    text: 'The third',
    sentences: [],
  };
  const { text: _, outline: __, ...document } = POST;
  const hit = { passage, document, rank: 1, score: 0.9, lexical: 3.2, semantic: 0.5 };
  const around = terminal({ search: async ({ query, limit }) => ({ query: `${query} ${limit}`, hits: [hit] }) });
  expect(await run(json({ kind: 'search', query: 'third', limit: 4 }), around)).toBe(0);
  const place = { documentId: POST.id, version: POST.version, start: 0, end: 9, exact: 'The third' };
  expect(JSON.parse(around.out.text())).toEqual({
    query: 'third 4',
    hits: [
      {
        ...{ rank: 1, score: 0.9, lexical: 3.2, semantic: 0.5 },
        ...place,
        ...{ title: POST.title, publisher: POST.publisher, publishedAt: '2025-06', source: POST.source },
      },
    ],
  });
});

test.each<[Verification['outcome'], number]>([
  ['exact', 0],
  ['normalised', 0],
  ['near', 3],
  ['absent', 3],
  ['earlier-version', 3],
])('verify: %s ends with %i', async (outcome, code) => {
  const around = terminal({ verify: async () => ({ ...VERIFICATION, outcome }) });
  expect(await run(json({ kind: 'verify', words: 'x' }), around)).toBe(code);
  expect(JSON.parse(around.out.text())).toMatchObject({ outcome });
});

test('summarize says how many documents have no date when nothing is new', async () => {
  const { publishedAt: _, ...undated } = POST;
  const sources = [undated, { ...POST, id: 'dated' }];
  const around = terminal({ summarize: async () => ABSTENTION, sources: async () => sources });
  expect(await run(plain({ kind: 'summarize', about: '', since: '2026' }), around)).toBe(3);
  expect(around.err.text()).toMatch(/nothing found that is dated 2026 or later\. 1 of 2 do not say/);
});

test('summarize abstains with 3', async () => {
  expect(await run(plain({ kind: 'summarize', about: 'x' }), terminal({ summarize: async () => ANSWER }))).toBe(0);
  expect(await run(plain({ kind: 'summarize', about: 'x' }), terminal({ summarize: async () => ABSTENTION }))).toBe(3);
});
