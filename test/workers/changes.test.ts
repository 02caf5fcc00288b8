import { expect, it } from 'vitest';
import { Changes, MOST_WAITING } from '../../src/workers/changes.js';

/** Changes that run until they are let go, the oldest first. */
function sent() {
  const changes = new Changes();
  const running: (() => void)[] = [];
  const begin = (actor: string): Promise<void> =>
    changes.run('reindex', actor, () => new Promise<void>((resolve) => running.push(resolve)));
  return { changes, begin, running };
}

it('lets so many wait, and refuses the next one with what runs, how many wait, and what to do', async () => {
  const { changes, begin, running } = sent();
  for (let at = 0; at <= MOST_WAITING; at++) void begin(at === 0 ? 'cli' : `user ${at}`);
  const refused = changes.run('undo', 'late', () => Promise.reject(new Error('it was sent')));
  await expect(refused).rejects.toMatchObject({
    code: 'busy',
    message:
      'This undo was not begun, because too many changes wait already. Expected at most 16 waiting, ' +
      'found 16 behind the reindex of cli. Try again when some of them are done; nothing was changed.',
  });
  expect(running).toHaveLength(MOST_WAITING + 1);
});

it('takes the next one when one is done, whatever came of it', async () => {
  const { changes, begin, running } = sent();
  const first = begin('first');
  for (let at = 0; at < MOST_WAITING; at++) void begin('other');
  running[0]?.();
  await first;
  await expect(changes.run('undo', 'x', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await changes.run('undo', 'x', async () => 'done')).toBe('done');
});
