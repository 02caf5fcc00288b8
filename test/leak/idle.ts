/**
 * Knowing that the bot has nothing left to do: no request under way, no call of the engine, no timer. A reply is judged by
 * who might see what when it was asked for, so nothing may change while one is being made.
 */
import type { Clock } from '../../src/discord/clock.js';

/** Timers that run longer are the bot's housekeeping, which nobody waits for. */
const SHORT_MS = 10_000;
const SPEED = 40;
const QUIET_ROUNDS = 3;

export class Idle implements Clock {
  #busy = 0;

  /** Counts `work` as under way until it is done. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  /** `target` with every method that gives a promise counted. */
  counted<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (of, name) => {
        const member: unknown = Reflect.get(of, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          const result: unknown = Reflect.apply(member, of, args);
          return result instanceof Promise ? this.during(() => result) : result;
        };
      },
    });
  }

  nowMs(): number {
    return performance.now() * SPEED;
  }

  /** Time runs faster here, so that what is shown at most every two seconds does not take any. */
  after(delayMs: number, task: () => void): () => void {
    const isShort = delayMs < SHORT_MS;
    let isOver = false;
    const end = (): void => {
      if (isShort && !isOver) this.#busy -= 1;
      isOver = true;
    };
    if (isShort) this.#busy += 1;
    const timer = setTimeout(() => {
      end();
      task();
    }, delayMs / SPEED);
    return () => {
      clearTimeout(timer);
      end();
    };
  }

  async reached(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_ROUNDS; quiet += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#busy > 0) quiet = -1;
    }
  }
}
