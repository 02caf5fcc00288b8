/**
 * Which of the host's collections a server knows. Pure and alone, because whoever runs the bot decides it, by two settings
 * and no command, and a mistake here would show one server's readers another's papers.
 *
 * - `DISCORD_COLLECTIONS` names collections for servers.
 * - `default` is also known where its home is: the server in `DISCORD_GUILD_ID`; else the one server that
 *   `DISCORD_COLLECTIONS` gives it to; else, when that gives it to none, the bot's only server. Where it is known besides,
 *   it is read and not changed.
 */
import type { CollectionRef } from '../model.js';
import { HOST, HOST_COLLECTION, isSame } from './visibility.js';

export interface HostBindings {
  /** `DISCORD_GUILD_ID`. */
  readonly guildId?: string | undefined;
  /** `DISCORD_COLLECTIONS`: names of the host's collections by server id. */
  readonly collections?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** The server whose moderators look after the host's `default`; undefined when nobody said, or there are several. */
export function homeOf({ guildId, collections = {} }: HostBindings, guildIds: readonly string[]): string | undefined {
  if (guildId !== undefined) return guildId;
  const named = Object.keys(collections).filter((id) => collections[id]?.includes(HOST_COLLECTION.name));
  const candidates = named.length > 0 ? named : guildIds;
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** The host's collections that this server knows. */
export function hostCollections(
  guildId: string,
  bindings: HostBindings,
  guildIds: readonly string[],
): readonly CollectionRef[] {
  const named = Object.hasOwn(bindings.collections ?? {}, guildId) ? (bindings.collections?.[guildId] ?? []) : [];
  const bound = named.map((name) => ({ owner: HOST, name }));
  const isKnown = bound.some((each) => isSame(each, HOST_COLLECTION));
  return homeOf(bindings, guildIds) === guildId && !isKnown ? [HOST_COLLECTION, ...bound] : bound;
}
