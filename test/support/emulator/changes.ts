/**
 * Waiting for something to become true, woken by every change of the emulated world and never by a pause. Alone
 * because the driver, the interaction handles and the server's own promises all wait in this one way.
 */

interface Waiter {
  look(): void;
  fail(error: Error): void;
}

/** How long a test waits before it is told what never came. */
export const patienceMs = 15_000;

export class Changes {
  readonly #waiting = new Set<Waiter>();

  /** To be called after every change. */
  notify(): void {
    for (const waiter of [...this.#waiting]) waiter.look();
  }

  /** Resolves with the first value that is not undefined; rejects, naming `what`, once patience or the world ends. */
  until<T>(read: () => T | undefined, what: string, timeoutMs = patienceMs): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = (act: () => void) => {
        clearTimeout(deadline);
        this.#waiting.delete(waiter);
        act();
      };
      const waiter: Waiter = {
        look: () => {
          try {
            const value = read();
            if (value !== undefined) end(() => resolve(value));
          } catch (error) {
            end(() => reject(error));
          }
        },
        fail: (error) => end(() => reject(error)),
      };
      const deadline = setTimeout(() => {
        waiter.fail(new Error(`Waited ${timeoutMs} ms for ${what}, and it did not come.`));
      }, timeoutMs);
      this.#waiting.add(waiter);
      waiter.look();
    });
  }

  /** Ends every wait. */
  close(): void {
    for (const waiter of [...this.#waiting]) waiter.fail(new Error('The emulator was closed.'));
  }
}
