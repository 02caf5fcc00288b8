/** How a change ends before its end. It stands alone because every kind of change owes its caller what it did until then. */
import { asVerbatimError, failure, VerbatimError } from '../errors.js';
import type { ChangeReport } from '../model.js';

export function cancelled(): VerbatimError {
  const remedy = 'What was reported as stored is stored; the next reindex goes on from there';
  return failure('cancelled', { what: 'The change was stopped before its end', remedy });
}

/** The same error, with what was done before it; an embedder that was stopped speaks of itself only. */
export function endedEarly(thrown: unknown, report: ChangeReport): VerbatimError {
  const error = asVerbatimError(thrown);
  const { message, details } = error.code === 'cancelled' ? cancelled() : error;
  const ended = new VerbatimError(error.code, message, { ...details, report }, error.cause ?? error);
  if (error.stack !== undefined) ended.stack = error.stack;
  return ended;
}
