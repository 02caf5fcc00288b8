/**
 * Whether Discord's client lets a user use a command at all. Alone because it is the client's own rule, which a bot must not
 * rely on: `isForced` goes past it.
 */
import type { APIApplicationCommand, APIUser } from 'discord-api-types/v10';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { permissionsIn } from './permissions.js';
import type { World } from './state.js';

export interface User {
  readonly user: APIUser;
  readonly channelId: string;
  /** In place of what the user's roles give. */
  readonly permissions?: bigint | undefined;
}

/** Throws with the reason, unless the client shows the command to this user in this channel. */
export function checkAllowed(
  world: World,
  command: APIApplicationCommand,
  { user, channelId, permissions }: User,
): void {
  const channel = world.channel(channelId);
  const here = channel.guildId === undefined ? 1 : 0;
  const isShown = command.contexts?.some((context) => Number(context) === here) ?? true;
  if (!isShown) throw new Error(`The command "${command.name}" is not offered in this kind of channel.`);
  if (channel.guildId === undefined) return;
  const bits = permissions ?? permissionsIn(world, channel, user.id);
  if ((bits & PermissionFlagsBits.Administrator) !== 0n) return;
  const grants = world.commandGrants.get(channel.guildId) ?? new Set();
  const roles = world.guild(channel.guildId).members.get(user.id)?.roles ?? [];
  if (roles.some((role) => grants.has(role))) return;
  const { default_member_permissions: asked } = command;
  const needed = asked === null || asked === undefined ? 0n : BigInt(asked);
  // Discord reads '0' as: nobody but administrators.
  const lacks = asked === '0' || (bits & needed) !== needed;
  if (lacks) throw new Error(`${user.username} is not shown "${command.name}"; \`isForced\` sends it all the same.`);
}
