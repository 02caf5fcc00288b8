/**
 * A file of questions, a JSON object a line, into questions and complaints. Pure; it stands alone because a broken line
 * must not cost the answers to the others.
 */
import type { Turn } from '../engine.js';
import { failure } from '../errors.js';
import { MAX_QUESTION } from './usage.js';

export interface AskedQuestion {
  /** As given; a number becomes its digits. */
  readonly id?: string;
  readonly question: string;
  readonly history?: readonly Turn[];
}

/** One line: a question, or why it is none. */
export type QuestionLine =
  | { readonly line: number; readonly asked: AskedQuestion }
  | { readonly line: number; readonly problem: string };

/** The questions of a file in order; empty lines are passed over. Throws `malformed` when it is not UTF-8. */
export function parseQuestions(bytes: Uint8Array, name: string): readonly QuestionLine[] {
  return decoded(bytes, name)
    .split('\n')
    .map((text, at) => ({ text: text.trim(), line: at + 1 }))
    .filter(({ text }) => text !== '')
    .map(({ text, line }) => {
      const result = parseQuestion(text);
      return typeof result === 'string' ? { line, problem: result } : { line, asked: result };
    });
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const parts = { what: `Cannot read ${name}`, expected: 'UTF-8', found: 'bytes that are not' };
    throw failure('malformed', { ...parts, remedy: 'Save it as UTF-8' }, cause);
  }
}

function parseQuestion(text: string): AskedQuestion | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `Expected one JSON object, found text that is not JSON (${(error as Error).message})`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'Expected one JSON object';
  const { id, question, history } = value as Record<'id' | 'question' | 'history', unknown>;
  if (typeof question !== 'string' || question.trim() === '')
    return 'Expected "question" to be a text that is not empty';
  const length = [...question.trim()].length;
  if (length > MAX_QUESTION) {
    return `Expected a question of at most ${MAX_QUESTION.toLocaleString('en')} characters, found ${length.toLocaleString('en')}`;
  }
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number')
    return 'Expected "id" to be a text';
  const turns = parseHistory(history);
  if (typeof turns === 'string') return turns;
  return {
    ...(id !== undefined && id !== null && { id: String(id) }),
    question: question.trim(),
    ...(turns.length > 0 && { history: turns }),
  };
}

function parseHistory(value: unknown): readonly Turn[] | string {
  if (value === undefined || value === null) return [];
  const expected = 'Expected "history" to be a list of {"speaker": "user" or "agent", "text"}';
  if (!Array.isArray(value)) return expected;
  const turns: Turn[] = [];
  for (const turn of value as readonly Partial<Record<'speaker' | 'text', unknown>>[]) {
    const { speaker, text } = turn ?? {};
    if ((speaker !== 'user' && speaker !== 'agent') || typeof text !== 'string') return expected;
    turns.push({ speaker, text });
  }
  return turns;
}
