import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewAtOnce } from '../../src/inference/batches.js';

test('results stand in the order of the inputs, however they end, few at a time', async () => {
  const work = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(work, fc.integer({ min: 1, max: 4 }), async (turns, atOnce) => {
      let running = 0;
      let most = 0;
      const begun: number[] = [];
      const inputs = turns.map((took, at) => ({ took, at }));
      const results = await fewAtOnce(
        inputs,
        async ({ took, at }) => {
          begun.push(at);
          running += 1;
          most = Math.max(most, running);
          for (let turn = 0; turn < took; turn += 1) await Promise.resolve();
          running -= 1;
          return at * 10;
        },
        { atOnce },
      );
      expect(results).toEqual(inputs.map(({ at }) => at * 10));
      expect(begun).toEqual(inputs.map(({ at }) => at));
      expect(most).toBeLessThanOrEqual(atOnce);
    }),
  );
});

test('a signal aborted midway stops before the next input, and its reason is kept', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  const stopped = fewAtOnce(
    [1, 2, 3],
    async (input) => {
      seen.push(input);
      if (input === 2) stop.abort('enough');
    },
    { atOnce: 2, signal: stop.signal },
  );
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled', cause: 'enough' });
  expect(seen).toEqual([1, 2]);
});

test('the first error is the one that is told, and the others are nobody’s', async () => {
  const failing = fewAtOnce([1, 2, 3], (input) => Promise.reject(new Error(`no ${input}`)), { atOnce: 2 });
  await expect(failing).rejects.toThrow('no 1');
});

test('the thread hears messages between two inputs', async () => {
  const heard: number[] = [];
  const run = async (input: number): Promise<void> => {
    setImmediate(() => heard.push(input));
    expect(heard).toHaveLength(input - 1);
  };
  await fewAtOnce([1, 2], run, { atOnce: 2 });
});
