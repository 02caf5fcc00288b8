/**
 * The dates that a text names, each as the days it may mean. It stands alone because two sentences disagree about a date only
 * when no day fits both: "May", "4 May" and "the 1980s" are ranges, not points. English; chrono-node reads what names a month or
 * a day, the years, decades and centuries that it leaves are read here.
 */
import { casual, type ParsedResult } from 'chrono-node/en';
import type { Span } from '../model.js';

export interface DateValue extends Span {
  readonly kind: 'date';
  /** First and last day it may mean, as days since 1970-01-01; absent of a date without a year that nothing tells. */
  readonly days?: { readonly first: number; readonly last: number };
  /** 1 to 12. */
  readonly month?: number;
  readonly day?: number;
  /** True when the year is not written but concluded from when the text was written. */
  readonly isConcluded: boolean;
}

type Known = Pick<DateValue, 'days' | 'month' | 'day' | 'isConcluded'>;

/** "About 1835" may be off by this many years. */
const ABOUT_YEARS = 5;
const DAY_MS = 86_400_000;

/** `written`: when the text was written, as far as known; dates without a year lie before it. Spans are offsets in `text`. */
export function datesIn(text: string, written?: Date): DateValue[] {
  const named = namedDates(text, written);
  const free = (span: Span): boolean => named.every(({ start, end }) => span.end <= start || span.start >= end);
  return [...named, ...bareYears(text).filter(free)].sort((left, right) => left.start - right.start);
}

/** The two cannot both be right. Two dates without a year only by their months and days. */
export function datesConflict(left: Known, right: Known): boolean {
  if (left.days !== undefined && right.days !== undefined) {
    return left.days.last < right.days.first || right.days.last < left.days.first;
  }
  const differs = (one?: number, other?: number): boolean => one !== undefined && other !== undefined && one !== other;
  return differs(left.month, right.month) || (left.month === right.month && differs(left.day, right.day));
}

/** One event, as it seems, in two years: the same month, and no other day. A slip of the pen more often than two events. */
export function sameButForYear(left: Known, right: Known): boolean {
  if (left.month === undefined || left.month !== right.month) return false;
  return left.day === undefined || right.day === undefined || left.day === right.day;
}

/** When a text was written: as its source states, else at the last full date that it names. */
export function writtenAt(document: { readonly publishedAt?: string; readonly text: string }): Date | undefined {
  const stated = document.publishedAt === undefined ? Number.NaN : Date.parse(document.publishedAt);
  if (!Number.isNaN(stated)) return new Date(stated);
  const full = namedDates(document.text.slice(0, LONGEST)).filter(({ day, days }) => day !== undefined && days);
  const last = Math.max(...full.map(({ days }) => days?.last ?? Number.NEGATIVE_INFINITY));
  return Number.isFinite(last) ? new Date(last * DAY_MS) : undefined;
}

/** How much of a text is searched for dates, in UTF-16 code units. */
const LONGEST = 20_000;

function namedDates(text: string, written?: Date): DateValue[] {
  // Without a moment of writing, what is relative to it must not be read as relative to today.
  const reference = { instant: written ?? new Date(0), timezone: 0 };
  return casual.parse(separated(text), reference).flatMap((found) => {
    const known = dateOf(found, written);
    if (known === undefined) return [];
    const lead = /^(?:on|in|at)\s+/i.exec(found.text)?.[0].length ?? 0;
    return [{ kind: 'date', start: found.index + lead, end: found.index + found.text.length, ...known }];
  });
}

/** Of the same length: with plain dashes, and with whole dates apart, so that the two ends of a life are two dates. */
function separated(text: string): string {
  return text.replace(/[–—]/g, '-').replace(/(?<=\d{4}\s?)-(?=\s?(?:\d{1,2}\s)?\p{Lu}\p{Ll}+\.?\s\d)/gu, ';');
}

function dateOf({ text, start, end }: ParsedResult, written?: Date): Known | undefined {
  const certain = (part: 'year' | 'month' | 'day'): number | undefined =>
    start.isCertain(part) ? (start.get(part) ?? undefined) : undefined;
  const [year, month, day] = [certain('year'), certain('month'), certain('day')];
  if (year === undefined && month === undefined) return undefined;
  const isWritten = year !== undefined && YEAR_WRITTEN.test(text);
  if (year === undefined ? !/^(?:\p{Lu}|\d|.*\s)/u.test(text) : !isWritten && written === undefined) return undefined;
  // 4/5/2024 is a day of April to some and of May to others.
  if (year !== undefined && SLASHED.test(text)) return { ...years([year, year]), isConcluded: false };
  const parts = { ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) };
  const concluded = year ?? (written && month !== undefined ? lastYear(written, month, day) : undefined);
  if (concluded === undefined) return { ...parts, isConcluded: false };
  const { first, last } = rangeOf(concluded, month, day);
  const to = end?.isCertain('day')
    ? rangeOf(end.get('year') ?? concluded, end.get('month') ?? month, end.get('day') ?? day)
    : undefined;
  return { ...parts, days: { first, last: Math.max(last, to?.last ?? last) }, isConcluded: !isWritten };
}

const YEAR_WRITTEN = /\d{3,}|['’]\d\d\b|\b(?:BCE?|AD|CE)\b/;
const SLASHED = /^\d{1,2}[/.-]\d{1,2}[/.-]/;

/** The last year in which such a day was before that moment. */
function lastYear(written: Date, month: number, day = 1): number {
  const year = written.getUTCFullYear();
  return rangeOf(year, month, day).first * DAY_MS <= written.getTime() ? year : year - 1;
}

const YEAR =
  /(?<![\p{L}\p{N}.,$£€#-])(?<about>(?:about|around|circa|ca?\.|approximately|before|after|by)\s+)?(?:(?<year>1\d{3}|20\d{2}|[1-9]\d{0,3}(?=\s*(?:BCE?|AD|CE)\b))(?<decade>s|['’]s)?(?:\s*[–—-]\s*(?<to>\d{4}|\d{2})(?!\d))?(?:\s*(?<era>BCE?)\b)?|(?<century>\d{1,2})(?:st|nd|rd|th)[\s-]century(?:\s*(?<centuryEra>BCE?)\b)?)(?![\p{L}\p{N}%]|[.,]\d)/giu;

/** Years, decades and centuries written as numbers. */
function bareYears(text: string): DateValue[] {
  return [...text.matchAll(YEAR)].map((match): DateValue => {
    const { groups = {}, index } = match;
    const lead = groups['about']?.length ?? 0;
    const span = { start: index + lead, end: index + match[0].length };
    return { kind: 'date', ...span, ...yearsOf(groups), isConcluded: false };
  });
}

function yearsOf(groups: Readonly<Record<string, string | undefined>>): Pick<Known, 'days'> {
  const { century, centuryEra, year, decade, to, era, about } = groups;
  if (century !== undefined) {
    const last = Number(century) * 100;
    return years(centuryEra === undefined ? [last - 100, last] : [-last, -last + 100]);
  }
  const first = Number(year) * (era === undefined ? 1 : -1);
  if (decade !== undefined) return years([first, first + (first % 100 === 0 ? 99 : 9)]);
  const last = to === undefined ? first : to.length === 2 ? Math.floor(first / 100) * 100 + Number(to) : Number(to);
  const word = about?.trim().toLowerCase() ?? '';
  if (word === 'before' || word === 'by') return years([first - 100, last]);
  if (word === 'after') return years([first, last + 100]);
  return word === '' ? years([first, last]) : years([first - ABOUT_YEARS, last + ABOUT_YEARS]);
}

function years([first, last]: readonly [number, number]): Pick<Known, 'days'> {
  return { days: { first: rangeOf(first).first, last: rangeOf(Math.max(first, last)).last } };
}

/** First and last day of a year, a month or a day. */
function rangeOf(year: number, month?: number, day?: number): { readonly first: number; readonly last: number } {
  const first = dayNumber(year, month ?? 1, day ?? 1);
  if (day !== undefined) return { first, last: first };
  const next = month === undefined ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
  return { first, last: next - 1 };
}

function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / DAY_MS);
}
