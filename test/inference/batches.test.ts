import { expect, test } from 'vitest';
import { oneByOne } from '../../src/inference/batches.js';

test('results stand in the order of the inputs, one at a time', async () => {
  let running = 0;
  const most: number[] = [];
  const results = await oneByOne([3, 1, 2], async (input) => {
    running += 1;
    most.push(running);
    await Promise.resolve();
    running -= 1;
    return input * 10;
  });
  expect([results, most]).toEqual([
    [30, 10, 20],
    [1, 1, 1],
  ]);
});

test('a signal aborted midway stops before the next input, and its reason is kept', async () => {
  const stop = new AbortController();
  const seen: number[] = [];
  const stopped = oneByOne(
    [1, 2, 3],
    async (input) => {
      seen.push(input);
      if (input === 2) stop.abort('enough');
    },
    stop.signal,
  );
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled', cause: 'enough' });
  expect(seen).toEqual([1, 2]);
});

test('the thread hears messages between two inputs', async () => {
  const heard: number[] = [];
  await oneByOne([1, 2], async (input) => {
    setImmediate(() => heard.push(input));
    expect(heard).toHaveLength(input - 1);
  });
});
