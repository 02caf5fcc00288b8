/**
 * A file of questions, a JSON object a line, into questions and complaints. Pure; it stands alone because a broken line
 * must not cost the answers to the others.
 */
import type { Turn } from '../engine.js';
import { MAX_QUESTION } from './usage.js';

export interface AskedQuestion {
  /** As given; a number becomes its digits. */
  readonly id?: string;
  readonly question: string;
  readonly history?: readonly Turn[];
}

/** One line: a question, or why it is none, with the id that it names all the same. */
export type QuestionLine =
  | { readonly line: number; readonly asked: AskedQuestion }
  | { readonly line: number; readonly problem: string; readonly id?: string };

const NEWLINE = 0x0a;

/** The questions of a file in order; empty lines are passed over. A byte that is no UTF-8 costs its own line only. */
export function parseQuestions(bytes: Uint8Array): readonly QuestionLine[] {
  const lines: QuestionLine[] = [];
  let number = 1;
  for (let start = 0; start < bytes.length; number++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const text = decoded(bytes.subarray(start, end))?.trim();
    start = end + 1;
    if (text === '') continue;
    lines.push({
      line: number,
      ...(text === undefined
        ? { problem: 'Expected UTF-8, found bytes that are not; save the file as UTF-8' }
        : parseQuestion(text)),
    });
  }
  return lines;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

type Parsed = { readonly asked: AskedQuestion } | { readonly problem: string; readonly id?: string };

function parseQuestion(text: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `Expected one JSON object, found text that is not JSON (${(error as Error).message})` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'Expected one JSON object' };
  const { id: given, question, history } = value as Record<'id' | 'question' | 'history', unknown>;
  const id = typeof given === 'string' || typeof given === 'number' ? { id: String(given) } : {};
  if (given !== undefined && given !== null && !('id' in id)) return { problem: 'Expected "id" to be a text' };
  const problem = questionProblem(question);
  if (problem !== undefined) return { problem, ...id };
  const turns = parseHistory(history);
  if (typeof turns === 'string') return { problem: turns, ...id };
  return { asked: { ...id, question: String(question).trim(), ...(turns.length > 0 && { history: turns }) } };
}

function questionProblem(question: unknown): string | undefined {
  if (typeof question !== 'string' || question.trim() === '') {
    return 'Expected "question" to be a text that is not empty';
  }
  // In the units in which the engine counts.
  const { length } = question.trim();
  if (length <= MAX_QUESTION) return undefined;
  return `Expected a question of at most ${MAX_QUESTION.toLocaleString('en')} characters, found ${length.toLocaleString('en')}`;
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
