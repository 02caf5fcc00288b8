/**
 * What went wrong, for the person who asked: a plain sentence, and the reference under which the log has the rest. It
 * stands alone because it decides which errors are a user's to read, and which would only show them paths and internals.
 */
import type { ErrorCode, ErrorData } from '../errors.js';
import { escaped, isolated, plain } from './escape.js';
import { COLOURS, notice } from './layout.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';

/** Their messages speak of what the user typed or named. */
const FOR_USERS: ReadonlySet<ErrorCode> = new Set([
  'usage',
  'not-found',
  'unsupported',
  'malformed',
  'empty',
  'too-large',
  'duplicate-id',
]);

const INSTEAD: Partial<Readonly<Record<ErrorCode, string>>> = {
  locked: 'The index is being changed by someone else right now. Try again in a moment.',
  busy: 'Too many changes of the index are waiting already. Try again when some of them are done.',
  cancelled: 'This was stopped before it was done.',
  provider: 'The language model could not be reached. Try again in a moment.',
  fingerprint: 'The index was made with another model and cannot be searched. Whoever runs the bot can repair it.',
  index: 'The index cannot be used right now. Whoever runs the bot can repair it.',
  config: 'The bot is not set up for this yet. Whoever runs the bot can change that.',
};

/**
 * @param id names the failure in the log. Default: no reference is shown.
 * @param error whose message is shown when its code says that it is meant for users.
 */
export function failureNotice(id: string | undefined, error?: Pick<ErrorData, 'code' | 'message'>): MessageView {
  const reference = plain(id ?? '')
    .replaceAll('`', '')
    .trim()
    .slice(0, 64);
  const line = reference === '' ? '' : `\n-# Reference \`${reference}\``;
  return notice(`${sentence(error)}${line}`, COLOURS.failure);
}

/** Someone pressed a button under a private or another person's message. */
export function notForYou(): MessageView {
  return notice('These buttons belong to the person who asked. Ask with `/ask` to get your own.');
}

/** A command or button that needs Manage Server. */
export function moderatorsOnly(): MessageView {
  return notice('Only moderators can do this: it needs the Manage Server permission.');
}

/** A button or command that this version does not know. */
export function outdated(): MessageView {
  return notice('This button is from an older version of the bot. Ask again to get a fresh one.');
}

function sentence(error: Pick<ErrorData, 'code' | 'message'> | undefined): string {
  if (error !== undefined && FOR_USERS.has(error.code)) {
    const message = isolated(escaped(clipped(error.message, 1500)).trim());
    if (message !== '') return message;
  }
  return (error && INSTEAD[error.code]) ?? 'Something went wrong on my side. Nothing that is stored was lost.';
}
