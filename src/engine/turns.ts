/**
 * Work done one piece after the other. It stands alone to say why: a model's passes block their thread, so fifty answers that
 * take turns pass by pass are all late, and one after the other most are early.
 */

/** Gives a function that runs `work` once whatever was handed in before is done, whether or not that failed. */
export function inTurn(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    // Not what it gave: that would stay in memory until the next one.
    last = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  };
}
