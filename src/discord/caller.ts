/**
 * From what Discord says of somebody to the `Caller` that commands and controls are handed. It stands alone so that an
 * interaction and a message are judged by one rule, from memory alone.
 */
import type { GuildMember, Interaction, Message } from 'discord.js';
import type { Caller } from '../message/command.js';
import { MODERATOR_PERMISSION } from './permissions.js';
import type { Surface } from './surface.js';
import { accessOf, isModeratorBy, type Place } from './visibility.js';

/** Somebody in a server, as Discord told it this time. */
export interface Asker {
  readonly userId: string;
  readonly guildId: string;
  /** Of a thread, the channel that it is in. */
  readonly channelId: string;
  readonly roles: readonly string[];
  /** Whether Discord's own permissions make them a moderator. */
  readonly mayManage: boolean;
}

/** What of an interaction is read. */
type Acting = Pick<Interaction, 'guildId' | 'member' | 'user' | 'channel' | 'channelId' | 'memberPermissions'>;

/** Undefined outside a server. */
export function askerOf(interaction: Acting): Asker | undefined {
  const { guildId, member, user, channel, channelId } = interaction;
  if (guildId === null || member === null) return undefined;
  const roles = Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
  return {
    userId: user.id,
    guildId,
    channelId: parentOf(channel) ?? channelId ?? '',
    roles,
    mayManage: interaction.memberPermissions?.has(MODERATOR_PERMISSION, true) ?? false,
  };
}

/** Undefined outside a server. */
export function askerOfMessage(message: Pick<Message, 'guildId' | 'author' | 'channel' | 'channelId' | 'member'>) {
  const { guildId, author, channel, channelId, member } = message;
  if (guildId === null) return undefined;
  const asker: Asker = {
    userId: author.id,
    guildId,
    channelId: parentOf(channel) ?? channelId,
    roles: member === null ? [] : rolesOf(member),
    mayManage: member?.permissions.has(MODERATOR_PERMISSION, true) ?? false,
  };
  return asker;
}

/** What this reply may draw on, and what they may do with it. Waits for nothing. */
export function callerOf(asker: Asker, audience: Place['audience'], { guilds }: Pick<Surface, 'guilds'>): Caller {
  const memory = guilds.of(asker.guildId);
  const isModerator = isModeratorBy(asker.roles, asker.mayManage, memory);
  const { userId, guildId, channelId, roles } = asker;
  const access = accessOf({ channelId, roles, isModerator, audience }, memory);
  return { actor: userId, guildId, channelId, isModerator, ...access, settings: memory.settings };
}

export function rolesOf(member: GuildMember): readonly string[] {
  return [...member.roles.cache.keys()];
}

/** The channel that a thread is in. A thread's own id would only ever open less. */
function parentOf(channel: Interaction['channel'] | Message['channel']): string | undefined {
  return channel?.isThread() === true ? (channel.parentId ?? undefined) : undefined;
}
