/**
 * Told to whoever asked more than their server lets them: what the limit is, and when to try again. It stands alone because
 * it is an ordinary thing to meet, and must read like one.
 */
import type { Limits } from '../records.js';
import { notice } from './layout.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export interface Reached {
  readonly limit: keyof Limits;
  readonly most: number;
  /** Until one more is let through. */
  readonly waitMs?: number;
}

export function limitReached({ limit, most, waitMs = 0 }: Reached, words: Words = ENGLISH): MessageView {
  const count = most;
  switch (limit) {
    case 'userAtOnce':
    case 'guildAtOnce':
      return notice(words.text(`limit.${limit}`, { count }));
    default:
      return notice(words.text(`limit.${limit}`, { count, when: inTime(waitMs, words) }));
  }
}

/** "in 20 seconds", "in 5 minutes", "in 3 hours"; rounded up, so that it is true then. */
function inTime(ms: number, { locale }: Words): string {
  const seconds = Math.max(1, Math.ceil(ms / 1_000));
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  if (seconds < 90) return format.format(seconds, 'second');
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? format.format(minutes, 'minute') : format.format(Math.ceil(minutes / 60), 'hour');
}
