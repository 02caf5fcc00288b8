/** The answers begun and not yet finished, so that a stop can wait for them. Alone, because every handler shares it. */
import type { Clock } from './clock.js';

export class Pending {
  readonly #tasks = new Set<Promise<unknown>>();

  get size(): number {
    return this.#tasks.size;
  }

  /** Keeps `task` until it settles. A rejection goes to `onError`: no handler may bring the process down. */
  add(task: Promise<unknown>, onError: (thrown: unknown) => void): void {
    const kept = task.catch(onError).finally(() => this.#tasks.delete(kept));
    this.#tasks.add(kept);
  }

  /** Waits for all, but no longer than `timeoutMs`; says how many were still unfinished. */
  async drain(timeoutMs: number, clock: Clock): Promise<number> {
    if (this.#tasks.size === 0) return 0;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(timeoutMs, resolve);
      void Promise.all(this.#tasks).then(() => {
        cancel();
        resolve();
      });
    });
    return this.#tasks.size;
  }
}
