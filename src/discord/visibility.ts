/**
 * Which collections a place in Discord may see and change. Pure and alone, because this is the rule that keeps one
 * server's documents from another: it is decided from ids in memory, before any work.
 *
 * - A server always has its own collection, and sees no other server's.
 * - The host's `default` is bound to the server that `DISCORD_GUILD_ID` names; without that setting, to the bot's
 *   only server. With several servers and no setting it is bound to none, since nobody said whose it is.
 * - In the bound server moderators may reindex the host's `default`: it reads again the folders which the host
 *   itself named, and brings in nothing that a moderator chose.
 * - In a direct message nothing is visible: which server's documents would be meant is unknown.
 */
import type { CollectionRef } from '../model.js';

export const HOST_COLLECTION: CollectionRef = { owner: 'host', name: 'default' };

/** Where somebody speaks to the bot, and what is known of the bot's servers. */
export interface Place {
  /** The server, or `null` in a direct message. */
  readonly guildId: string | null;
  /** Every server the bot is in. An interaction may come from another one, where only a user installed the app. */
  readonly guildIds: readonly string[];
  /** `DISCORD_GUILD_ID`. */
  readonly boundGuildId?: string | undefined;
}

/** What may be seen and changed from one server. */
export interface Access {
  readonly visible: readonly CollectionRef[];
  /** The one collection that changes asked for here go to. */
  readonly changes: CollectionRef;
}

/** The server whose documents the host's are, or undefined when that is not known. */
export function boundGuild(place: Pick<Place, 'guildIds' | 'boundGuildId'>): string | undefined {
  if (place.boundGuildId !== undefined) return place.boundGuildId;
  return place.guildIds.length === 1 ? place.guildIds[0] : undefined;
}

/** Undefined in a direct message, where nothing may be seen. */
export function accessFrom(place: Place): Access | undefined {
  if (place.guildId === null) return undefined;
  const own: CollectionRef = { owner: place.guildId, name: 'default' };
  if (place.guildId !== boundGuild(place)) return { visible: [own], changes: own };
  return { visible: [HOST_COLLECTION, own], changes: HOST_COLLECTION };
}
