/** Which documents are new since a date. It stands alone because dates are as precise as their sources, and comparing them is a rule. */
import type { DocumentInfo } from '../model.js';

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** Whether a text is a day, month or year of the calendar, as ISO 8601 writes it. */
export function isDate(text: string): boolean {
  const [matched, year, month = '01', day = '01'] = DATE.exec(text) ?? [];
  if (matched === undefined) return false;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
}

/**
 * Whether it was published on that day or later, by the calendar of its source. Of two dates of which one is less precise,
 * what both state is compared: May 2025 may be after 2025-05-10. Never true without a date.
 */
export function isSince({ publishedAt }: Pick<DocumentInfo, 'publishedAt'>, since: string): boolean {
  if (publishedAt === undefined) return false;
  const stated = publishedAt.slice(0, 10);
  const precision = Math.min(stated.length, since.length);
  return stated.slice(0, precision) >= since.slice(0, precision);
}
