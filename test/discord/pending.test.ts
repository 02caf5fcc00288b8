import { describe, expect, it } from 'vitest';
import { Pending } from '../../src/discord/pending.js';
import { ManualClock, settled } from './manual-clock.js';

const ignore = () => undefined;

describe('Pending', () => {
  it('waits for what was begun', async () => {
    const pending = new Pending();
    let finish = () => {};
    pending.add(new Promise<void>((resolve) => (finish = resolve)), ignore);
    const drained = pending.drain(10_000, new ManualClock());
    finish();
    expect(await drained).toBe(0);
  });

  it('gives up after the time allowed and says how many were left', async () => {
    const pending = new Pending();
    const clock = new ManualClock();
    pending.add(new Promise<void>(ignore), ignore);
    const drained = pending.drain(10_000, clock);
    await clock.pass(10_000);
    expect(await drained).toBe(1);
  });

  it('hands a rejection on instead of letting it end the process', async () => {
    const pending = new Pending();
    const errors: unknown[] = [];
    pending.add(Promise.reject(new Error('broken')), (thrown) => errors.push(thrown));
    await settled();
    expect(errors).toEqual([new Error('broken')]);
    expect(pending.size).toBe(0);
  });
});
