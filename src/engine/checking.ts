/**
 * Requests as the engine takes them: what comes from people and other programs is looked at once, here, and said to be
 * wrong in words that they can act on. Every function throws `usage`.
 */
import { CAUTIONS } from '../answer/confidence.js';
import type { AskRequest, SummarizeRequest, TimelineRequest, Turn } from '../engine.js';
import { failure } from '../errors.js';
import { isDate } from './recent.js';

const LONGEST_QUESTION = 4_000;

/** What comes from other programs may be of any shape. */
export function checkedAsk(request: AskRequest): AskRequest {
  const { caution, history } = request;
  if (caution !== undefined && !CAUTIONS.includes(caution)) {
    throw failure('usage', {
      what: 'The caution cannot be used',
      expected: CAUTIONS.join(', '),
      found: String(caution),
    });
  }
  const isTurn = (turn: Partial<Turn> | null): boolean =>
    (turn?.speaker === 'user' || turn?.speaker === 'agent') && typeof turn.text === 'string';
  if (history !== undefined && !(Array.isArray(history) && history.every(isTurn))) {
    throw failure('usage', {
      what: 'The conversation cannot be used',
      expected: 'a list of turns, each with speaker (user or agent) and text',
    });
  }
  return { ...request, question: checkedText(request.question, 'question') };
}

export function checkedTimeline(request: TimelineRequest): TimelineRequest {
  const { topic, since, length } = request;
  if (length !== undefined) checkedCount(length, 'length', [1, 20]);
  checkedDate(since);
  return { ...request, topic: checkedText(topic, 'topic') };
}

function checkedDate(since: string | undefined): void {
  if (since === undefined || isDate(since)) return;
  throw failure('usage', { what: 'The date cannot be used', expected: 'a date like 2025-05-27', found: since });
}

export function checkedSummary(request: SummarizeRequest): SummarizeRequest {
  const { about, documentId, since, length, words } = request;
  const isScoped = documentId !== undefined || since !== undefined;
  if (length !== undefined) checkedCount(length, 'length', [1, 10]);
  if (words !== undefined) checkedCount(words, 'number of words', [20, 1_000]);
  checkedDate(since);
  return { ...request, about: isScoped && about.trim() === '' ? '' : checkedText(about, 'topic') };
}

export function checkedText(text: string, what: string): string {
  const trimmed = text.trim();
  if (trimmed === '') {
    throw failure('usage', { what: `The ${what} is empty`, expected: `a ${what} of at least one character` });
  }
  if (trimmed.length > LONGEST_QUESTION) {
    throw failure('usage', {
      what: `The ${what} is too long`,
      expected: `at most ${LONGEST_QUESTION.toLocaleString('en')} characters`,
      found: trimmed.length.toLocaleString('en'),
      remedy: `Shorten the ${what}`,
    });
  }
  return trimmed;
}

export function checkedCount(count: number, what: string, [least, most]: readonly [number, number]): number {
  if (Number.isInteger(count) && count >= least && count <= most) return count;
  throw failure('usage', {
    what: `The ${what} cannot be used`,
    expected: `a whole number from ${least} to ${most}`,
    found: String(count),
  });
}
