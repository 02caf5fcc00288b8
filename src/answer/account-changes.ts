/**
 * Where two publications state the same thing with another number or date. It stands alone because a change that is none is
 * worse than one that is missed: only sentences that share most of their words, and differ in one value, are compared.
 */
import type { Document, Span } from '../model.js';
import { terms } from '../text/terms.js';
import { conflict, type Value } from './claim-value.js';
import { datesIn, writtenAt } from './dates.js';
import { numbersIn } from './numbers.js';
import type { SummarySentence } from './summary-sentence.js';

/** A sentence and the publication that it stands in. */
export interface Account {
  readonly sentence: SummarySentence;
  readonly document: Document;
}

/** What was stated of one thing, each value as long as nobody contradicted it. */
export interface AccountChange {
  readonly about: string;
  /** At least two, in order of publication; `accounts` likewise. A value that comes back is a position of its own again. */
  readonly positions: readonly { readonly claim: string; readonly accounts: readonly Account[] }[];
}

/** Share of the words of the shorter sentence, values apart, that the other one must have too. */
const SHARED = 0.6;
/** Fewest words that two sentences must share. */
const FEWEST = 3;
/** Words after a number that say what is counted. */
const COUNTED = 2;
/** So many words after a number say of what it is; fewer need those before it. */
const TELLING = 3;

interface Statement extends Account {
  readonly value: Value;
  /** Of a number: the word that says what is counted. */
  readonly counted?: string;
  /** Terms of the sentence without its values. */
  readonly about: ReadonlySet<string>;
}

/** `accounts` in order of publication. */
export function changesOf(accounts: readonly Account[]): AccountChange[] {
  const threads: Statement[][] = [];
  for (const statement of accounts.flatMap(statementsOf)) {
    const thread = threads.find((known) => known.some((other) => isOfSame(other, statement)));
    if (thread === undefined) threads.push([statement]);
    else thread.push(statement);
  }
  return threads.flatMap((thread) => {
    const positions = positionsOf(thread);
    const [first] = thread;
    return first === undefined || positions.length < 2 ? [] : [{ about: subjectOf(first), positions }];
  });
}

function positionsOf(thread: readonly Statement[]): AccountChange['positions'] {
  const positions: { claim: string; accounts: Account[]; value: Value }[] = [];
  for (const { value, sentence, document } of thread) {
    const last = positions.at(-1);
    if (last !== undefined && !conflict(last.value, value)) last.accounts.push({ sentence, document });
    else
      positions.push({ claim: sentence.text.slice(value.start, value.end), accounts: [{ sentence, document }], value });
  }
  return positions;
}

/** The numbers and dates of a sentence, each with what it is said of. */
function statementsOf(account: Account): Statement[] {
  const { text } = account.sentence;
  const dates = datesIn(text, writtenAt(account.document));
  const free = (span: Span): boolean => dates.every(({ start, end }) => span.end <= start || span.start >= end);
  const numbers = numbersIn(text).filter(free);
  const about = new Set(terms(without(text, [...dates, ...numbers]), account.document.language));
  const counts = numbers.flatMap((value): Statement[] => {
    const counted = countedBy(text, value.end);
    return counted === undefined ? [] : [{ ...account, value, counted, about }];
  });
  const [only, ...others] = dates;
  // "July" and "now" move with the day on which they are written.
  const isDated = only?.days !== undefined && others.length === 0 && (only.day !== undefined || !only.isConcluded);
  return isDated && only !== undefined ? [...counts, { ...account, value: only, about }] : counts;
}

function isOfSame(earlier: Statement, later: Statement): boolean {
  if (earlier.document.id === later.document.id || earlier.value.kind !== later.value.kind) return false;
  if (earlier.counted !== later.counted) return false;
  const [small, large] = [earlier.about, later.about].sort((left, right) => left.size - right.size);
  if (small === undefined || large === undefined) return false;
  const shared = [...small].filter((term) => large.has(term)).length;
  return shared >= FEWEST && shared >= SHARED * small.size;
}

/** "12 people": what is counted, stemmed; undefined for a number that counts nothing that is named. */
function countedBy(text: string, end: number): string | undefined {
  const after = text.slice(end).match(/^(?:\s+\p{L}[\p{L}'’-]*){1,4}/u)?.[0] ?? '';
  const [noun] = terms(after).slice(0, COUNTED);
  return noun;
}

function without(text: string, spans: readonly Span[]): string {
  return spans.reduce(cut, text);
}

/** Of the same length, so that the other spans hold. */
function cut(text: string, { start, end }: Span): string {
  return `${text.slice(0, start)}${' '.repeat(end - start)}${text.slice(end)}`;
}

/** What the value is said of, in the document's words: those beside it, on both sides where one tells too little. */
function subjectOf({ sentence: { text }, value, counted }: Statement): string {
  const before =
    text
      .slice(0, value.start)
      .match(/(?:\p{L}[\p{L}'’-]*\s+){1,5}$/u)?.[0]
      .trim() ?? '';
  if (counted === undefined) return before === '' ? text.slice(0, value.start).trim() : before;
  const after =
    text
      .slice(value.end)
      .match(/^(?:\s+\p{L}[\p{L}'’-]*){1,5}/u)?.[0]
      .trim() ?? '';
  return before === '' || after.split(/\s+/u).length >= TELLING ? after : `${before} … ${after}`;
}
