/**
 * What a menu sends when somebody has chosen: texts from its own list, or people, roles and channels of the server with
 * their data. Alone because Discord resolves ids for the bot, and a client offers only what is there.
 */
import type { Component } from './component-limits.js';
import { channelJson } from './factories.js';
import { permissionsIn } from './permissions.js';
import type { World } from './state.js';

/** Ids by what they name, as Discord resolves them in options and menus. */
export type Resolved = Record<'users' | 'members' | 'roles' | 'channels', Record<string, unknown>>;

/** Component types of menus that fill themselves. */
const kinds: Readonly<Record<number, readonly (keyof Resolved)[]>> = {
  5: ['users'],
  6: ['roles'],
  7: ['users', 'roles'],
  8: ['channels'],
};

export interface Choosing {
  readonly values: readonly string[] | undefined;
  readonly channelId: string;
}

/** `values`, and `resolved` where ids were chosen; neither for a button. Throws what the menu does not offer. */
export function resolvedMenu(world: World, menu: Component, { values, channelId }: Choosing): Record<string, unknown> {
  const kind = kinds[menu.type];
  if (menu.options === undefined && kind === undefined) return values === undefined ? {} : { values };
  const chosen = values ?? [];
  const [least, most] = [menu.min_values ?? 1, menu.max_values ?? 1];
  if (chosen.length < least || chosen.length > most) {
    throw new Error(`The menu takes ${least} to ${most} values, not ${chosen.length}.`);
  }
  if (kind !== undefined) return { values: chosen, resolved: resolvedIds(world, chosen, { kinds: kind, channelId }) };
  const offered = (menu.options ?? []).map(({ value }) => value);
  const stranger = chosen.find((value) => !offered.includes(value));
  if (stranger !== undefined) throw new Error(`The menu does not offer "${stranger}".`);
  return { values: chosen };
}

/** Throws for an id that is none of `kinds` in the channel's guild. */
export function resolvedIds(
  world: World,
  ids: readonly string[],
  { kinds: allowed, channelId }: { readonly kinds: readonly (keyof Resolved)[]; readonly channelId: string },
): Partial<Resolved> {
  const found: Partial<Resolved> = {};
  for (const id of ids) {
    const data = lookedUp(world, id, channelId);
    const entries = Object.entries(data).filter(
      ([key]) => key === 'members' || allowed.includes(key as keyof Resolved),
    );
    if (entries.length === 0) throw new Error(`The server offers no ${allowed.join(' or ')} with the id ${id}.`);
    for (const [key, value] of entries) {
      const of = key as keyof Resolved;
      found[of] = { ...found[of], [id]: value };
    }
  }
  return found;
}

function lookedUp(world: World, id: string, channelId: string): Partial<Record<keyof Resolved, unknown>> {
  const { guildId } = world.channel(channelId);
  const guild = guildId === undefined ? undefined : world.guild(guildId);
  const user = world.users.get(id);
  const { user: _user, ...member } = guild?.members.get(id) ?? {};
  const role = guild?.roles.find((one) => one.id === id);
  const channel = world.channels.get(id);
  const bits = channel === undefined ? '0' : String(permissionsIn(world, channel, world.bot.id));
  return {
    ...(user === undefined ? {} : { users: user }),
    ...(Object.keys(member).length === 0 ? {} : { members: { ...member, permissions: '0' } }),
    ...(role === undefined ? {} : { roles: role }),
    ...(channel?.guildId === guildId && channel !== undefined
      ? { channels: { ...channelJson(world, channel), permissions: bits } }
      : {}),
  };
}
