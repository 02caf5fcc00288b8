/**
 * A publication date as a reader takes it in: "27 May 2025, 1 year ago", never more precise than it is known. It stands
 * alone because dates of three precisions and their ages are a small world of cases. `Intl` knows how each language says
 * them.
 */
import { ENGLISH, type Words } from './words.js';

const DAY_MS = 86_400_000;
const ISO = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/;

type Unit = 'year' | 'month' | 'week' | 'day';

interface Known {
  readonly year: number;
  /** From 1. */
  readonly month?: number;
  readonly day?: number;
}

/**
 * @param publishedAt ISO 8601, with year, month or day known. A time is not shown.
 * @param now decides the age; days are counted in UTC.
 * @returns undefined when there is no date or it is none that exists. A date to come has no age.
 */
export function dateAndAge(publishedAt: string | undefined, now: Date, words: Words = ENGLISH): string | undefined {
  const known = publishedAt === undefined ? undefined : parse(publishedAt);
  if (known === undefined) return undefined;
  const date = written(known, words);
  const age = ageOf(known, now, words);
  return age === undefined ? date : words.text('age.dateAndAge', { date, age });
}

/** The date alone: "27 May 2025", "May 2025" or "2025". */
export function dateOnly(publishedAt: string | undefined, words: Words = ENGLISH): string | undefined {
  const known = publishedAt === undefined ? undefined : parse(publishedAt);
  return known === undefined ? undefined : written(known, words);
}

function parse(iso: string): Known | undefined {
  const [, year, month, day] = ISO.exec(iso) ?? [];
  if (year === undefined) return undefined;
  if (month === undefined) return { year: Number(year) };
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day === undefined) return { year: Number(year), month: Number(month) };
  const date = utc(Number(year), Number(month), Number(day));
  // 31 February would silently become 3 March.
  if (date.getUTCDate() !== Number(day)) return undefined;
  return { year: Number(year), month: Number(month), day: Number(day) };
}

function written(known: Known, { locale }: Words): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    year: 'numeric',
    ...(known.month === undefined ? {} : { month: 'long' }),
    ...(known.day === undefined ? {} : { day: 'numeric' }),
  }).format(utc(known.year, known.month ?? 1, known.day ?? 1));
}

function ageOf(known: Known, now: Date, { locale }: Words): string | undefined {
  const years = now.getUTCFullYear() - known.year;
  if (known.month === undefined) return near(years, 'year', locale);
  const months = years * 12 + now.getUTCMonth() + 1 - known.month;
  if (known.day === undefined)
    return months >= 12 ? ago(Math.floor(months / 12), 'year', locale) : near(months, 'month', locale);
  const days =
    Math.floor(now.getTime() / DAY_MS) - Math.floor(utc(known.year, known.month, known.day).getTime() / DAY_MS);
  if (days < 0) return undefined;
  if (days < 2) return near(days, 'day', locale);
  if (days < 14) return ago(days, 'day', locale);
  const whole = now.getUTCDate() < known.day ? months - 1 : months;
  if (whole < 2) return ago(Math.floor(days / 7), 'week', locale);
  return whole < 12 ? ago(whole, 'month', locale) : ago(Math.floor(whole / 12), 'year', locale);
}

/** "today", "this month", "last year", and from two on by number: German has a word for the day before yesterday. */
function near(count: number, unit: Unit, locale: string): string | undefined {
  if (count < 0) return undefined;
  if (count > 1) return ago(count, unit, locale);
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-count, unit);
}

function ago(count: number, unit: Unit, locale: string): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(-count, unit);
}

function utc(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}
