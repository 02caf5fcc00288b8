/**
 * A server's settings as they are stored: JSON whose every field is looked at when it is read, so that a damaged or older one
 * costs a default and never an answer. Alone because it is the one place that trusts nothing.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CollectionRef } from '../model.js';
import { type CollectionAccess, DEFAULT_SETTINGS, type GuildSettings, type Limits } from '../records.js';

/** Settings as stored, what is missing or wrong replaced by its default. */
export function settingsOf(json: string): GuildSettings {
  const stored = parsed(json);
  const { limits, threadAfter, retentionDays } = DEFAULT_SETTINGS;
  const auditChannelId = stored['auditChannelId'];
  const caution = stored['caution'];
  return {
    moderatorRoles: idsOf(stored['moderatorRoles']),
    access: accessOf(stored['access']),
    ...(isId(auditChannelId) && { auditChannelId }),
    threadAfter: wholeNumber(stored['threadAfter'], [0, 100]) ?? threadAfter,
    retentionDays: wholeNumber(stored['retentionDays'], [1, 365]) ?? retentionDays,
    limits: limitsOf(stored['limits'], limits),
    ...((caution === 'strict' || caution === 'balanced' || caution === 'eager') && { caution }),
  };
}

/**
 * Names of what `settingsOf` did not take as it is stored; `everything` when it is no JSON object. Names that it does not know
 * are none of them: a later version may have stored them.
 */
export function disregarded(json: string): readonly string[] {
  if (!isObject(json)) return ['everything'];
  const stored = parsed(json);
  const limits = record(stored['limits']);
  const taken = settingsOf(json);
  return [
    ...namesOf(stored, { auditChannelId: undefined, caution: undefined, ...taken, limits: stored['limits'] }),
    ...('limits' in stored && stored['limits'] !== limits ? ['limits'] : []),
    ...namesOf(limits, { ...taken.limits }).map((name) => `limits.${name}`),
  ];
}

/** Names of both whose values differ. */
function namesOf(
  stored: Readonly<Record<string, unknown>>,
  taken: Readonly<Record<string, unknown>>,
): readonly string[] {
  return Object.keys(stored).filter((name) => name in taken && !isDeepStrictEqual(stored[name], taken[name]));
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return value === record(value);
  } catch {
    return false;
  }
}

function limitsOf(value: unknown, defaults: Limits): Limits {
  const stored = record(value);
  const entries = Object.entries(defaults).map(([name, fallback]: [string, number]) => [
    name,
    wholeNumber(stored[name], [1, 1_000_000]) ?? fallback,
  ]);
  return Object.fromEntries(entries) as unknown as Limits;
}

/** An entry that cannot be read opens its collection to nobody; one that does not say which collection is dropped. */
function accessOf(value: unknown): CollectionAccess[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const { collection, roles, channels } = record(entry);
    const named = collectionOf(collection);
    return named === undefined ? [] : [{ collection: named, roles: idsOf(roles), channels: idsOf(channels) }];
  });
}

function collectionOf(value: unknown): CollectionRef | undefined {
  const { owner, name } = record(value);
  return typeof owner === 'string' && typeof name === 'string' ? { owner, name } : undefined;
}

function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isId) : [];
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

function wholeNumber(value: unknown, [least, most]: readonly [number, number]): number | undefined {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
    ? (value as number)
    : undefined;
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(json));
  } catch {
    return {};
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
