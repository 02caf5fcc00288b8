/**
 * One error for everything that can go wrong, so that every surface can say it in the same voice:
 * what failed, what was expected, what was found, what to do.
 */

/** Stable names that scripts and tests may match. */
export type ErrorCode =
  | 'usage' // the call's own words are wrong
  | 'config' // an environment value is wrong
  | 'not-found' // a path, document or collection is not there
  | 'unreadable' // it is there and cannot be read
  | 'unsupported' // of a kind we do not handle
  | 'malformed' // of a kind we handle, but broken
  | 'empty' // nothing in it
  | 'too-large' // beyond a limit
  | 'duplicate-id' // two sources claim one document id
  | 'fingerprint' // the index was embedded by another model
  | 'index' // the stored index cannot be used (newer, corrupt, full disk)
  | 'locked' // another process is writing
  | 'busy' // too many changes wait already
  | 'provider' // a model provider or its package failed
  | 'discord' // Discord refused
  | 'cancelled' // the caller asked to stop
  | 'internal'; // our own mistake

/** The four parts of a message. `expected`, `found` and `remedy` are whole phrases without a final stop. */
export interface ErrorParts {
  readonly what: string;
  readonly expected?: string;
  readonly found?: string;
  readonly remedy?: string;
}

/** Plain data of an error, as it crosses a thread or is printed with `--json`. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export class VerbatimError extends Error {
  override readonly name = 'VerbatimError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
  }

  toJSON(): ErrorData {
    return { code: this.code, message: this.message, details: this.details };
  }
}

/** Builds a `VerbatimError` whose message is its parts in order: `What. Expected …, found …. Remedy.` */
export function failure(code: ErrorCode, parts: ErrorParts, cause?: unknown): VerbatimError {
  const expectation = [
    parts.expected === undefined ? undefined : `expected ${parts.expected}`,
    parts.found === undefined ? undefined : `found ${parts.found}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
  const sentences = [parts.what, expectation, parts.remedy].filter((part) => part !== undefined && part !== '');
  const message = sentences.map((part) => `${capitalised(part as string)}.`).join(' ');
  return new VerbatimError(code, message, { ...parts }, cause);
}

/** Any thrown value as a `VerbatimError`; one of ours comes back as it is. */
export function asVerbatimError(thrown: unknown): VerbatimError {
  if (thrown instanceof VerbatimError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new VerbatimError('internal', message, {}, thrown);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
