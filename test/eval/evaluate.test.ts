import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measurementText } from '../../src/cli/measuring.js';
import { run } from '../../src/cli/run.js';
import type { AskRequest, Engine } from '../../src/engine.js';
import { evaluate } from '../../src/eval/evaluate.js';
import { readJudgements } from '../../src/eval/judgements.js';
import { terminal } from '../cli/terminal.js';
import { ABSTENTION, ANSWER, POST } from '../support/samples.js';

const root = mkdtempSync(path.join(tmpdir(), 'judgements-'));
const folder = path.join(root, 'river');
const jsonl = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const selection = { lang: 'en', split: 'dev' };

const CORPUS = [
  {
    id: 'a',
    title: 'A',
    text: 'Text a.',
    url: 'https://a.example',
    date: '2025',
    source: 'Gazette',
    lang: 'en',
    tags: ['x'],
  },
  { id: 'b', text: 'Text b.', title: null },
  { id: 'c', text: 'Text c.', lang: 'de' },
  { id: 'd', text: 'Text d.', tags: ['code_minus1'] },
];
const QUESTIONS = [
  {
    id: '1',
    question: 'who?',
    answerable: true,
    relevant: ['post/june.txt'],
    evidence: ['Judge Oduya will stay on as mediator.'],
  },
  {
    id: '2',
    question: 'why?',
    answerable: false,
    relevant: [],
    evidence: [],
    history: [{ speaker: 'user', text: 'who?' }],
  },
  { id: '3', question: 'wer?', answerable: true, lang: 'de' },
];

beforeAll(() => {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'corpus.jsonl'), jsonl(CORPUS));
  writeFileSync(path.join(folder, 'queries.dev.jsonl'), jsonl(QUESTIONS));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('judgements', () => {
  test('are those of the language, as ingest takes documents; tagged ones are left out', async () => {
    const read = await readJudgements(folder, selection);
    expect(read.set).toBe('river');
    expect(read.documents).toEqual([
      {
        id: 'a',
        title: 'A',
        text: 'Text a.',
        url: 'https://a.example',
        date: '2025',
        publisher: 'Gazette',
        lang: 'en',
      },
      { id: 'b', text: 'Text b.' },
    ]);
    expect(read.questions.map((question) => question.id)).toEqual(['1', '2']);
    expect(read.questions[1]?.history).toEqual([{ speaker: 'user', text: 'who?' }]);
    expect((await readJudgements(folder, { ...selection, lang: 'de' })).documents).toHaveLength(1);
  });

  test('a missing file, a broken line and an unknown language are each told', async () => {
    await expect(readJudgements(folder, { ...selection, split: 'none' })).rejects.toThrow(
      /Cannot read .*queries\.none\.jsonl/,
    );
    await expect(readJudgements(folder, { ...selection, lang: 'fr' })).rejects.toThrow(/language 'fr'/);
    const broken = path.join(root, 'broken');
    mkdirSync(broken);
    writeFileSync(path.join(broken, 'corpus.jsonl'), '{"id":"a","text":"b"}\n\n{"id":\n');
    await expect(readJudgements(broken, selection)).rejects.toThrow(/corpus\.jsonl:3/);
    writeFileSync(path.join(broken, 'corpus.jsonl'), '{"id":7,"text":"b"}\n');
    writeFileSync(path.join(broken, 'queries.dev.jsonl'), jsonl(QUESTIONS));
    await expect(readJudgements(broken, selection)).rejects.toThrow(/corpus\.jsonl:1.*"id"/);
  });
});

/** Answers the first question, refuses the second, and counts how often each is asked. */
function riverEngine(asked: AskRequest[], ingested: string[]): Partial<Engine> {
  const { text: _, outline: __, ...document } = POST;
  const passage = {
    documentId: POST.id,
    version: POST.version,
    ordinal: 0,
    span: { start: 0, end: 1 },
    text: 'T',
    sentences: [],
  };
  const hit = { passage, document, rank: 1, score: 1, lexical: 1, semantic: 1 };
  return {
    ingest: async ({ targets }) => {
      ingested.push(...targets.map((target) => readFileSync(target, 'utf8')));
      return { added: [], changed: [], removed: [], unchanged: [], failed: [] };
    },
    search: async ({ query }) => ({ query, hits: [hit, { ...hit, rank: 2 }] }),
    ask: async (request) => {
      asked.push(request);
      return request.question === 'who?' || request.neverRefuse === true ? ANSWER : ABSTENTION;
    },
  };
}

test('a set is measured through the engine’s own door, and nothing is left behind', async () => {
  const asked: AskRequest[] = [];
  const ingested: string[] = [];
  const folders: string[] = [];
  const { open } = terminal(riverEngine(asked, ingested));
  const openTemporary = (dataDir: string): Promise<Engine> => {
    folders.push(dataDir);
    return open();
  };
  const measured = await evaluate(await readJudgements(folder, selection), { openTemporary });
  expect(
    ingested
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id),
  ).toEqual(['a', 'b']);
  // The refused question is asked again without refusing; the answered one is not.
  expect(asked.map(({ id, neverRefuse, history }) => [id, neverRefuse, history?.length])).toEqual([
    ['1', undefined, undefined],
    ['2', undefined, 1],
    ['2', true, 1],
  ]);
  expect(measured).toMatchObject({
    set: 'river',
    documents: 2,
    questions: 2,
    failed: [],
    hits1: 1,
    evidence1: 0,
    evidence3: 1,
  });
  expect(measured).toMatchObject({ answered: 1, refused: 1, auc: 1, quotesPerAnswer: 2, p50Ms: 4 });
  expect(folders.map((one) => existsSync(path.dirname(one)))).toEqual([false]);
});

describe('eval in the terminal', () => {
  const invocation = { kind: 'eval', collection: 'default', lang: 'en', split: 'dev' } as const;

  test('prints a line a set, and goes on after one that fails', async () => {
    const around = terminal(riverEngine([], []));
    expect(await run({ ...invocation, folders: [path.join(root, 'none'), folder], json: false }, around)).toBe(1);
    expect(around.err.text()).toMatch(/none: Cannot read .*corpus\.jsonl/);
    expect(around.out.text()).toMatch(/^river: 2 questions · hits@1 1\.000 .*· p50 4\.0 ms, p95 4\.0 ms\n$/);
  });

  test('prints an object a set with JSON', async () => {
    const around = terminal(riverEngine([], []));
    expect(await run({ ...invocation, folders: [folder, folder], json: true }, around)).toBe(0);
    const lines = around.out.text().trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ set: 'river', lang: 'en', split: 'dev', hits1: 1 });
  });

  test('says where nothing can be said', () => {
    const text = measurementText({ set: 'x', documents: 1, failed: [], questions: 3, hits1: 0.917 }, 'de');
    expect(text).toMatch(/^x \(de\): 3 questions · hits@1 \.917 @4 – @10 –/);
    expect(text).toContain('AUC –');
  });
});
