/**
 * What went wrong, for the person who asked: a plain sentence, and the reference under which the log has the rest. It
 * stands alone because it decides which errors are a user's to read, and which would only show them paths and internals.
 *
 * Errors are worded in English where they arise. Whoever reads another language is told their kind in it first.
 */
import type { ErrorCode, ErrorData } from '../errors.js';
import { escaped, isolated, plain } from './escape.js';
import { COLOURS, notice } from './layout.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** Their messages speak of what the user typed or named. */
const FOR_USERS = [
  'usage',
  'not-found',
  'unsupported',
  'malformed',
  'empty',
  'too-large',
  'duplicate-id',
] as const satisfies ErrorCode[];

/** What is said instead of their messages; of all others, that something went wrong. */
const INSTEAD = [
  'locked',
  'busy',
  'cancelled',
  'provider',
  'fingerprint',
  'index',
  'config',
] as const satisfies ErrorCode[];

/**
 * @param id names the failure in the log. Default: no reference is shown.
 * @param error whose message is shown when its code says that it is meant for users.
 */
export function failureNotice(
  id: string | undefined,
  error?: Pick<ErrorData, 'code' | 'message'>,
  words: Words = ENGLISH,
): MessageView {
  // Cut before it is cleaned: half a character that a cut leaves is cleaned away.
  const reference = plain((id ?? '').slice(0, 64))
    .replaceAll('`', '')
    .trim();
  const line = reference === '' ? '' : `\n-# ${words.text('failure.reference', { id: `\`${reference}\`` })}`;
  return notice(`${sentence(error, words)}${line}`, COLOURS.failure);
}

/** Someone pressed a button under a private or another person's message. */
export function notForYou(words: Words = ENGLISH): MessageView {
  return notice(words.text('notice.notForYou'));
}

/** A command or button that needs Manage Server. */
export function moderatorsOnly(words: Words = ENGLISH): MessageView {
  return notice(words.text('notice.moderatorsOnly'));
}

/** A button or command that this version does not know. */
export function outdated(words: Words = ENGLISH): MessageView {
  return notice(words.text('notice.outdated'));
}

function sentence(error: Pick<ErrorData, 'code' | 'message'> | undefined, words: Words): string {
  const forUsers = FOR_USERS.find((code) => code === error?.code);
  const message = error === undefined ? '' : isolated(escaped(clipped(error.message, 1500)).trim());
  if (forUsers !== undefined && message !== '') {
    if (words.language === ENGLISH.language) return message;
    return `${words.text(`failure.${forUsers}`)}\n-# ${message}`;
  }
  return words.text(`failure.${INSTEAD.find((code) => code === error?.code) ?? 'internal'}`);
}
