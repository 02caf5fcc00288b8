import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurn } from '../../src/engine/turns.js';
import { collectGarbage } from '../../src/index/collect-garbage.js';

test('work is done one after the other, in the order in which it came, failures and all', async () => {
  const turn = inTurn();
  const log: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const all = await Promise.allSettled([turn(work('a')), turn(work('b', true)), turn(work('c'))]);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('what was made is not kept, though nothing comes after it', async () => {
  const turn = inTurn();
  const made = new WeakRef(await turn(async () => ({ quote: 'It rained.' })));
  await nextTurn();
  collectGarbage();
  expect(made.deref()).toBeUndefined();
  expect(await turn(async () => 'still here')).toBe('still here');
});
