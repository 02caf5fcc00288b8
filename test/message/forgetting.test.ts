import { expect, it } from 'vitest';
import { forgetMe } from '../../commands/forget-me.js';
import { decode } from '../../src/message/controls.js';
import { forget } from '../../src/message/forgetting.js';
import { check } from '../../src/message/limits.js';
import { ENGLISH } from '../../src/message/words.js';
import { fakeEngine } from '../support/fake-engine.js';

it('asks before it deletes, with a button that names nobody', async () => {
  const [view] = await forgetMe.execute({ words: ENGLISH } as Parameters<typeof forgetMe.execute>[0]);
  expect(view && check(view)).toEqual([]);
  expect(view?.embeds?.[0]?.description).toContain('cannot be undone');
  const [row] = view?.components ?? [];
  const [pressed] = row?.components ?? [];
  expect(decode(pressed !== undefined && 'custom_id' in pressed ? pressed.custom_id : '')).toEqual({ kind: 'forget' });
  expect(forgetMe.isPrivate()).toBe(true);
});

it('forgets whoever pressed and nobody else, in the database and in memory, and says how much went', async () => {
  const { engine, calls } = fakeEngine({ forget: async () => 3 });
  const dropped: string[] = [];
  const [view] = await forget({ engine, caller: { actor: '42', forget: () => void dropped.push('counts') } });
  expect(calls).toEqual([{ method: 'forget', request: { userId: '42' } }]);
  expect(dropped).toEqual(['counts']);
  expect(view?.embeds?.[0]?.description).toContain('3 questions of yours were deleted');
});
