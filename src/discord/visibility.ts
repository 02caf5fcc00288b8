/**
 * Who may see which collection. Pure and alone, because this is the rule that keeps one server's papers from another and,
 * within one, what is for some from the rest: it is decided from ids in memory, before any work.
 *
 * - What is not known to a server (`guilds.ts` says what is) is seen by nobody there.
 * - A collection named `default`, and what the host owns, is open to everyone of a server that knows it; any other to
 *   moderators only. `/config` may say otherwise, by roles and by channels.
 * - A public reply is read by everyone in its channel, so it draws on what is open to everyone or bound to that channel,
 *   whoever asks.
 * - A private reply adds what a role of its reader opens; for a moderator, all that the server knows.
 * - Moderators change what is their server's own, and the host's `default` in the server that is its home.
 */
import { accessNow } from '../message/config-access.js';
import type { CollectionRef } from '../model.js';
import type { GuildSettings } from '../records.js';

export const HOST = 'host';
export const HOST_COLLECTION: CollectionRef = Object.freeze({ owner: HOST, name: 'default' });

/** One server, as it is remembered. */
export interface GuildMemory {
  readonly guildId: string;
  /** The server's own collections and those of the host that are bound to it; no others. */
  readonly known: readonly CollectionRef[];
  /** Whether this is the server whose moderators look after the host's `default`. */
  readonly isHome: boolean;
  readonly settings: GuildSettings;
}

/** Who reads, and where. */
export interface Place {
  /** Of a thread, the channel that it is in. */
  readonly channelId: string;
  /** Ids of the reader's roles; `@everyone` need not be among them. */
  readonly roles: readonly string[];
  readonly isModerator: boolean;
  /** Whether everyone in the channel sees the reply, or its reader alone. */
  readonly audience: 'public' | 'private';
}

export interface Access {
  readonly visible: readonly CollectionRef[];
  readonly changeable: readonly CollectionRef[];
  readonly additions: CollectionRef;
}

/** What a reply may draw on, and what its reader may change. */
export function accessOf(place: Place, memory: GuildMemory): Access {
  return {
    visible: memory.known.filter((collection) => isVisible(collection, place, memory)),
    changeable: place.isModerator ? memory.known.filter((collection) => isChangeable(collection, memory)) : [],
    additions: ownCollection(memory.guildId),
  };
}

/** The server's own collection for what is added without naming one. It is known before anything is in it. */
export function ownCollection(guildId: string): CollectionRef {
  return { owner: guildId, name: 'default' };
}

export function isSame(one: CollectionRef, other: CollectionRef): boolean {
  return one.owner === other.owner && one.name === other.name;
}

/** Moderators have Manage Server, or a role that `/config` names. */
export function isModeratorBy(roles: readonly string[], mayManage: boolean, { settings }: GuildMemory): boolean {
  return mayManage || settings.moderatorRoles.some((role) => roles.includes(role));
}

function isVisible(collection: CollectionRef, place: Place, memory: GuildMemory): boolean {
  const { roles, channels } = accessNow(collection, memory.settings, memory.guildId);
  if (roles.includes(memory.guildId) || channels.includes(place.channelId)) return true;
  if (place.audience === 'public') return false;
  return place.isModerator || roles.some((role) => place.roles.includes(role));
}

function isChangeable(collection: CollectionRef, { guildId, isHome }: GuildMemory): boolean {
  return collection.owner === guildId || (isHome && isSame(collection, HOST_COLLECTION));
}
