import { ApplicationFlags, DiscordAPIError, OverwriteType, PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { examineDiscord, MAX_SERVERS } from '../../src/discord/doctor-servers.js';
import { PERMISSIONS } from '../../src/discord/permissions.js';
import type { Rest } from '../../src/discord/rest.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';

const BOT = '500';
const NEEDED = String(PERMISSIONS.reduce((bits, { bit }) => bits | bit, 0n));
const settings = { token: 'secret-token', api: 'https://discord.example/api' };

interface FakeGuild {
  readonly id: string;
  readonly name: string;
  readonly channels?: readonly object[];
  /** Codes of Discord's refusals, by the end of the path. */
  readonly refuses?: Readonly<Record<string, number>>;
}

class FakeRest {
  readonly asked: string[] = [];

  constructor(
    private readonly guilds: readonly FakeGuild[],
    private readonly flags?: number,
  ) {}

  async get(route: string): Promise<unknown> {
    this.asked.push(route);
    if (route === '/applications/@me') return { id: '400', name: 'Verbatim', flags: this.flags };
    if (route === '/users/@me') return { id: BOT, username: 'verbatim' };
    if (route === '/users/@me/guilds') return this.guilds.map(({ id, name }) => ({ id, name }));
    const guild = this.guilds.find(({ id }) => route.split('/').includes(id));
    const refusal = Object.entries(guild?.refuses ?? {}).find(([end]) => route.endsWith(end));
    if (guild === undefined || refusal !== undefined) throw refused(refusal?.[1] ?? 10_004, route);
    if (route.endsWith('/commands')) return [];
    if (route.endsWith('/channels')) return guild.channels ?? [text('general')];
    if (route.includes('/members/')) return { user: { id: BOT, username: 'verbatim' }, nick: null, roles: ['600'] };
    const everyone = { id: guild.id, name: '@everyone', permissions: '0' };
    const own = { id: '600', name: 'Verbatim’s role', permissions: NEEDED, tags: { bot_id: BOT } };
    return { id: guild.id, name: guild.name, owner_id: '9', roles: [everyone, own] };
  }

  get rest(): Rest {
    return this as unknown as Rest;
  }
}

function refused(code: number, url: string): DiscordAPIError {
  return new DiscordAPIError({ code, message: 'Missing Access' }, code, 403, 'GET', url, {
    files: [],
    body: undefined,
  });
}

function text(name: string, denied = 0n): object {
  const overwrite = { id: BOT, type: OverwriteType.Member, allow: '0', deny: String(denied) };
  return { id: name, name, type: 0, parent_id: null, permission_overwrites: denied === 0n ? [] : [overwrite] };
}

const guild = (at: number, more: Partial<FakeGuild> = {}): FakeGuild => ({
  id: `70${at}`,
  name: `Quay ${at}`,
  ...more,
});

describe('what doctor finds out from Discord', () => {
  it('is who the token is, that no intent is needed, the invite link, and in one line the servers that are well', async () => {
    const found = await examineDiscord(settings, undefined, new FakeRest([guild(1), guild(2)]).rest);
    expect(found).toEqual([
      { name: 'discord', ok: true, found: 'signed in as Verbatim, application 400' },
      { name: 'intents', ok: true, found: 'no privileged intent is needed' },
      { name: 'invite', ok: true, found: expect.stringContaining(`client_id=400`) },
      { name: 'servers', ok: true, found: 'in 2; nothing wrong in Quay 1 (1 channel), Quay 2 (1 channel)' },
    ]);
    expect(found[2]?.found).toContain(`permissions=${NEEDED}`);
  });

  it('names privileged intents that are on for nothing', async () => {
    const found = await examineDiscord(
      settings,
      undefined,
      new FakeRest([guild(1)], ApplicationFlags.GatewayMessageContentLimited).rest,
    );
    expect(found[1]).toMatchObject({ ok: true, found: expect.stringContaining('Message Content can be switched off') });
  });

  it('is, for each fault, the server, the channel, the permission, and what to click', async () => {
    const faulty = guild(2, { channels: [text('general'), text('help', PermissionFlagsBits.EmbedLinks)] });
    const found = await examineDiscord(settings, undefined, new FakeRest([guild(1), faulty]).rest);
    expect(found.slice(3)).toEqual([
      { name: 'servers', ok: true, found: 'in 2; nothing wrong in Quay 1 (1 channel)' },
      {
        name: 'server',
        ok: false,
        found: 'Quay 2: #help: Embed Links is taken from the bot there',
        remedy:
          '#help, Edit Channel, Permissions, Advanced permissions: add “verbatim” and set Embed Links to the green check',
      },
    ]);
  });

  it('tells a bot that was added without slash commands', async () => {
    const found = await examineDiscord(
      settings,
      undefined,
      new FakeRest([guild(1, { refuses: { '/commands': 50_001 } })]).rest,
    );
    expect(found.at(-1)).toMatchObject({ ok: false, found: expect.stringContaining('applications.commands') });
  });

  it('goes on past a server that cannot be looked into', async () => {
    const found = await examineDiscord(
      settings,
      undefined,
      new FakeRest([guild(1, { refuses: { '/channels': 50_001 } }), guild(2)]).rest,
    );
    expect(found[3]?.found).toBe('in 2; nothing wrong in Quay 2 (1 channel)');
    expect(found[4]).toMatchObject({ ok: false, found: expect.stringContaining('Quay 1: could not be looked into') });
  });

  it('looks into ten servers at most, and first into the one that is set', async () => {
    const many = Array.from({ length: 14 }, (_, at) => guild(at + 10));
    const fake = new FakeRest(many);
    const found = await examineDiscord({ ...settings, guildId: '7023' }, undefined, fake.rest);
    const looked = fake.asked.filter((route) => route.endsWith('/channels'));
    expect(looked).toHaveLength(MAX_SERVERS);
    expect(looked[0]).toContain('7023');
    expect(found[3]?.found).toMatch(
      /^in 14, the first 10 looked into; nothing wrong in Quay 23 \(1 channel\), .* and 5 more$/,
    );
  });

  it('says when it is not in the server that is set, and when it is in none', async () => {
    const elsewhere = await examineDiscord({ ...settings, guildId: '799' }, undefined, new FakeRest([guild(1)]).rest);
    expect(elsewhere[3]).toMatchObject({
      ok: false,
      found: 'the bot is not in server 799, which DISCORD_GUILD_ID names',
    });
    const nowhere = await examineDiscord(settings, undefined, new FakeRest([]).rest);
    expect(nowhere[3]).toMatchObject({
      ok: false,
      remedy: expect.stringContaining('https://discord.com/oauth2/authorize'),
    });
  });

  it('is that the audit channel is there, and that the bot can post in it, also where nobody else does', async () => {
    const closed = { ...text('log', PermissionFlagsBits.SendMessages), parent_id: null };
    const everyone = {
      id: '702',
      type: OverwriteType.Role,
      allow: '0',
      deny: String(PermissionFlagsBits.SendMessages),
    };
    const overwrites = [everyone, { id: BOT, type: OverwriteType.Member, allow: '0', deny: String(1n << 11n) }];
    const servers = [
      guild(1),
      guild(2, { channels: [text('general'), { ...closed, permission_overwrites: overwrites }] }),
    ];
    const chose = (guildId: string, auditChannelId: string) => ({
      guildId,
      settings: { ...DEFAULT_SETTINGS, auditChannelId },
    });
    const kept = { collections: [], settings: [chose('701', 'gone'), chose('702', 'log'), chose('709', 'x')] };
    const found = await examineDiscord(settings, kept, new FakeRest(servers).rest);
    expect(found.filter(({ ok }) => !ok)).toEqual([
      {
        ...{ name: 'server', ok: false },
        found: 'Quay 1: the audit channel (gone) was deleted, so acts of moderators are announced nowhere',
        remedy: 'A moderator there chooses another with `/config audit`, or none to announce nothing',
      },
      {
        ...{ name: 'server', ok: false },
        found:
          'Quay 2: #log, the audit channel: the bot lacks Send Messages there, so acts of moderators are announced nowhere',
        remedy:
          '#log, Edit Channel, Permissions, Advanced permissions: add “verbatim” and set Send Messages to the green check',
      },
    ]);
    const well = { collections: [], settings: [chose('701', 'general')] };
    expect((await examineDiscord(settings, well, new FakeRest([guild(1)]).rest)).every(({ ok }) => ok)).toBe(true);
  });

  it('is that each server and each collection of DISCORD_COLLECTIONS is there', async () => {
    const bound = { ...settings, collections: { '701': ['handbook', 'default'], '799': ['minuets'] } };
    const known = ['handbook', 'minutes'].map((name) => ({ owner: 'host', name }));
    const kept = { collections: [...known, { owner: '701', name: 'minuets' }], settings: [] };
    const found = await examineDiscord(bound, kept, new FakeRest([guild(1)]).rest);
    expect(found.filter(({ name }) => name === 'collections')).toEqual([
      {
        ...{ name: 'collections', ok: false },
        found: 'the bot is not in server 799, which DISCORD_COLLECTIONS names',
        remedy: expect.stringMatching(/^Add it with https:.*, or take that server out of DISCORD_COLLECTIONS$/),
      },
      {
        ...{ name: 'collections', ok: false },
        found:
          'there is no collection “minuets”, which DISCORD_COLLECTIONS names; there are: default, handbook, minutes',
        remedy: 'Mend the name, or fill it: verbatim ingest --collection minuets <folder>',
      },
    ]);
    const mended = { ...settings, collections: { '701': ['handbook', 'default'] } };
    for (const each of [kept, undefined]) {
      const well = await examineDiscord(mended, each, new FakeRest([guild(1)]).rest);
      expect(well.find(({ name }) => name === 'collections')).toEqual({
        ...{ name: 'collections', ok: true, found: 'shown besides: Quay 1: handbook, default' },
      });
    }
  });

  it('rejects a refused token with what to do', async () => {
    const rest = { get: () => Promise.reject(new DiscordAPIError({ code: 0, message: '401' }, 0, 401, 'GET', '', {})) };
    await expect(examineDiscord(settings, undefined, rest as unknown as Rest)).rejects.toMatchObject({
      code: 'config',
    });
  });
});
