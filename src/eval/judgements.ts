/**
 * Reads a folder of documents and judged questions: `corpus.jsonl` and `queries.<split>.jsonl`. It stands alone so that
 * measuring never meets a file format, and a broken file is told by its line.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Turn } from '../engine.js';
import { failure } from '../errors.js';

/** A document as `ingest` takes it in `.jsonl`: unknown fields are left out. */
export interface JudgedDocument {
  readonly id: string;
  readonly text: string;
  readonly title?: string;
  readonly url?: string;
  readonly date?: string;
  readonly publisher?: string;
  readonly lang?: string;
}

/** A question with what people judged about it. */
export interface JudgedQuestion {
  readonly id: string;
  readonly question: string;
  /** Whether the documents answer it. */
  readonly answerable: boolean;
  /** Ids of the documents that do. May be empty, also for an answerable question. */
  readonly relevant: readonly string[];
  /** Sentences of those documents that answer. May be empty. */
  readonly evidence: readonly string[];
  /** Short answers, any of which is right. May be empty. */
  readonly answers: readonly string[];
  readonly history?: readonly Turn[];
}

export interface Judgements {
  /** Name of the folder. */
  readonly set: string;
  readonly documents: readonly JudgedDocument[];
  readonly questions: readonly JudgedQuestion[];
}

export interface Selection {
  /** Only documents and questions in this language; those without one count as `en`. */
  readonly lang: string;
  /** The part of the file name: `dev`. */
  readonly split: string;
}

/** Documents under this tag are written to mislead and belong to another experiment. */
const LEFT_OUT_TAG = 'code_minus1';
const DEFAULT_LANGUAGE = 'en';

type Row = Readonly<Record<string, unknown>>;

/** Throws `not-found` for a missing file, `malformed` for a broken line, `empty` when nothing is left of either. */
export async function readJudgements(folder: string, selection: Selection): Promise<Judgements> {
  const inLanguage = (row: Row): boolean => (row['lang'] ?? DEFAULT_LANGUAGE) === selection.lang;
  const corpusFile = path.join(folder, 'corpus.jsonl');
  const questionsFile = path.join(folder, `queries.${selection.split}.jsonl`);
  const corpus = (await readRows(corpusFile)).filter(
    ({ row }) => inLanguage(row) && !texts(row['tags']).includes(LEFT_OUT_TAG),
  );
  const judged = (await readRows(questionsFile)).filter(({ row }) => inLanguage(row));
  for (const [file, rows] of [
    [corpusFile, corpus],
    [questionsFile, judged],
  ] as const) {
    if (rows.length > 0) continue;
    throw failure('empty', {
      what: `Nothing in ${file} is in the language '${selection.lang}'`,
      remedy: 'Choose another with --lang',
    });
  }
  return {
    set: path.basename(path.resolve(folder)),
    documents: corpus.map(({ row, place }) => documentOf(row, place)),
    questions: judged.map(({ row, place }) => questionOf(row, place)),
  };
}

async function readRows(file: string): Promise<readonly { readonly row: Row; readonly place: string }[]> {
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw failure(
      'not-found',
      { what: `Cannot read ${file}`, expected: 'a file of judgements, a JSON object a line' },
      cause,
    );
  });
  return content
    .split('\n')
    .map((line, at) => ({ line, place: `${file}:${at + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => ({ row: parseRow(line, place), place }));
}

function parseRow(line: string, place: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw failure('malformed', { what: `Broken line at ${place}`, expected: 'one JSON object' }, cause);
  }
  if (typeof value === 'object' && value !== null) return value as Row;
  throw failure('malformed', { what: `Broken line at ${place}`, expected: 'one JSON object', found: typeof value });
}

/** `source` is the publisher in these files. */
function documentOf(row: Row, place: string): JudgedDocument {
  const known = {
    title: row['title'],
    url: row['url'],
    date: row['date'],
    publisher: row['source'],
    lang: row['lang'],
  };
  const stated = Object.fromEntries(Object.entries(known).filter(([, value]) => typeof value === 'string'));
  return { id: required(row, 'id', place), text: required(row, 'text', place), ...stated };
}

function questionOf(row: Row, place: string): JudgedQuestion {
  const history = row['history'];
  return {
    id: required(row, 'id', place),
    question: required(row, 'question', place),
    answerable: row['answerable'] === true,
    relevant: texts(row['relevant']),
    evidence: texts(row['evidence']),
    answers: texts(row['answers']),
    ...(Array.isArray(history) && { history: history as readonly Turn[] }),
  };
}

function required(row: Row, field: string, place: string): string {
  const value = row[field];
  if (typeof value === 'string') return value;
  throw failure('malformed', {
    what: `Broken line at ${place}`,
    expected: `"${field}" to be a text`,
    found: typeof value,
  });
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
