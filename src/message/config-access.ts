/**
 * Opening and closing collections, as pure arithmetic over a server's settings. It stands alone because it decides who will
 * read what: a slip here would show a collection to people whom no moderator meant.
 */
import type { CollectionRef } from '../model.js';
import type { CollectionAccess, GuildSettings } from '../records.js';

/** Whom a collection is opened to or closed to. */
export interface Audience {
  /** A role's id; the server's own is everyone. */
  readonly role?: string | undefined;
  /** A channel's id: public answers there draw on it, whoever reads them. */
  readonly channel?: string | undefined;
}

/** Who sees a collection now: as chosen, else as by default (`default` and the host's: everyone; others: moderators). */
export function accessNow(collection: CollectionRef, { access }: GuildSettings, guildId: string): CollectionAccess {
  const chosen = access.find((entry) => isSame(entry.collection, collection));
  const isOpen = collection.owner === 'host' || collection.name === 'default';
  return chosen ?? { collection, roles: isOpen ? [guildId] : [], channels: [] };
}

/** Settings in which these may see the collection, too. */
export function opened(settings: GuildSettings, now: CollectionAccess, { role, channel }: Audience): GuildSettings {
  return withAccess(settings, {
    ...now,
    roles: role === undefined ? now.roles : [...new Set([...now.roles, role])],
    channels: channel === undefined ? now.channels : [...new Set([...now.channels, channel])],
  });
}

/** Settings in which these may not see it any more, unless something else opens it to them. */
export function closed(settings: GuildSettings, now: CollectionAccess, { role, channel }: Audience): GuildSettings {
  return withAccess(settings, {
    ...now,
    roles: now.roles.filter((each) => each !== role),
    channels: now.channels.filter((each) => each !== channel),
  });
}

function withAccess(settings: GuildSettings, entry: CollectionAccess): GuildSettings {
  const others = settings.access.filter(({ collection }) => !isSame(collection, entry.collection));
  return { ...settings, access: [...others, entry] };
}

function isSame(one: CollectionRef, other: CollectionRef): boolean {
  return one.owner === other.owner && one.name === other.name;
}
