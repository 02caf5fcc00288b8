/**
 * What may be typed, and the words that say what was wrong: the checks of single values and the messages of usage.
 * It stands alone so that the list of commands in `parse` can be read in one go.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { distance } from 'fastest-levenshtein';

/** Longest question or query, in characters. The engine holds the same limit. */
export const MAX_QUESTION = 4_000;
/** Most hits that one search gives. */
export const MAX_LIMIT = 100;

/** Fewest and most words of a summary. The engine holds the same limits. */
export const SUMMARY_WORDS = { fewest: 20, most: 1_000 } as const;

/** A person's slip, in our words. */
export class UsageError extends Error {}

/** A collection's name as typed, or the reason why it is none. */
export function collectionName(value: string): string {
  if (/^[\p{L}\p{N}_-]{1,64}$/u.test(value)) return value;
  throw new InvalidArgumentError('Expected 1 to 64 letters, digits, - and _.');
}

/** A number of hits, 1 to `MAX_LIMIT`. */
export function hitLimit(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= MAX_LIMIT) return number;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MAX_LIMIT}.`);
}

/** A number of words, within `SUMMARY_WORDS`. */
export function summaryWords(value: string): number {
  const { fewest, most } = SUMMARY_WORDS;
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= fewest && number <= most) return number;
  throw new InvalidArgumentError(`Expected a whole number from ${fewest} to ${most}.`);
}

/** Most quotes of a timeline. The engine holds the same limit. */
export const TIMELINE_QUOTES = 20;

/** A number of quotes, 1 to `TIMELINE_QUOTES`. */
export function timelineLength(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= TIMELINE_QUOTES) return number;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${TIMELINE_QUOTES}.`);
}

/** A day, month or year as ISO 8601 writes it; whether there is such a day, the engine knows. */
export function isoDate(value: string): string {
  if (/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(value)) return value;
  throw new InvalidArgumentError('Expected a date like 2025-05-27.');
}

/** The words of several arguments as one text, which must not be empty. */
export function someWords(words: readonly string[], example: string): string {
  const text = words.join(' ').trim();
  if (text === '') throw missing('some words', example);
  return text;
}

/** A question or query of 1 to `MAX_QUESTION` characters. */
export function questionText(words: readonly string[], example: string): string {
  const text = words.join(' ').trim();
  if (text === '') throw missing('a question', example);
  const length = [...text].length;
  if (length <= MAX_QUESTION) return text;
  const [most, found] = [MAX_QUESTION, length].map((number) => number.toLocaleString('en'));
  throw new UsageError(`The question is too long. Expected at most ${most} characters, found ${found}`);
}

/** Something was left out; `example` is a command line that would be right. */
export function missing(what: string, example: string): UsageError {
  return new UsageError(`Expected ${what}, found nothing. For example: verbatim ${example}`);
}

/** A command that is not there, with the nearest one when it is near. */
export function unknownCommand(word: string, parent: Command): UsageError {
  const names = parent.commands.map((command) => command.name());
  const [nearest] = [...names].sort((a, b) => distance(word, a) - distance(word, b));
  const near = nearest !== undefined && distance(word, nearest) <= Math.max(2, Math.ceil(nearest.length / 3));
  const path = parent.parent === null ? 'verbatim' : `verbatim ${parent.name()}`;
  const remedy = near ? `Did you mean ${path} ${nearest}?` : `Expected one of ${names.join(', ')}`;
  return new UsageError(`There is no command '${word.length > 60 ? `${word.slice(0, 60)}…` : word}'. ${remedy}`);
}

/** Commander's messages begin with `error: ` in lower case and put suggestions on a line of their own. */
export function inOurWords(message: string): string {
  const text = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A usage message as it is printed. */
export function usageMessage(message: string): string {
  return `${message}${/[.?)]$/.test(message) ? '' : '.'} See verbatim --help.`;
}
