/**
 * What the bot may do in one channel, and what it lacks there, by Discord's documented rules. Pure and alone, because it
 * decides over plain JSON, whoever fetched it. Source: discord.com/developers/docs/topics/permissions, "Permission Overwrites".
 */
import { type APIOverwrite, type APIRole, ChannelType, PermissionFlagsBits } from 'discord.js';
import { PERMISSIONS } from './permissions.js';

/** One member of a server, as far as permissions go. */
export interface Rights {
  readonly guildId: string;
  readonly ownerId: string;
  readonly memberId: string;
  /** Ids of the member's roles; that of `@everyone` may be left out. */
  readonly memberRoles: readonly string[];
  readonly roles: readonly Pick<APIRole, 'id' | 'permissions'>[];
}

export type Overwrite = Pick<APIOverwrite, 'id' | 'allow' | 'deny'>;

/** Every bit that Discord has or will have. */
export const ALL_PERMISSIONS = (1n << 64n) - 1n;

/** What the roles give in the whole server, before any channel has its say. */
export function basePermissions({ guildId, ownerId, memberId, memberRoles, roles }: Rights): bigint {
  if (memberId === ownerId) return ALL_PERMISSIONS;
  const held = roles.filter(({ id }) => id === guildId || memberRoles.includes(id));
  const bits = held.reduce((sum, { permissions }) => sum | BigInt(permissions), 0n);
  return (bits & PermissionFlagsBits.Administrator) === 0n ? bits : ALL_PERMISSIONS;
}

/**
 * What is left of `base` in a channel: the overwrite of `@everyone`, then those of all roles together, then the member's
 * own. Says what is set, bit by bit: that a channel which cannot be seen allows nothing at all is left to the caller.
 */
export function channelPermissions(base: bigint, overwrites: readonly Overwrite[], rights: Rights): bigint {
  if (base === ALL_PERMISSIONS) return base;
  const { guildId, memberId, memberRoles } = rights;
  const roleIds = memberRoles.filter((id) => id !== guildId);
  const steps = [[guildId], roleIds, [memberId]].map((ids) => overwrites.filter(({ id }) => ids.includes(id)));
  return steps.reduce((bits, found) => (bits & ~union(found, 'deny')) | union(found, 'allow'), base);
}

function union(overwrites: readonly Overwrite[], side: 'allow' | 'deny'): bigint {
  return overwrites.reduce((bits, overwrite) => bits | BigInt(overwrite[side]), 0n);
}

const POSTS: ReadonlySet<ChannelType> = new Set([ChannelType.GuildForum, ChannelType.GuildMedia]);
const TALK: ReadonlySet<ChannelType> = new Set([ChannelType.GuildText, ChannelType.GuildAnnouncement, ...POSTS]);

/** Without use where every conversation is a thread that somebody else began. */
const NOT_IN_POSTS: bigint = PermissionFlagsBits.SendMessages | PermissionFlagsBits.CreatePublicThreads;

/** What the bot needs in a channel of this kind; 0 where nobody asks it anything. Its threads go with the channel. */
export function neededIn(type: ChannelType): bigint {
  if (!TALK.has(type)) return 0n;
  const all = PERMISSIONS.reduce((bits, { bit }) => bits | bit, 0n);
  return POSTS.has(type) ? all & ~NOT_IN_POSTS : all;
}

/** Permissions by the names that Discord's settings show. */
export function permissionNames(bits: bigint): readonly string[] {
  return PERMISSIONS.filter(({ bit }) => (bits & bit) !== 0n).map(({ name }) => name);
}
