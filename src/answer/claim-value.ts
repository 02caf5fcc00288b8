/**
 * What an answer says as a value that can be compared: a date, an amount, a name, or yes and no. It stands alone because whether two
 * answers contradict each other is a question about values, whoever gave them and however surely.
 */
import type { Span } from '../model.js';
import { fold } from '../text/fold.js';
import { overlaps } from '../text/spans.js';
import { type DateValue, datesConflict, datesIn } from './dates.js';
import type { AnswerKind } from './kind.js';
import { namesMeet, nameWords } from './names.js';
import { type NumberValue, numbersConflict, numbersIn } from './numbers.js';

/** A name or another short phrase. */
export interface PhraseValue extends Span {
  readonly kind: 'phrase';
  readonly text: string;
}

/** Whether the sentence affirms. */
export interface PolarityValue extends Span {
  readonly kind: 'polarity';
  readonly isYes: boolean;
}

/** Offsets are those of the sentence it was found in. */
export type Value = DateValue | NumberValue | PhraseValue | PolarityValue;

export interface Asked {
  readonly question: string;
  readonly kind: AnswerKind;
}

export interface Answering {
  readonly sentence: string;
  /** The words that answer, as offsets in `sentence`. */
  readonly words: Span;
  /** When the text was written, as far as known. */
  readonly written?: Date | undefined;
}

/** A longer phrase describes; two descriptions that differ may both hold. */
const LONGEST_PHRASE = 6;
const NEGATION =
  /\b(?:not|never|no|none|nobody|neither|nor|without|cannot|fail(?:s|ed)? to|refus\w+|den(?:y|ied|ies))\b|n['’]t\b/iu;
const ASKS_COUNT = /\bpopulation\b|\bhow many\b/iu;
const ASKS_END = /\b(?:die|died|dies|death|end|ended|ends|close|closed|finish\w*|dissolved|until)\b/iu;

/** Undefined when the words hold nothing of the kind asked for that could be compared. */
export function comparableValue({ question, kind }: Asked, { sentence, words, written }: Answering): Value | undefined {
  if (kind === 'yes-no') return { kind: 'polarity', ...words, isYes: !NEGATION.test(sentence) };
  if (kind === 'other') return undefined;
  if (kind === 'date')
    return dateAmong(
      question,
      datesIn(sentence, written).filter((date) => overlaps(date, words)),
    );
  if (kind === 'number') return numbersIn(sentence).find((number) => overlaps(number, words) && fits(question, number));
  const text = sentence.slice(words.start, words.end);
  const own = nameWords(text);
  const asked = new Set(nameWords(question));
  const isNew = own.some((word) => !asked.has(word));
  if (!isNew || own.length > LONGEST_PHRASE || (kind === 'person' && !isName(text, sentence))) return undefined;
  return { kind: 'phrase', ...words, text };
}

/** The two cannot both be the one answer. */
export function conflict(left: Value, right: Value): boolean {
  if (left.kind === 'date' && right.kind === 'date') return datesConflict(left, right);
  if (left.kind === 'number' && right.kind === 'number') return numbersConflict(left, right);
  if (left.kind === 'phrase' && right.kind === 'phrase') return !namesMeet(left.text, right.text);
  return left.kind === 'polarity' && right.kind === 'polarity' && left.isYes !== right.isYes;
}

/** Whether a sentence has these words, case and punctuation aside. */
export function mentions(sentence: string, words: string): boolean {
  return ` ${plain(sentence)} `.includes(` ${plain(words)} `);
}

/** Whether a text sets a place in another: "Selby, Varrow", "Selby in the Varrow", "Selby (Varrow)". */
export function isPlacedIn(text: string, place: string, larger: string): boolean {
  const [inner, outer] = [plain(place), plain(larger)].map((words) => words.replaceAll(' ', '[ ,-]+'));
  if (inner === '' || outer === '') return false;
  const folded = fold(text).folded;
  return new RegExp(`(?<![\\p{L}\\p{N}])${inner}(?:,? in|,| \\()\\s*(?:the )?${outer}(?![\\p{L}\\p{N}])`, 'u').test(
    folded,
  );
}

function plain(text: string): string {
  return fold(text)
    .folded.replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** An amount of people is no length; one of miles answers only who asks for miles. */
function fits(question: string, { dimension, unit }: NumberValue): boolean {
  if (dimension === undefined || !ASKS_COUNT.test(question)) return true;
  return unit !== undefined && fold(question).folded.includes(fold(unit).folded.replace(/s$/u, ''));
}

/** Where texts have capitals, somebody's name has one. */
function isName(text: string, sentence: string): boolean {
  return /\p{Lu}/u.test(text) || !/\p{Ll}/u.test(sentence.slice(1)) || !/\p{Lu}/u.test(sentence);
}

/** "Between 1861 and 1862" is one answer; of a life or a reign, the end that the question asks for. */
function dateAmong(question: string, dates: readonly DateValue[]): DateValue | undefined {
  const [first, ...others] = dates;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return first;
  const { days } = first;
  if (days === undefined || last.days === undefined) return first;
  if (last.days.last - days.first > LONG_DAYS) return ASKS_END.test(question) ? last : first;
  return {
    kind: 'date',
    start: first.start,
    end: last.end,
    days: { first: days.first, last: last.days.last },
    isConcluded: false,
  };
}

/** What lasts longer has a beginning and an end, and a question asks for one of them. */
const LONG_DAYS = 5 * 366;
