/**
 * What a source states about itself, brought to one form: dates, languages, addresses, names. It stands alone because
 * every parser states metadata and a wrong guess here is shown under a quote. What is unclear is left out.
 */
import type { Metadata } from '../model.js';
import { singleLine } from './blocks.js';

/** Longest title, name or address kept, in UTF-16 code units. */
const LONGEST_FIELD = 500;

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const MONTH =
  '(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december)\\.?';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,? )?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';
const TIME =
  '(?:,?(?: at| -| \u2013)? \\d{1,2}[:.]\\d{2}(?::\\d{2})? ?(?:[ap]\\.?m\\.?)?(?: ?\\(?(?:[a-z]{2,5}|[+-]\\d{4})\\)?)?)?';

const ISO = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[t ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(z|[+-]\d{2}:?\d{2})?)?)?)?$/i;
const DAY_MONTH_YEAR = new RegExp(`^${WEEKDAY}${DAY}(?: of)? ${MONTH},? (\\d{4})${TIME}$`, 'i');
const MONTH_DAY_YEAR = new RegExp(`^${WEEKDAY}${MONTH} ${DAY},? (\\d{4})${TIME}$`, 'i');
const MONTH_YEAR = new RegExp(`^${MONTH},? (\\d{4})$`, 'i');
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/;
const NUMBERS = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

/**
 * A date as ISO 8601, as precise as it is stated: `2025`, `2025-05`, `2025-05-27` or with a time. ISO and plain English
 * forms. Undefined for what is no date, and for `03/04/2025`, which is two different days on two sides of an ocean.
 */
export function isoDate(stated: string): string | undefined {
  const text = singleLine(stated.slice(0, 200));
  const iso = ISO.exec(text);
  if (iso !== null) return fromIso(iso);
  const dayFirst = DAY_MONTH_YEAR.exec(text);
  if (dayFirst !== null) return dated(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]);
  const monthFirst = MONTH_DAY_YEAR.exec(text);
  if (monthFirst !== null) return dated(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  const month = MONTH_YEAR.exec(text);
  if (month !== null) return `${month[2]}-${two(monthNumber(month[1]))}`;
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) return dated(yearFirst[1], Number(yearFirst[2]), yearFirst[3]);
  return fromNumbers(NUMBERS.exec(text));
}

/** A language tag, lower case, `_` read as `-`; undefined when it is none. */
export function languageTag(stated: string): string | undefined {
  const tag = stated.trim().replaceAll('_', '-').toLowerCase();
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/.test(tag) ? tag : undefined;
}

/** An absolute web address, as stated; undefined for anything else. */
export function webAddress(stated: string): string | undefined {
  const address = stated.trim();
  if (!/^https?:\/\//i.test(address) || address.length > 2_000 || !URL.canParse(address)) return undefined;
  return address;
}

/** Fields as some source states them, not yet checked. */
export interface StatedFields {
  readonly title?: string | undefined;
  readonly publisher?: string | undefined;
  readonly author?: string | undefined;
  readonly url?: string | undefined;
  readonly publishedAt?: string | undefined;
  readonly language?: string | undefined;
}

/** Only what was stated and makes sense. */
export function statedMetadata(fields: StatedFields): Metadata {
  const entries = [
    ['title', words(fields.title)],
    ['publisher', words(fields.publisher)],
    ['author', words(fields.author)],
    ['url', webAddress(fields.url ?? '')],
    ['publishedAt', isoDate(fields.publishedAt ?? '')],
    ['language', languageTag(fields.language ?? '')],
  ] as const;
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function words(stated: string | undefined): string | undefined {
  if (stated === undefined) return undefined;
  const text = singleLine(stated.slice(0, 4 * LONGEST_FIELD));
  return text === '' || text.length > LONGEST_FIELD ? undefined : text;
}

function fromIso(match: RegExpExecArray): string | undefined {
  const [, year, month, day, time, zone] = match;
  if (month === undefined) return plausibleYear(year) ? year : undefined;
  if (day === undefined) return plausibleYear(year) && inRange(Number(month), 1, 12) ? `${year}-${month}` : undefined;
  const date = dated(year, Number(month), day);
  if (date === undefined || time === undefined) return date;
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?$/.test(time)) return date;
  return `${date}T${time}${(zone ?? '').toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`;
}

/** Day and month by numbers: clear only when one of them cannot be a month, or both are the same. */
function fromNumbers(match: RegExpExecArray | null): string | undefined {
  if (match === null) return undefined;
  const first = Number(match[1]);
  const second = Number(match[2]);
  if (first > 12 || first === second) return dated(match[3], second, match[1]);
  return second > 12 ? dated(match[3], first, match[2]) : undefined;
}

function dated(year: string | undefined, month: number, day: string | undefined): string | undefined {
  const date = Number(day);
  if (!plausibleYear(year) || !inRange(month, 1, 12)) return undefined;
  const lastDay = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  return inRange(date, 1, lastDay) ? `${year}-${two(month)}-${two(date)}` : undefined;
}

function plausibleYear(year: string | undefined): boolean {
  return inRange(Number(year), 1000, 2999);
}

function inRange(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function monthNumber(name: string | undefined): number {
  return MONTHS.findIndex((month) => month.startsWith((name ?? '?').toLowerCase().slice(0, 3))) + 1;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
