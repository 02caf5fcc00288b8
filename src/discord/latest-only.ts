/**
 * Sends the newest state of something that changes faster than Discord takes edits: at most once an interval, states
 * in between are dropped, the last one always goes out. Generic, so that its timing is tested without Discord.
 */
import type { Clock } from './clock.js';

export interface LatestOnlyOptions<T> {
  /** Sends one state. A rejection is handed to `onError`; the next state is still sent. */
  readonly send: (state: T) => Promise<void>;
  readonly onError: (thrown: unknown) => void;
  readonly clock: Clock;
  /** Least time between the starts of two sends. */
  readonly intervalMs: number;
  /** Least time from the start of the last send to the end of `finish`. */
  readonly restMs: number;
}

export class LatestOnly<T> {
  readonly #options: LatestOnlyOptions<T>;
  #waiting: { readonly state: T } | undefined;
  #sending: Promise<void> = Promise.resolve();
  #lastStartMs = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | undefined;
  #finished = false;

  constructor(options: LatestOnlyOptions<T>) {
    this.#options = options;
  }

  /** Sends this state now or when the interval has passed, unless a newer one comes first. */
  offer(state: T): void {
    if (this.#finished) return;
    this.#waiting = { state };
    if (this.#cancelTimer !== undefined) return;
    const { clock, intervalMs } = this.#options;
    const delayMs = this.#lastStartMs + intervalMs - clock.nowMs();
    if (delayMs <= 0) this.#flush();
    else
      this.#cancelTimer = clock.after(delayMs, () => {
        this.#cancelTimer = undefined;
        this.#flush();
      });
  }

  /**
   * Drops what waits and resolves when nothing is under way any more and `restMs` have passed, so that the caller's own
   * last state follows at a decent distance and cannot be overtaken by an older one.
   */
  async finish(): Promise<void> {
    this.#finished = true;
    this.#waiting = undefined;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    await this.#sending;
    const { clock, restMs } = this.#options;
    const delayMs = this.#lastStartMs + restMs - clock.nowMs();
    if (delayMs > 0) await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
  }

  #flush(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    this.#waiting = undefined;
    this.#lastStartMs = this.#options.clock.nowMs();
    this.#sending = this.#sending.then(() => this.#options.send(waiting.state)).catch(this.#options.onError);
  }
}
