/**
 * Changes on their way to the indexing thread: one runs, a few wait, the next is refused. It stands alone, on this side
 * of the thread, because a thread that is busy cannot say that it is, and its message port holds whatever it is sent.
 */
import { failure } from '../errors.js';
import type { Task } from '../index/writers.js';

/** More than people in a hurry start, fewer than would be answered the same day. */
export const MOST_WAITING = 16;

export class Changes {
  /** In the order in which they were sent; the first one runs. */
  readonly #sent = new Set<Task>();

  /** Sends a change, or rejects with `busy`. */
  async run<T>(kind: Task['kind'], actor: string, send: () => Promise<T>): Promise<T> {
    if (this.#sent.size > MOST_WAITING) throw this.#busy(kind);
    const task = { kind, actor };
    this.#sent.add(task);
    try {
      return await send();
    } finally {
      this.#sent.delete(task);
    }
  }

  #busy(kind: Task['kind']): Error {
    const [running] = this.#sent;
    const of = running === undefined ? '' : ` of ${running.actor}`;
    return failure('busy', {
      what: `This ${kind} was not begun, because too many changes wait already`,
      expected: `at most ${MOST_WAITING} waiting`,
      found: `${this.#sent.size - 1} behind the ${running?.kind}${of}`,
      remedy: 'Try again when some of them are done; nothing was changed',
    });
  }
}
