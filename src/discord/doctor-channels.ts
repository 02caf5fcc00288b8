/**
 * What is wrong with the bot's permissions in one server, and what to click to mend it. Pure and alone: it sorts what
 * `doctor-permissions` computes into as few remedies as there are places to mend.
 */
import { type APIOverwrite, ChannelType, PermissionFlagsBits } from 'discord.js';
import {
  ALL_PERMISSIONS,
  basePermissions,
  channelPermissions,
  neededIn,
  permissionNames,
  type Rights,
} from './doctor-permissions.js';

export interface ServerChannel {
  readonly id: string;
  readonly name: string;
  readonly type: ChannelType;
  /** Its category. */
  readonly parentId?: string | undefined;
  readonly overwrites: readonly APIOverwrite[];
}

export interface Server {
  readonly name: string;
  readonly rights: Rights;
  /** Name of the bot in this server's lists. */
  readonly botName: string;
  /** Name of the role that came with the bot. */
  readonly botRole: string;
  readonly channels: readonly ServerChannel[];
}

export interface Fault {
  readonly found: string;
  readonly remedy: string;
}

export interface ServerFindings {
  readonly faults: readonly Fault[];
  /** How many channels people could ask in. */
  readonly channels: number;
  /** Channels left alone: hidden from the bot as from `@everyone`, or for reading only. */
  readonly closed: readonly string[];
}

/** One place in Discord's settings with permissions to switch on. */
interface Place {
  readonly missing: bigint;
  /** Of the channels that it mends. */
  readonly names: string[];
  readonly category: string | undefined;
}

/** Looks at every channel where people could ask. */
export function examineServer(server: Server): ServerFindings {
  const talk = server.channels.filter(({ type }) => neededIn(type) !== 0n);
  const closed = talk.filter((channel) => isClosed(channel, server));
  const open = talk.filter((channel) => !closed.includes(channel));
  const faults = [...roleFaults(open, server), ...channelFaults(open, server)];
  const nowhere = open.length === 0 && talk.length > 0 ? [hiddenEverywhere(server)] : [];
  return { faults: [...nowhere, ...faults], channels: talk.length, closed: closed.map(hashed) };
}

const ENTRY = PermissionFlagsBits.ViewChannel;
const SPEECH = PermissionFlagsBits.SendMessages;

/** Kept from everybody without a special role, and from the bot: that is taken as meant. */
function isClosed(channel: ServerChannel, { rights }: Server): boolean {
  const nobody: Rights = { ...rights, memberId: '', memberRoles: [] };
  const held = (of: Rights) => channelPermissions(basePermissions(of), channel.overwrites, of);
  const lackedByBoth = ~held(rights) & ~held(nobody) & ALL_PERMISSIONS;
  return (lackedByBoth & neededIn(channel.type) & (ENTRY | SPEECH)) !== 0n;
}

/** What no role gives, where the channel does not give it either: one place mends all. */
function roleFaults(channels: readonly ServerChannel[], server: Server): readonly Fault[] {
  const base = basePermissions(server.rights);
  const lacking = channels.flatMap((channel) => {
    const held = channelPermissions(base, channel.overwrites, server.rights);
    const missing = neededIn(channel.type) & ~base & ~held;
    return missing === 0n ? [] : [{ channel, missing }];
  });
  if (lacking.length === 0) return [];
  const names = named(lacking.reduce((bits, { missing }) => bits | missing, 0n));
  return [
    {
      found: `no role of the bot has ${names}, so it lacks that in ${listed(lacking.map(({ channel }) => hashed(channel)))}`,
      remedy: `Server Settings, Roles, “${server.botRole}”, Permissions: switch on ${names}`,
    },
  ];
}

/** What the channel itself takes away. Channels that are in step with their category are mended there, at once. */
function channelFaults(channels: readonly ServerChannel[], server: Server): readonly Fault[] {
  const { rights } = server;
  const places = new Map<string, Place>();
  for (const channel of channels) {
    const needed = neededIn(channel.type);
    const missing = needed & ~channelPermissions(basePermissions(rights) | needed, channel.overwrites, rights);
    if (missing === 0n) continue;
    const category = categoryInStep(channel, server.channels);
    const key = `${category?.id ?? channel.id} ${missing}`;
    const place = places.get(key) ?? { missing, names: [], category: category?.name };
    place.names.push(hashed(channel));
    places.set(key, place);
  }
  return [...places.values()].map((place) => channelFault(place, server.botName));
}

function channelFault({ missing, names, category }: Place, botName: string): Fault {
  const permissions = named(missing);
  const where = category === undefined ? `${names.join('')}, Edit Channel` : `Category “${category}”, Edit Category`;
  return {
    found: `${listed(names)}: ${permissions} ${missing & (missing - 1n) ? 'are' : 'is'} taken from the bot there`,
    remedy: `${where}, Permissions, Advanced permissions: add “${botName}” and set ${permissions} to the green check`,
  };
}

function categoryInStep(channel: ServerChannel, all: readonly ServerChannel[]): ServerChannel | undefined {
  const category = all.find(({ id, type }) => id === channel.parentId && type === ChannelType.GuildCategory);
  return category !== undefined && fingerprint(category) === fingerprint(channel) ? category : undefined;
}

function fingerprint({ overwrites }: ServerChannel): string {
  return overwrites
    .map(({ id, allow, deny }) => `${id} ${allow} ${deny}`)
    .sort()
    .join();
}

function hiddenEverywhere({ botName }: Server): Fault {
  return {
    found: 'every channel is closed to the bot, so nobody can mention it',
    remedy: `Choose a channel, Edit Channel, Permissions: add “${botName}” and set ${named(neededIn(ChannelType.GuildText))} to the green check`,
  };
}

const LISTED = 5;

/** `a, b, c and 12 more`. */
export function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  // "and 1 more" takes the room of its name.
  return more <= 1 ? names.join(', ') : `${names.slice(0, LISTED).join(', ')} and ${more} more`;
}

function named(permissions: bigint): string {
  return permissionNames(permissions).join(', ');
}

function hashed({ name }: ServerChannel): string {
  return `#${name}`;
}
