import { describe, expect, it } from 'vitest';
import { SUGGEST_MS, suggestions } from '../../src/discord/suggesting.js';
import type { Choices, Typing } from '../../src/message/command.js';
import { ManualClock } from './manual-clock.js';
import { recordingLog } from './running-bot.js';

const TYPING = {} as Typing;
const choice = (name: string) => ({ name, value: name });

function suggesting(suggest: () => Promise<Choices>) {
  const { log, lines } = recordingLog();
  const clock = new ManualClock();
  const found = suggestions({ suggest }, TYPING, { clock, log, doing: { command: 'erase' } });
  return { found, clock, lines };
}

describe('suggestions', () => {
  it('are what the command offers', async () => {
    const { found, lines } = suggesting(async () => [choice('Pier rules')]);
    expect(await found).toEqual([choice('Pier rules')]);
    expect(lines).toEqual([]);
  });

  it('are none when they take too long, and the log says so', async () => {
    const { found, clock, lines } = suggesting(() => new Promise(() => undefined));
    await clock.pass(SUGGEST_MS);
    expect(await found).toEqual([]);
    expect(lines).toMatchObject([{ command: 'erase', msg: 'Suggestions took too long and were left out' }]);
  });

  it('are none when they fail, and the log says why', async () => {
    const { found, lines } = suggesting(() => Promise.reject(new Error('The thread ended')));
    expect(await found).toEqual([]);
    expect(lines).toMatchObject([
      { msg: 'Suggestions failed', err: { message: expect.stringContaining('The thread ended') } },
    ]);
  });

  it('are none of a command that has none', async () => {
    const { log } = recordingLog();
    expect(await suggestions(undefined, TYPING, { clock: new ManualClock(), log, doing: {} })).toEqual([]);
  });

  it('leave out what Discord would refuse, so that the others are shown', async () => {
    const all = [
      choice(''),
      choice(' '),
      choice('x'.repeat(101)),
      ...Array.from({ length: 40 }, (_, at) => choice(`c${at}`)),
    ];
    const { found } = suggesting(async () => all);
    const shown = await found;
    expect(shown).toHaveLength(25);
    expect(shown[0]).toEqual(choice('c0'));
  });
});
