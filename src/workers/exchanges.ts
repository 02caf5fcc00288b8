/**
 * Remembers questions without making anybody wait: a reply gets its name at once, and the question is stored when the
 * records thread has a moment. It stands alone because an answer must never queue behind the disk.
 */
import { randomBytes } from 'node:crypto';
import type { Exchange } from '../records.js';

export interface ExchangesOptions {
  readonly store: (named: { readonly id: string; readonly exchange: Exchange }) => Promise<void>;
  readonly load: (id: string) => Promise<Exchange | undefined>;
  readonly warn: (message: string, error: string) => void;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly nowMs?: () => number;
}

/** Questions not yet stored, or that could not be: past this many the oldest is forgotten. */
const MOST_WAITING = 1_000;
/** Longer than any answer takes: Discord lets none come later. */
const LONGEST_ANSWER_MS = 15 * 60_000;

interface Waiting {
  readonly exchange: Exchange;
  /** Resolves when it was stored, or could not be. */
  readonly tried: Promise<void>;
}

export class Exchanges {
  readonly #waiting = new Map<string, Waiting>();
  /** When somebody had themselves forgotten, lately. */
  readonly #forgotten = new Map<string, number>();
  readonly #nowMs: () => number;

  constructor(private readonly options: ExchangesOptions) {
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /**
   * The question's name: 12 characters of `[A-Za-z0-9_-]`. Does not wait for the disk. What was asked before its asker had
   * themselves forgotten, and answered after it, is not kept. `askedAt` defaults to now.
   */
  remember(exchange: Exchange, askedAt?: Date): string {
    const id = randomBytes(9).toString('base64url');
    const forgottenMs = this.#forgotten.get(exchange.userId ?? '') ?? Number.NEGATIVE_INFINITY;
    if (askedAt !== undefined && askedAt.getTime() <= forgottenMs) return id;
    const tried = this.options.store({ id, exchange }).then(
      () => void this.#waiting.delete(id),
      (error: unknown) => {
        const found = error instanceof Error ? error.message : String(error);
        this.options.warn('A question was not stored: its buttons work until the process ends', found);
      },
    );
    this.#waiting.set(id, { exchange, tried });
    for (const oldest of this.#waiting.keys()) if (this.#waiting.size > MOST_WAITING) this.#waiting.delete(oldest);
    return id;
  }

  async recall(id: string): Promise<Exchange | undefined> {
    return this.#waiting.get(id)?.exchange ?? this.options.load(id);
  }

  /** Lets go of a person's questions that wait. Resolves when none of them can be stored any more: what is, can be deleted then. */
  async forget(userId: string): Promise<void> {
    const nowMs = this.#nowMs();
    for (const [each, atMs] of this.#forgotten) if (nowMs - atMs > LONGEST_ANSWER_MS) this.#forgotten.delete(each);
    this.#forgotten.set(userId, nowMs);
    const theirs = [...this.#waiting].filter(([, { exchange }]) => exchange.userId === userId);
    await Promise.all(theirs.map(([, { tried }]) => tried));
    for (const [id] of theirs) this.#waiting.delete(id);
  }
}
