import { ChannelType, OverwriteType, PermissionFlagsBits } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examineServer, type Server, type ServerChannel } from '../../src/discord/doctor-channels.js';
import {
  ALL_PERMISSIONS,
  basePermissions,
  channelPermissions,
  neededIn,
  type Rights,
} from '../../src/discord/doctor-permissions.js';

const GUILD = '1';
const BOT = '2';
const OWNER = '9';
const BITS = Object.values(PermissionFlagsBits);
const { ViewChannel, SendMessages, SendMessagesInThreads, EmbedLinks, ReadMessageHistory } = PermissionFlagsBits;
const ADMINISTRATOR = PermissionFlagsBits.Administrator;

type Set3 = { readonly id: string; readonly allow: readonly bigint[]; readonly deny: readonly bigint[] };
interface World {
  readonly isOwner: boolean;
  readonly roles: readonly { readonly id: string; readonly has: readonly bigint[]; readonly held: boolean }[];
  readonly overwrites: readonly Set3[];
}

/** The documented algorithm, word for word, one permission at a time and over names instead of bits. */
function mayNaively(bit: bigint, { isOwner, roles, overwrites }: World): boolean {
  if (isOwner) return true;
  const held = roles.filter(({ id, held: isHeld }) => isHeld || id === GUILD);
  if (held.some(({ has }) => has.includes(ADMINISTRATOR))) return true;
  let may = held.some(({ has }) => has.includes(bit));
  const everyone = overwrites.find(({ id }) => id === GUILD);
  if (everyone?.deny.includes(bit)) may = false;
  if (everyone?.allow.includes(bit)) may = true;
  const ofRoles = overwrites.filter(({ id }) => id !== GUILD && held.some((role) => role.id === id));
  if (ofRoles.some(({ deny }) => deny.includes(bit))) may = false;
  if (ofRoles.some(({ allow }) => allow.includes(bit))) may = true;
  const own = overwrites.find(({ id }) => id === BOT);
  if (own?.deny.includes(bit)) may = false;
  if (own?.allow.includes(bit)) may = true;
  return may;
}

const sum = (bits: readonly bigint[]): string => String(bits.reduce((all, bit) => all | bit, 0n));
const someBits = fc.uniqueArray(fc.constantFrom(...BITS), { maxLength: 8 });
const roleIds = [GUILD, '3', '4', '5', '6'];

const worlds: fc.Arbitrary<World> = fc.record({
  isOwner: fc.nat(20).map((at) => at === 0),
  roles: fc.tuple(...roleIds.map((id) => fc.record({ id: fc.constant(id), has: someBits, held: fc.boolean() }))),
  overwrites: fc.uniqueArray(
    fc.record({ id: fc.constantFrom(...roleIds, BOT, '7'), allow: someBits, deny: someBits }),
    {
      selector: ({ id }) => id,
      maxLength: 6,
    },
  ),
});

function rightsOf({ isOwner, roles }: World): Rights {
  return {
    guildId: GUILD,
    ownerId: isOwner ? BOT : OWNER,
    memberId: BOT,
    memberRoles: roles.filter(({ held }) => held).map(({ id }) => id),
    roles: roles.map(({ id, has }) => ({ id, permissions: sum(has) })),
  };
}

const plain = (overwrites: readonly Set3[]) =>
  overwrites.map(({ id, allow, deny }) => ({ id, allow: sum(allow), deny: sum(deny) }));

it('gives just the permissions that Discord’s documented steps give', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const rights = rightsOf(world);
      const held = channelPermissions(basePermissions(rights), plain(world.overwrites), rights);
      for (const bit of BITS) expect((held & bit) !== 0n, String(bit)).toBe(mayNaively(bit, world));
    }),
    { numRuns: 500 },
  );
});

it('complains, or leaves the channel alone by name, just where something is lacking', () => {
  const server = fc.tuple(worlds, fc.constantFrom(ChannelType.GuildText, ChannelType.GuildForum));
  fc.assert(
    fc.property(server, ([world, type]) => {
      const rights = rightsOf(world);
      const channel = { id: '50', name: 'general', type, overwrites: typed(plain(world.overwrites)) };
      const found = examineServer({ ...NAMES, rights, channels: [channel] });
      const held = channelPermissions(basePermissions(rights), channel.overwrites, rights);
      const lacks = neededIn(type) & ~held & ALL_PERMISSIONS;
      expect(found.faults.length > 0 || found.closed.length > 0).toBe(lacks !== 0n);
    }),
    { numRuns: 300 },
  );
});

const NAMES = { name: 'Harbour', botName: 'Verbatim', botRole: 'Verbatim' };
const NEEDED = neededIn(ChannelType.GuildText);

function typed(overwrites: readonly { id: string; allow: string; deny: string }[]): ServerChannel['overwrites'] {
  return overwrites.map((one) => ({ ...one, type: one.id === BOT ? OverwriteType.Member : OverwriteType.Role }));
}

function server(channels: readonly (Partial<ServerChannel> & { name: string })[], everyone = NEEDED): Server {
  const rights: Rights = {
    guildId: GUILD,
    ownerId: OWNER,
    memberId: BOT,
    memberRoles: ['3'],
    roles: [
      { id: GUILD, permissions: String(everyone) },
      { id: '3', permissions: '0' },
    ],
  };
  return {
    ...NAMES,
    rights,
    channels: channels.map((one) => ({ id: one.name, type: ChannelType.GuildText, overwrites: [], ...one })),
  };
}

const deny = (id: string, ...bits: bigint[]) => typed([{ id, allow: '0', deny: sum(bits) }]);

describe('what is wrong in a server', () => {
  it('is nothing where every channel gives what is needed', () => {
    expect(examineServer(server([{ name: 'general' }, { name: 'help' }]))).toEqual({
      faults: [],
      channels: 2,
      closed: [],
    });
  });

  it('names the channel, the permissions and what to click', () => {
    const { faults } = examineServer(
      server([{ name: 'general' }, { name: 'help', overwrites: deny(BOT, EmbedLinks, SendMessagesInThreads) }]),
    );
    expect(faults).toEqual([
      {
        found: '#help: Send Messages in Threads, Embed Links are taken from the bot there',
        remedy:
          '#help, Edit Channel, Permissions, Advanced permissions: add “Verbatim” and set Send Messages in Threads, Embed Links to the green check',
      },
    ]);
  });

  it('is mended in the category where channels are in step with it, once for all of them', () => {
    const overwrites = deny(GUILD, EmbedLinks);
    const { faults } = examineServer(
      server([
        { name: 'Help', id: '70', type: ChannelType.GuildCategory, overwrites },
        { name: 'bugs', parentId: '70', overwrites },
        { name: 'ideas', parentId: '70', overwrites },
        { name: 'own', parentId: '70', overwrites: deny('3', EmbedLinks) },
      ]),
    );
    expect(faults.map(({ found }) => found.split(':')[0])).toEqual(['#bugs, #ideas', '#own']);
    expect(faults[0]?.remedy).toMatch(/^Category “Help”, Edit Category, Permissions/);
    expect(faults[1]?.remedy).toMatch(/^#own, Edit Channel, Permissions/);
  });

  it('is mended in the bot’s role where no role gives it, once for the whole server', () => {
    const { faults } = examineServer(server([{ name: 'a' }, { name: 'b' }], NEEDED & ~ReadMessageHistory));
    expect(faults).toEqual([
      {
        found: 'no role of the bot has Read Message History, so it lacks that in #a, #b',
        remedy: 'Server Settings, Roles, “Verbatim”, Permissions: switch on Read Message History',
      },
    ]);
  });

  it('leaves private channels and those for reading alone, and says which', () => {
    const channels = [
      { name: 'general' },
      { name: 'staff', overwrites: deny(GUILD, ViewChannel) },
      { name: 'rules', overwrites: deny(GUILD, SendMessages) },
    ];
    expect(examineServer(server(channels))).toMatchObject({ faults: [], closed: ['#staff', '#rules'] });
  });

  it('is told when the bot alone is kept out of what everybody sees', () => {
    const { faults } = examineServer(server([{ name: 'general', overwrites: deny(BOT, ViewChannel) }]));
    expect(faults[0]?.found).toBe('#general: View Channels is taken from the bot there');
  });

  it('is told when every channel is closed to it', () => {
    const { faults } = examineServer(server([{ name: 'general' }], 0n));
    expect(faults[0]?.found).toContain('every channel is closed');
  });

  it('asks for no right to begin conversations in forums, where it only replies in posts', () => {
    const forum = { name: 'questions', type: ChannelType.GuildForum, overwrites: deny(BOT, SendMessages) };
    expect(examineServer(server([forum])).faults).toEqual([]);
    expect(examineServer(server([{ ...forum, type: ChannelType.GuildText }])).faults).toHaveLength(1);
  });

  it('leaves voice channels out', () => {
    const voice = { name: 'Talk', type: ChannelType.GuildVoice, overwrites: deny(BOT, EmbedLinks) };
    expect(examineServer(server([voice]))).toEqual({ faults: [], channels: 0, closed: [] });
  });

  it('is nothing for an administrator, whatever channels say', () => {
    const channels = [{ name: 'general', overwrites: deny(BOT, ...BITS.filter((bit) => bit !== ADMINISTRATOR)) }];
    expect(examineServer(server(channels, ADMINISTRATOR)).faults).toEqual([]);
  });
});
