/**
 * How the main thread and its workers talk: what each side offers, and errors as data, because a thread boundary keeps
 * an error's message but drops its code.
 */

import type { EmbeddingsChoice } from '../embed/open.js';
import type { Reading } from '../engine/reading.js';
import type { Writing } from '../engine/writing.js';
import type { AskRequest, Progress } from '../engine.js';
import { asVerbatimError, type ErrorData, VerbatimError } from '../errors.js';

/** What a worker is started with. */
export interface WorkerOptions {
  readonly dataDir: string;
  readonly modelsDir: string;
  readonly embeddings: EmbeddingsChoice;
  readonly caution?: AskRequest['caution'];
  /** Processor threads for the model. */
  readonly threads: number;
}

/** What the encoding thread is started with. */
export interface EncodingOptions {
  /** Absolute path of the weights. */
  readonly file: string;
  /** Processor threads of one forward pass. */
  readonly threads: number;
}

/** A result, or an error as data. */
export type Outcome<T> = { readonly value: T } | { readonly error: ErrorData & { readonly stack?: string } };

/** Offered by a worker: one call of one method of its half of the engine. */
export interface WorkerSide {
  call(method: string, request: unknown, progressId?: number): Promise<Outcome<unknown>>;
}

/** Offered by the main thread. */
export interface MainSide {
  progress(progressId: number, progress: Progress): void;
  warn(message: string, error: string): void;
  /** A change has waited a while for another process; `text` says for whom. */
  waiting(text: string): void;
}

export type ReadMethod = keyof Reading;
export type WriteMethod = keyof Writing;

/** Runs `work` and puts what comes of it into a form that crosses threads. */
export async function settled<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() };
  } catch (thrown) {
    const error = asVerbatimError(thrown);
    const stack = thrown instanceof Error ? thrown.stack : undefined;
    return { error: { ...error.toJSON(), details: plain(error.details), ...(stack === undefined ? {} : { stack }) } };
  }
}

/** The other side of `settled`. */
export function unwrap<T>(outcome: Outcome<T>): T {
  if ('value' in outcome) return outcome.value;
  const { code, message, details, stack } = outcome.error;
  throw new VerbatimError(code, message, details, stack === undefined ? undefined : { stack });
}

function plain(details: ErrorData['details']): ErrorData['details'] {
  return JSON.parse(JSON.stringify(details)) as ErrorData['details'];
}
