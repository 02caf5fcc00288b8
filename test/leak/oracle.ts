/**
 * Who may see what, said a second time: from the words of the product's promise and nothing of its code. It is naive on
 * purpose, and slow where that is simpler.
 *
 * - A server knows its own collections, and those of the host that its operator bound to it.
 * - What is named `default`, and what is the host's, is open to everyone there; anything else to moderators, until settings
 *   say otherwise.
 * - What everybody in a channel reads draws on what is open to everyone, or bound to that channel. Nothing more, whoever asks.
 * - What one member reads alone draws on that, and on what a role of theirs opens; a moderator's on all that is known.
 */
import type { CollectionRef } from '../../src/model.js';
import { DEFAULT_SETTINGS, type GuildSettings } from '../../src/records.js';

/** What the test knows of the servers at this moment, from Discord and from what is stored. */
export interface Facts {
  readonly guildIds: readonly string[];
  readonly collections: readonly CollectionRef[];
  readonly settings: ReadonlyMap<string, GuildSettings>;
  /** `DISCORD_COLLECTIONS`. */
  readonly bound: Readonly<Record<string, readonly string[]>>;
}

/** Somebody in a server. */
export interface Member {
  readonly guildId: string;
  readonly roles: readonly string[];
  /** By Discord's own permissions. */
  readonly mayManage: boolean;
}

export function keyOf({ owner, name }: CollectionRef): string {
  return `${owner}/${name}`;
}

export function knownTo(guildId: string, facts: Facts): string[] {
  const own = facts.collections.filter(({ owner }) => owner === guildId).map(keyOf);
  const bound = (facts.bound[guildId] ?? []).map((name) => `host/${name}`);
  return [...new Set([...own, `${guildId}/default`, ...bound])];
}

/** What a reply may draw on that everybody in this channel (of a thread: in the channel it hangs on) can read. */
export function seenByAll(guildId: string, channelId: string, facts: Facts): Set<string> {
  const open = knownTo(guildId, facts).filter((key) => {
    const { roles, channels } = accessTo(key, guildId, facts);
    return roles.includes(guildId) || channels.includes(channelId);
  });
  return new Set(open);
}

/** What a reply may draw on that this member reads alone. Without a channel: in a direct message. */
export function seenBy(member: Member, channelId: string, facts: Facts): Set<string> {
  const { guildId } = member;
  if (isModerator(member, facts)) return new Set(knownTo(guildId, facts));
  const opened = knownTo(guildId, facts).filter((key) =>
    accessTo(key, guildId, facts).roles.some((role) => member.roles.includes(role)),
  );
  return new Set([...seenByAll(guildId, channelId, facts), ...opened]);
}

export function isModerator({ guildId, roles, mayManage }: Member, facts: Facts): boolean {
  const { moderatorRoles } = facts.settings.get(guildId) ?? DEFAULT_SETTINGS;
  return mayManage || moderatorRoles.some((role) => roles.includes(role));
}

function accessTo(
  key: string,
  guildId: string,
  { settings }: Facts,
): { readonly roles: readonly string[]; readonly channels: readonly string[] } {
  const { access } = settings.get(guildId) ?? DEFAULT_SETTINGS;
  const chosen = access.find(({ collection }) => keyOf(collection) === key);
  if (chosen !== undefined) return chosen;
  const isOpen = key.endsWith('/default') || key.startsWith('host/');
  return { roles: isOpen ? [guildId] : [], channels: [] };
}
