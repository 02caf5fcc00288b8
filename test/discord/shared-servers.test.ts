import { DiscordAPIError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { KEPT_MS, type KnownServer, MOST_CHECKED, SharedServers } from '../../src/discord/shared-servers.js';
import { ManualClock } from './manual-clock.js';
import { recordingLog } from './running-bot.js';

function server(guildId: string, more: Partial<KnownServer> = {}): KnownServer {
  return { guildId, name: `Server ${guildId}`, ownerId: 'olga', managing: ['helm'], ...more };
}

/** The members of each server by id, with their roles. A server that is not named cannot be asked. */
function shared(
  members: Record<string, Record<string, string[]>>,
  servers = Object.keys(members).map((id) => server(id)),
) {
  const clock = new ManualClock();
  const { log, lines } = recordingLog();
  const looked: string[] = [];
  const get = async (route: string) => {
    looked.push(route);
    const [, guildId = '', userId = ''] = /^\/guilds\/(\w+)\/members\/(\w+)$/.exec(route) ?? [];
    const its = members[guildId];
    if (its === undefined) throw new Error('disk on fire');
    const roles = its[userId];
    if (roles !== undefined) return { roles };
    throw new DiscordAPIError({ code: 10_007, message: 'Unknown Member' }, 10_007, 404, 'GET', route, {});
  };
  return { servers: new SharedServers({ rest: { get }, log, clock, servers: () => servers }), clock, looked, lines };
}

describe('the servers that somebody shares with the bot', () => {
  it('are those they are a member of, with their roles and whether they may manage it', async () => {
    const { servers } = shared({ '1': { ada: ['crew'] }, '2': {}, '3': { ada: ['helm'] }, '4': { olga: [] } });
    expect(await servers.of('ada')).toEqual([
      { guildId: '1', name: 'Server 1', roles: ['crew'], mayManage: false },
      { guildId: '3', name: 'Server 3', roles: ['helm'], mayManage: true },
    ]);
    expect((await servers.of('olga')).map(({ mayManage }) => mayManage)).toEqual([true]);
  });

  it('may be managed by everyone where everyone may', async () => {
    const { servers } = shared({ '1': { ada: [] } }, [server('1', { managing: ['1'] })]);
    expect((await servers.of('ada'))[0]?.mayManage).toBe(true);
  });

  it('are asked about anew each time, so that a role taken away opens nothing', async () => {
    const members: Record<string, Record<string, string[]>> = { '1': { ada: ['crew'] }, '2': {} };
    const { servers, clock, looked } = shared(members, [server('1'), server('2')]);
    await servers.of('ada');
    expect(looked).toHaveLength(2);
    members['1'] = { ada: [] };
    expect((await servers.of('ada'))[0]?.roles).toEqual([]);
    members['1'] = {};
    expect(await servers.of('ada')).toEqual([]);
    // Only where somebody was a moment ago; one that they joined is noticed after five minutes.
    members['2'] = { ada: [] };
    expect(await servers.of('ada')).toEqual([]);
    expect(looked).toHaveLength(5);
    await clock.pass(KEPT_MS);
    expect((await servers.of('ada')).map(({ guildId }) => guildId)).toEqual(['2']);
  });

  it('are looked up again when the bot has joined or left one', async () => {
    const all = [server('1')];
    const { servers } = shared({ '1': { ada: [] }, '2': { ada: [] } }, all);
    expect(await servers.of('ada')).toHaveLength(1);
    all.push(server('2'));
    expect(await servers.of('ada')).toHaveLength(2);
    all.shift();
    expect((await servers.of('ada')).map(({ guildId }) => guildId)).toEqual(['2']);
  });

  it('are at most fifty, the one asked before among them', async () => {
    const many = Array.from({ length: MOST_CHECKED + 10 }, (_, at) => server(String(at)));
    const { servers, looked } = shared(Object.fromEntries(many.map(({ guildId }) => [guildId, { ada: [] }])), many);
    const found = await servers.of('ada', '55');
    expect(looked).toHaveLength(MOST_CHECKED);
    expect(found.map(({ guildId }) => guildId)).toContain('55');
  });

  it('leave out one that cannot be asked, say so in the log, and ask it again next time', async () => {
    const { servers, looked, lines } = shared({ '1': { ada: [] } }, [server('1'), server('2')]);
    expect((await servers.of('ada')).map(({ guildId }) => guildId)).toEqual(['1']);
    expect(lines).toContainEqual(expect.objectContaining({ level: 40, guild: '2' }));
    await servers.of('ada');
    expect(looked).toHaveLength(4);
  });
});
