/**
 * Words about documents that moderators change: who acted, who may see a collection, where something stands. It stands alone
 * so that adding, removing, erasing and undoing say the same in the same words.
 */
import type { CollectionRef } from '../model.js';
import type { GuildSettings } from '../records.js';
import { escaped } from './escape.js';
import { clipped } from './shorten.js';
import type { Words } from './words.js';

/** Of roles or channels that are named one by one. */
const MOST_NAMED = 10;
const SNOWFLAKE = /^\d{1,20}$/;

/** Who changed something, in markdown: a member as Discord shows one, without a ping; anyone else by the name given. */
export function actorShown(actor: string, words: Words): string {
  if (SNOWFLAKE.test(actor)) return `<@${actor}>`;
  return actor === 'cli' || actor === 'start' ? words.text('actor.host') : escaped(clipped(actor, 40));
}

/** A moment, in markdown, as Discord shows it in each reader's own time. */
export function momentShown(at: string | Date): string {
  const seconds = Math.floor(new Date(at).getTime() / 1_000);
  return Number.isFinite(seconds) ? `<t:${seconds}:f>` : '?';
}

/** Who may see what is in a collection: as `/config` says, else as by default. */
export function accessShown(
  collection: CollectionRef,
  { guildId, settings }: { readonly guildId: string; readonly settings: GuildSettings },
  words: Words,
): string {
  const { owner, name } = collection;
  const chosen = settings.access.find((each) => each.collection.owner === owner && each.collection.name === name);
  const isOpen = owner !== guildId || name === 'default';
  const { roles, channels } = chosen ?? { roles: isOpen ? [guildId] : [], channels: [] };
  if (roles.includes(guildId)) return words.text('access.everyone');
  const who = [...roles.map((id) => `<@&${id}>`), ...channels.map((id) => `<#${id}>`)];
  if (who.length === 0) return words.text('access.moderators');
  const named = who.slice(0, MOST_NAMED).join(', ');
  return words.text('access.some', { who: who.length > MOST_NAMED ? `${named}…` : named });
}
