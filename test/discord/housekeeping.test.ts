import { describe, expect, it } from 'vitest';
import { Housekeeping, type HousekeepingOptions } from '../../src/discord/housekeeping.js';
import { ManualClock } from './manual-clock.js';
import { recordingLog } from './running-bot.js';

const HOUR = 60 * 60 * 1_000;

function keep(engine: Partial<HousekeepingOptions['engine']> = {}) {
  const calls: string[] = [];
  const guildIds = ['1', '2'];
  const clock = new ManualClock();
  const { lines, log } = recordingLog();
  const housekeeping = new Housekeeping({
    engine: {
      purge: async () => calls.push('purge') && 0,
      presentIn: async (ids) => void calls.push(`in ${ids.join(' ')}`),
      eraseLeft: async ({ days }) => {
        calls.push(`erase ${days}`);
        return [];
      },
      record: async ({ act, guildId }) => void calls.push(`${act} ${guildId}`),
      ...engine,
    },
    guilds: { refresh: async () => void calls.push('refresh') },
    guildIds: () => guildIds,
    now: () => new Date(0),
    clock,
    log,
  });
  return { calls, clock, guildIds, housekeeping, lines };
}

describe('what is kept', () => {
  it('is looked through at once and every hour, until told to stop', async () => {
    const { calls, clock, housekeeping } = keep();
    await housekeeping.done;
    const round = ['in 1 2', 'purge', 'erase 7'];
    expect(calls).toEqual(round);
    await clock.pass(2 * HOUR);
    await housekeeping.done;
    expect(calls).toEqual([...round, ...round, ...round]);
    housekeeping.stop();
    await clock.pass(2 * HOUR);
    expect(calls).toHaveLength(9);
  });

  it('of a server that was left is not deleted then, only counted down', async () => {
    const { calls, guildIds, housekeeping } = keep();
    await housekeeping.done;
    calls.length = 0;
    guildIds.pop();
    housekeeping.left('2');
    await housekeeping.done;
    expect(calls).toEqual(['left 2', 'in 1']);
    guildIds.push('2');
    housekeeping.joined();
    await housekeeping.done;
    expect(calls.at(-1)).toBe('in 1 2');
  });

  it('that went is told to the log, and no server is remembered that has gone', async () => {
    const { calls, housekeeping, lines } = keep({ purge: async () => 3, eraseLeft: async () => ['9'] });
    await housekeeping.done;
    expect(calls).toContain('refresh');
    expect(lines).toContainEqual(expect.objectContaining({ questions: 3 }));
    expect(lines).toContainEqual(expect.objectContaining({ guilds: ['9'] }));
  });

  it('is not deleted while it is not known where the bot is, and the log says why', async () => {
    const { calls, housekeeping, lines } = keep({ presentIn: () => Promise.reject(new Error('disk full')) });
    await housekeeping.done;
    expect(calls).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ level: 50, msg: expect.stringContaining('noted') }));
  });

  it('goes on being looked through after a failure', async () => {
    let failures = 1;
    const purge = async () => {
      if (failures-- > 0) throw new Error('locked');
      return 0;
    };
    const { calls, clock, housekeeping } = keep({ purge });
    await housekeeping.done;
    expect(calls).toContain('erase 7');
    await clock.pass(HOUR);
    await housekeeping.done;
    expect(calls.filter((call) => call === 'erase 7')).toHaveLength(2);
  });
});
