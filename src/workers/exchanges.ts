/**
 * Remembers questions without making anybody wait: a reply gets its name at once, and the question is stored when the
 * indexing thread has a moment. It stands alone because an answer must never queue behind indexing.
 */
import { randomBytes } from 'node:crypto';
import type { Exchange } from '../records.js';

export interface ExchangesOptions {
  readonly store: (named: { readonly id: string; readonly exchange: Exchange }) => Promise<void>;
  readonly load: (id: string) => Promise<Exchange | undefined>;
  readonly warn: (message: string, error: string) => void;
}

/** Questions not yet stored, or that could not be: past this many the oldest is forgotten. */
const MOST_WAITING = 1_000;

export class Exchanges {
  readonly #waiting = new Map<string, Exchange>();

  constructor(private readonly options: ExchangesOptions) {}

  /** The question's name: 12 characters of `[A-Za-z0-9_-]`. Does not wait for the disk. */
  remember(exchange: Exchange): string {
    const id = randomBytes(9).toString('base64url');
    this.#waiting.set(id, exchange);
    for (const oldest of this.#waiting.keys()) if (this.#waiting.size > MOST_WAITING) this.#waiting.delete(oldest);
    this.options.store({ id, exchange }).then(
      () => this.#waiting.delete(id),
      (error: unknown) => {
        const found = error instanceof Error ? error.message : String(error);
        this.options.warn('A question was not stored: its buttons work until the process ends', found);
      },
    );
    return id;
  }

  async recall(id: string): Promise<Exchange | undefined> {
    return this.#waiting.get(id) ?? this.options.load(id);
  }
}
