/**
 * Turns a failure into a log line and a plain sentence that share one id, so that a user's complaint leads to its
 * cause. Alone, because every handler ends here.
 */
import { asVerbatimError, type ErrorCode } from '../errors.js';
import { failureNotice } from '../message/failure.js';
import type { MessageView } from '../message/view.js';
import type { Words } from '../message/words.js';
import type { Surface } from './surface.js';

/** The asker's own doing, and no fault to be looked into. */
const ORDINARY: ReadonlySet<ErrorCode> = new Set(['usage', 'not-found', 'cancelled', 'locked']);

export interface Mishap {
  /** For the log: what was being done, for whom. */
  readonly doing: object;
  /** The language of whoever will see the message. */
  readonly words: Words;
}

/** Logs `thrown` with what was being done, and gives the message that tells the user. */
export function incident(
  thrown: unknown,
  { doing, words }: Mishap,
  { log, newIncidentId, counters }: Surface,
): MessageView {
  const error = asVerbatimError(thrown);
  const id = newIncidentId();
  const fields = { incident: id, code: error.code, ...doing, err: error };
  if (ORDINARY.has(error.code)) log.info(fields, 'A request was turned down');
  else {
    counters.failed();
    log.error(fields, 'A request failed');
  }
  return failureNotice(id, error, words);
}
