/**
 * Short answers as values that can be compared: dates, numbers with units, names. It stands alone because whether two answers
 * can both hold is arithmetic, and must not depend on who gave them. English.
 */
import { fold } from '../text/fold.js';

/** What a question asks for, as far as its first words tell. */
export type AnswerKind = 'date' | 'number' | 'name' | 'reason';

export interface DateValue {
  readonly kind: 'date';
  /** Absent when no year is stated. */
  readonly year?: number;
  /** Of a date without a year: the earliest it can be meant to be of. */
  readonly notBefore?: number;
  /** 1 to 12. */
  readonly month?: number;
  /** 1 to 31. */
  readonly day?: number;
}

export interface NumberValue {
  readonly kind: 'number';
  readonly values: readonly number[];
  /** A percentage, a currency's sign, or the word behind the number. */
  readonly unit?: string;
}

export interface NameValue {
  readonly kind: 'name';
  readonly words: readonly string[];
}

export type Value = DateValue | NumberValue | NameValue;

const ASKS_DATE = /\bwhen\b|\b(?:what|which) (?:year|date|day|month|century)\b/iu;
const ASKS_NUMBER =
  /\bhow (?:many|much|old|far|tall|high|large|big|long|often)\b|\bwhat (?:percent\w*|number|amount|share)\b|\bpopulation of\b|\b(?:what is|what was) the (?:area|size|height|length|elevation|median age)\b/iu;
const ASKS_REASON = /^\s*(?:why|how)\b/iu;

export function kindOf(question: string): AnswerKind {
  if (ASKS_DATE.test(question)) return 'date';
  if (ASKS_NUMBER.test(question)) return 'number';
  return ASKS_REASON.test(question) ? 'reason' : 'name';
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const SCALES: Readonly<Record<string, number>> = { hundred: 1e2, thousand: 1e3, million: 1e6, billion: 1e9 };
const EMPTY_WORDS = new Set(
  'the a an of in on at to for by and or was were is are be been from with about as his her their its it that this who which'.split(
    ' ',
  ),
);

/**
 * The value that some words state, of the kind asked for; undefined when they state none. `textYear`: the year in which their
 * document was written, as far as known, which tells the year of a "December" without one.
 */
export function statedValue(words: string, kind: AnswerKind, textYear?: number): Value | undefined {
  const tokens = tokensOf(words);
  if (kind === 'date') return dateOf(tokens, textYear);
  if (kind === 'number') return numberOf(words, tokens);
  const names = tokens.filter((token) => !EMPTY_WORDS.has(token));
  return names.length === 0 ? undefined : { kind: 'name', words: names };
}

function dateOf(tokens: readonly string[], textYear: number | undefined): DateValue | undefined {
  const numbers = tokens
    .filter((token) => /^\d{1,4}(?:st|nd|rd|th)?$/u.test(token))
    .map((token) => Number.parseInt(token, 10));
  const year = numbers.find((number) => number >= 1000 && number <= 2100);
  const month = tokens.map((token) => MONTHS.indexOf(token) + 1).find((number) => number > 0);
  const day = month === undefined ? undefined : numbers.find((number) => number >= 1 && number <= 31);
  if (year === undefined && month === undefined) return undefined;
  return {
    kind: 'date',
    ...(year !== undefined && { year }),
    // What happened "in December" happened within about a year before it was written.
    ...(year === undefined && textYear !== undefined && { notBefore: textYear - 1 }),
    ...(month !== undefined && { month }),
    ...(day !== undefined && { day }),
  };
}

function numberOf(words: string, tokens: readonly string[]): NumberValue | undefined {
  const values: number[] = [];
  let unit: string | undefined;
  for (const [at, token] of tokens.entries()) {
    const small = SMALL.indexOf(token);
    const number = /^\d+(?:\.\d+)?$/u.test(token) ? Number(token) : small >= 0 ? small : undefined;
    if (number === undefined) continue;
    const next = tokens[at + 1] ?? '';
    const scale = SCALES[next];
    values.push(number * (scale ?? 1));
    unit ??= scale === undefined ? next : tokens[at + 2];
  }
  if (values.length === 0) return undefined;
  const sign = /%|\bper ?cent\b/iu.test(words) ? '%' : /[$€£¥]/u.exec(words)?.[0];
  const named =
    sign ?? (unit === undefined || unit === '' || EMPTY_WORDS.has(unit) ? undefined : unit.replace(/s$/u, ''));
  return { kind: 'number', values, ...(named !== undefined && { unit: named }) };
}

function tokensOf(words: string): string[] {
  const plain = fold(words)
    .folded.replace(/'/gu, '')
    .replace(/(?<=\d),(?=\d{3})/gu, '');
  return plain.match(/\d+(?:\.\d+)?(?:st|nd|rd|th)?|[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Share by which two numbers may differ and still be the same, rounded or about. */
const ROUNDING = 0.02;
/** Letters that two forms of a name share at least: "Syria", "Syrian". */
const SAME_BEGINNING = 4;

/** Whether two values cannot both hold. One that is merely more precise, or told in other units, does not conflict. */
export function conflict(left: Value, right: Value): boolean {
  if (left.kind === 'date' && right.kind === 'date') return datesConflict(left, right);
  if (left.kind === 'number' && right.kind === 'number') return numbersConflict(left, right);
  if (left.kind === 'name' && right.kind === 'name') return namesConflict(left.words, right.words);
  return false;
}

function datesConflict(left: DateValue, right: DateValue): boolean {
  const apart = (one: number | undefined, other: number | undefined): boolean =>
    one !== undefined && other !== undefined && one !== other;
  const early = (one: DateValue, other: DateValue): boolean => (one.year ?? Number.MAX_VALUE) < (other.notBefore ?? 0);
  if (early(left, right) || early(right, left)) return true;
  return apart(left.year, right.year) || apart(left.month, right.month) || apart(left.day, right.day);
}

function numbersConflict(left: NumberValue, right: NumberValue): boolean {
  if (left.unit !== undefined && right.unit !== undefined && left.unit !== right.unit) return false;
  const same = (one: number, other: number): boolean => Math.abs(one - other) <= ROUNDING * Math.max(one, other);
  return !left.values.some((one) => right.values.some((other) => same(one, other)));
}

function namesConflict(left: readonly string[], right: readonly string[]): boolean {
  const alike = (one: string, other: string): boolean =>
    one === other || (one.length >= SAME_BEGINNING && one.slice(0, SAME_BEGINNING) === other.slice(0, SAME_BEGINNING));
  if (left.some((one) => right.some((other) => alike(one, other)))) return false;
  return !isInitials(left, right) && !isInitials(right, left);
}

/** "HTS" and "Hayat Tahrir al-Sham": the letters of a short name begin words of the long one, in order. */
function isInitials(short: readonly string[], long: readonly string[]): boolean {
  const [name, ...others] = short;
  if (name === undefined || others.length > 0 || name.length < 2 || name.length > long.length) return false;
  let at = 0;
  for (const word of long) if (word[0] === name[at]) at += 1;
  return at === name.length;
}
