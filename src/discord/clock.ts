/** Time as this surface uses it, so that tests can move it by hand. Apart from `Date`, which only ages need. */

export interface Clock {
  /** Milliseconds from some fixed moment; never goes back. */
  nowMs(): number;
  /** Runs `task` once after `delayMs`; the result calls it off. */
  after(delayMs: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Runs `task` again and again, the first time after one interval; the result ends it. */
export function every(clock: Clock, intervalMs: number, task: () => void): () => void {
  let callOff = (): void => undefined;
  const next = (): void => {
    callOff = clock.after(intervalMs, () => {
      next();
      task();
    });
  };
  next();
  return () => callOff();
}
