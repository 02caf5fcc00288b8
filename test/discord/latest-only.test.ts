import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatestOnly } from '../../src/discord/latest-only.js';
import { ManualClock, settled } from './manual-clock.js';

function recorder(clock: ManualClock, failing = false) {
  const sent: { state: number; atMs: number }[] = [];
  const errors: unknown[] = [];
  const latest = new LatestOnly<number>({
    send: async (state) => {
      sent.push({ state, atMs: clock.nowMs() });
      if (failing) throw new Error('refused');
    },
    onError: (thrown) => errors.push(thrown),
    clock,
    intervalMs: 2_000,
    restMs: 1_000,
  });
  return { sent, errors, latest };
}

describe('LatestOnly', () => {
  it('sends the first state at once and then the newest of each interval', async () => {
    const clock = new ManualClock();
    const { sent, latest } = recorder(clock);
    for (const state of [1, 2, 3]) latest.offer(state);
    await clock.pass(1_999);
    expect(sent).toEqual([{ state: 1, atMs: 0 }]);
    await clock.pass(1);
    latest.offer(4);
    await clock.pass(5_000);
    expect(sent.map(({ state }) => state)).toEqual([1, 3, 4]);
  });

  it('drops what waits when finished, and keeps a distance to the last send', async () => {
    const clock = new ManualClock();
    const { sent, latest } = recorder(clock);
    latest.offer(1);
    latest.offer(2);
    let finished = false;
    void latest.finish().then(() => {
      finished = true;
    });
    await clock.pass(999);
    expect(finished).toBe(false);
    await clock.pass(1);
    await settled();
    expect(finished).toBe(true);
    latest.offer(3);
    await clock.pass(10_000);
    expect(sent.map(({ state }) => state)).toEqual([1]);
  });

  it('finishes at once when nothing was ever offered', async () => {
    const { latest } = recorder(new ManualClock());
    await expect(latest.finish()).resolves.toBeUndefined();
  });

  it('reports a refused send and goes on with the next', async () => {
    const clock = new ManualClock();
    const { sent, errors, latest } = recorder(clock, true);
    latest.offer(1);
    await clock.pass(2_000);
    latest.offer(2);
    await clock.pass(2_000);
    expect(sent).toHaveLength(2);
    expect(errors).toHaveLength(2);
  });

  it('never sends two states within an interval, and always sends the last one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3_000), { minLength: 1, maxLength: 12 }), async (gapsMs) => {
        const clock = new ManualClock();
        const { sent, latest } = recorder(clock);
        for (const [state, gapMs] of gapsMs.entries()) {
          await clock.pass(gapMs);
          latest.offer(state);
        }
        await clock.pass(2_000);
        const times = sent.map(({ atMs }) => atMs);
        expect(sent.at(-1)?.state).toBe(gapsMs.length - 1);
        expect(times.slice(1).every((atMs, at) => atMs - (times[at] ?? 0) >= 2_000)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
