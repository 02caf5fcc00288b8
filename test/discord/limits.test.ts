import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Question, QuestionLimits } from '../../src/discord/limits.js';
import type { Limits } from '../../src/records.js';

const WIDE: Limits = {
  userMinute: 1_000,
  userDay: 1_000,
  guildMinute: 1_000,
  guildDay: 1_000,
  userAtOnce: 1_000,
  guildAtOnce: 1_000,
};
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Limits over a clock that the test moves. */
function start(limits: Partial<Limits>) {
  const clock = { ms: 0 };
  const counted = new QuestionLimits({ nowMs: () => clock.ms });
  const ask = (userId = 'ada', rest: Partial<Question> = {}) =>
    counted.begin({ guildId: '1', userId, limits: { ...WIDE, ...limits }, ...rest });
  return { clock, counted, ask };
}

describe('a limit', () => {
  it('of questions a minute says when the next may be asked, and lets it through then', () => {
    const { clock, ask } = start({ userMinute: 2 });
    ask();
    clock.ms = 10_000;
    ask();
    clock.ms = 30_000;
    expect(ask().reached).toEqual({ limit: 'userMinute', most: 2, waitMs: 30_000 });
    clock.ms = MINUTE - 1;
    expect(ask().reached).toMatchObject({ waitMs: 1 });
    clock.ms = MINUTE;
    expect(ask().reached).toBeUndefined();
  });

  it('of a day outlasts that of a minute', () => {
    const { clock, ask } = start({ userMinute: 1, userDay: 1 });
    ask();
    expect(ask().reached).toEqual({ limit: 'userDay', most: 1, waitMs: DAY });
    clock.ms = DAY;
    expect(ask().reached).toBeUndefined();
  });

  it('of questions at once is free again when an answer is done, and not twice for one', () => {
    const { ask } = start({ userAtOnce: 1 });
    const first = ask();
    expect(ask().reached).toEqual({ limit: 'userAtOnce', most: 1 });
    first.done?.();
    first.done?.();
    expect(ask().reached).toBeUndefined();
    expect(ask().reached?.limit).toBe('userAtOnce');
  });

  it('of one person is nobody else’s, and none in another server', () => {
    const { ask } = start({ userMinute: 1 });
    ask();
    expect(ask('grace').reached).toBeUndefined();
    expect(ask('ada', { guildId: '2' }).reached).toBeUndefined();
    expect(ask().reached?.limit).toBe('userMinute');
  });

  it('of a server is everyone’s together', () => {
    const { ask } = start({ guildMinute: 2 });
    ask('ada');
    ask('grace');
    expect(ask('alan').reached).toEqual({ limit: 'guildMinute', most: 2, waitMs: MINUTE });
  });

  it('counts half where only half is asked', () => {
    const { ask } = start({ userMinute: 1 });
    expect([ask('ada', { weight: 0.5 }), ask('ada', { weight: 0.5 })].map(({ reached }) => reached)).toEqual([
      undefined,
      undefined,
    ]);
    expect(ask('ada', { weight: 0.5 }).reached?.limit).toBe('userMinute');
  });

  it('begins anew for whoever is forgotten, but not for what is being answered', () => {
    const { counted, ask } = start({ userMinute: 1, userAtOnce: 1 });
    ask('1234', {}).done?.();
    counted.forget('1234');
    const second = ask('1234');
    expect(second.reached).toBeUndefined();
    counted.forget('1234');
    expect(ask('1234').reached?.limit).toBe('userAtOnce');
  });

  it('is told to one person once a minute', () => {
    const { clock, counted } = start({});
    expect([counted.mayTell('1', 'ada'), counted.mayTell('1', 'ada'), counted.mayTell('1', 'grace')]).toEqual([
      true,
      false,
      true,
    ]);
    clock.ms = MINUTE;
    expect(counted.mayTell('1', 'ada')).toBe(true);
  });
});

describe('whatever is asked, by whom and when', () => {
  const small = fc.integer({ min: 1, max: 4 });
  const limits = fc.record({
    userMinute: small,
    userDay: small,
    guildMinute: small,
    guildDay: small,
    userAtOnce: small,
    guildAtOnce: small,
  });
  const act = fc.record({
    pauseMs: fc.oneof(fc.constant(0), fc.integer({ max: MINUTE, min: 1 }), fc.integer({ min: 1, max: DAY })),
    guildId: fc.constantFrom('1', '2'),
    userId: fc.constantFrom('ada', 'grace'),
    weight: fc.constantFrom(1, 0.5),
    /** Ends the oldest answer under way first. */
    ends: fc.boolean(),
  });

  it('is let through exactly when a list of all that was asked says so', () => {
    fc.assert(
      fc.property(limits, fc.array(act, { maxLength: 60 }), (most, acts) => {
        const clock = { ms: 0 };
        const counted = new QuestionLimits({ nowMs: () => clock.ms });
        const all: { atMs: number; guildId: string; userId: string; weight: number; isDone: boolean }[] = [];
        const running: (() => void)[] = [];
        for (const { pauseMs, ends, ...question } of acts) {
          clock.ms += pauseMs;
          if (ends) running.shift()?.();
          const ours = all.filter(({ guildId }) => guildId === question.guildId);
          const theirs = ours.filter(({ userId }) => userId === question.userId);
          const fits = (found: typeof all, windowMs: number, limit: number) =>
            found
              .filter(({ atMs }) => clock.ms - atMs < windowMs)
              .reduce((sum, { weight }) => sum + weight, Number(question.weight)) <= limit;
          const free = (found: typeof all, limit: number) => found.filter(({ isDone }) => !isDone).length < limit;
          const expected =
            fits(theirs, MINUTE, most.userMinute) &&
            fits(theirs, DAY, most.userDay) &&
            fits(ours, MINUTE, most.guildMinute) &&
            fits(ours, DAY, most.guildDay) &&
            free(theirs, most.userAtOnce) &&
            free(ours, most.guildAtOnce);
          const verdict = counted.begin({ ...question, limits: most });
          expect(verdict.reached === undefined).toBe(expected);
          if (verdict.done === undefined) continue;
          const entry = { ...question, atMs: clock.ms, isDone: false };
          all.push(entry);
          running.push(() => {
            entry.isDone = true;
            verdict.done();
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is let through once the wait that was told is over, and not a moment before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 20 }), small, (pauses, userMinute) => {
        const { clock, ask } = start({ userMinute });
        for (const pause of pauses) {
          clock.ms += pause;
          ask().done?.();
        }
        const waitMs = ask().reached?.waitMs;
        if (waitMs === undefined) return;
        clock.ms += waitMs - 1;
        expect(ask().reached).toBeDefined();
        clock.ms += 1;
        expect(ask().reached).toBeUndefined();
      }),
    );
  });
});
