/** What is embedded at once, and the order in which it ends; with work that ends when the test says so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AHEAD, LookAhead } from '../../src/engine/looking-ahead.js';

interface Held {
  readonly signal: AbortSignal;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

function looking(stop = new AbortController().signal) {
  const held = new Map<string, Held>();
  const ended: string[] = [];
  const ahead = new LookAhead(stop);
  const begin = (documentId: string, length = 10): Promise<void> =>
    ahead.begin({
      documentId,
      length,
      prepare: (signal) =>
        new Promise<string>((resolve, reject) => {
          held.set(documentId, { signal, end: () => resolve(`${documentId} embedded`), fail: reject });
        }),
      finish: async (prepared) => void ended.push(prepared),
      fail: (error) => void ended.push((error as Error).message),
    });
  const of = (documentId: string): Held => held.get(documentId) as Held;
  return { ahead, begin, of, held, ended };
}

describe('looking ahead', () => {
  it('begins a few documents at once, and the next when the first of them has ended', async () => {
    const { ahead, begin, of, held, ended } = looking();
    const ids = Array.from({ length: AHEAD.documents }, (_, at) => `d${at}`);
    for (const id of ids) await begin(id);
    const next = begin('next');
    of('d1').end();
    expect([...held.keys()]).toEqual(ids);
    expect(ended).toEqual([]);
    of('d0').end();
    await next;
    expect([...held.keys()]).toEqual([...ids, 'next']);
    expect(ended).toEqual(['d0 embedded']);
    expect(ahead.has('d0')).toBe(false);
    expect(ahead.has('next')).toBe(true);
  });

  it('holds no more text at once than it may, but a document that is longer alone', async () => {
    const { begin, of, held } = looking();
    await begin('longest', AHEAD.units + 1);
    const second = begin('second', AHEAD.units);
    expect([...held.keys()]).toEqual(['longest']);
    of('longest').end();
    await second;
    const third = begin('third', 1);
    expect(held.size).toBe(2);
    of('second').end();
    await third;
    expect(held.size).toBe(3);
  });

  it('tells of one that failed in its turn, and ends the others', async () => {
    const { ahead, begin, of, ended } = looking();
    for (const id of ['a', 'b', 'c']) await begin(id);
    of('b').fail(new Error('b failed'));
    of('c').end();
    of('a').end();
    await ahead.finish();
    expect(ended).toEqual(['a embedded', 'b failed', 'c embedded']);
  });

  it('ends all but the last', async () => {
    const { ahead, begin, of, ended } = looking();
    for (const id of ['a', 'b', 'c']) await begin(id);
    of('a').end();
    of('b').end();
    await ahead.finish({ but: 1 });
    expect(ended).toEqual(['a embedded', 'b embedded']);
    expect(ahead.has('c')).toBe(true);
  });

  it('given up, stops what is under way and keeps what was ready before it', async () => {
    const { ahead, begin, of, ended } = looking();
    for (const id of ['a', 'b', 'c']) await begin(id);
    of('a').end();
    of('c').end();
    of('b').signal.addEventListener('abort', () => of('b').fail(new Error('stopped')));
    await ahead.giveUp();
    expect(ended).toEqual(['a embedded']);
    await ahead.finish();
    expect(ended).toHaveLength(1);
  });

  it('stops with the change', async () => {
    const stop = new AbortController();
    const { begin, of } = looking(stop.signal);
    await begin('a');
    stop.abort();
    expect(of('a').signal.aborted).toBe(true);
  });

  it('ends everything in the order it began in, whatever is ready first', async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: AHEAD.units }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.scheduler(), async (units, scheduler) => {
        const ahead = new LookAhead(new AbortController().signal);
        const ended: number[] = [];
        let most = 0;
        let held = 0;
        const all = (async () => {
          for (const [at, length] of units.entries()) {
            await ahead.begin({
              documentId: `${at}`,
              length,
              prepare: () => {
                held += length;
                most = Math.max(most, held);
                return scheduler.schedule(Promise.resolve(at));
              },
              finish: async (prepared) => {
                held -= length;
                ended.push(prepared);
              },
              fail: (error) => {
                throw error;
              },
            });
          }
          await ahead.finish();
        })();
        await scheduler.waitFor(all);
        expect(ended).toEqual(units.map((_, at) => at));
        expect(most).toBeLessThanOrEqual(AHEAD.units);
      }),
    );
  });
});
