/**
 * Registers the commands with Discord, slash and message ones, and only when they changed: registration is limited to 200
 * a day, and a global one takes time to reach every server. What is registered where it should not be is taken out, since
 * people would see each command twice. Alone, because the bot does it at start and `verbatim deploy` by hand.
 */
import { type APIApplicationCommand, DiscordAPIError, type RESTAPIPartialCurrentUserGuild, Routes } from 'discord.js';
import { asVerbatimError, failure, type VerbatimError } from '../errors.js';
import type { Command } from '../message/command.js';
import { identify } from './identity.js';
import { inviteLink } from './permissions.js';
import { type Rest, signedIn } from './rest.js';
import type { DiscordSettings } from './settings.js';

export interface Deployment {
  /** False when Discord had exactly these commands already, and nothing was written. */
  readonly changed: boolean;
  /** How many commands are registered now. */
  readonly count: number;
  /** How many of an earlier setting were taken out elsewhere; absent when there were none. */
  readonly pruned?: number;
}

export interface DeployOptions {
  readonly rest: Rest;
  readonly applicationId: string;
  /** Only in this server, at once; everywhere when undefined. */
  readonly guildId?: string | undefined;
  readonly commands: readonly Command[];
  /** Servers in which earlier commands may still be registered, when these are registered everywhere. Default: none. */
  readonly earlierGuildIds?: readonly string[];
}

/** A request a server: enough for everybody who tried the bot in one server first. */
const MAX_EARLIER = 10;

/** For the terminal: signs in over REST only. Rejects with `config` for a refused token, else with `discord`. */
export async function deploy(settings: DiscordSettings, commands: readonly Command[]): Promise<Deployment> {
  const rest = signedIn(settings);
  const { applicationId } = await identify(settings, rest);
  const guilds = (await rest.get(Routes.userGuilds())) as readonly RESTAPIPartialCurrentUserGuild[];
  const earlierGuildIds = guilds.slice(0, MAX_EARLIER).map(({ id }) => id);
  return deployCommands({ rest, applicationId, guildId: settings.guildId, commands, earlierGuildIds });
}

/** Rejects with `discord`, saying what to do. */
export async function deployCommands(options: DeployOptions): Promise<Deployment> {
  const { rest, applicationId, guildId, commands } = options;
  const isGlobal = guildId === undefined;
  const route = isGlobal
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);
  const wanted = commands.map(({ data }) => (isGlobal ? data : withoutPlaces(data)));
  try {
    const query = new URLSearchParams({ with_localizations: 'true' });
    const registered = (await rest.get(route, { query })) as APIApplicationCommand[];
    const changed = !sameCommands(wanted, registered, isGlobal);
    const now = changed ? ((await rest.put(route, { body: wanted })) as APIApplicationCommand[]) : registered;
    const pruned = await pruneElsewhere(options);
    return { changed, count: now.length, ...(pruned > 0 && { pruned }) };
  } catch (thrown) {
    throw refusedDeployment(thrown, options);
  }
}

/** Takes out what an earlier setting registered: everywhere when commands are for one server now, else in servers. */
async function pruneElsewhere({ rest, applicationId, guildId, earlierGuildIds = [] }: DeployOptions): Promise<number> {
  const routes =
    guildId === undefined
      ? earlierGuildIds.map((id) => Routes.applicationGuildCommands(applicationId, id))
      : [Routes.applicationCommands(applicationId)];
  let pruned = 0;
  for (const route of routes) {
    const stale = (await rest.get(route)) as APIApplicationCommand[];
    if (stale.length === 0) continue;
    await rest.put(route, { body: [] });
    pruned += stale.length;
  }
  return pruned;
}

/**
 * Whether Discord has just these commands, however it orders them and fills in defaults. Exported so that the
 * comparison is tested by itself.
 */
export function sameCommands(wanted: readonly object[], registered: readonly object[], isGlobal: boolean): boolean {
  if (wanted.length !== registered.length) return false;
  const byName = new Map(registered.map((command) => [nameOf(command), command]));
  return wanted.every((command) => {
    const found = byName.get(nameOf(command));
    if (found === undefined) return false;
    const fields = isGlobal ? [...COMPARED, ...PLACES.filter((field) => field in command)] : COMPARED;
    return text(command, fields) === text(found, fields);
  });
}

const COMPARED = [
  'description',
  'options',
  'default_member_permissions',
  'nsfw',
  'name_localizations',
  'description_localizations',
];

/** Left unsaid, these are the application's own settings; a single server's commands may not say them. */
const PLACES = ['contexts', 'integration_types'];

function withoutPlaces(command: object): object {
  return Object.fromEntries(Object.entries(command).filter(([field]) => !PLACES.includes(field)));
}

/** Names are unique within a type; 1 is a slash command. */
function nameOf(command: object): string {
  const fields = new Map<string, unknown>(Object.entries(command));
  return `${fields.get('type') ?? 1} ${fields.get('name')}`;
}

function text(command: object, fields: readonly string[]): string {
  const kept = Object.entries(command).filter(([name]) => fields.includes(name));
  return JSON.stringify(normalised(Object.fromEntries(kept)));
}

/** Without what means "not set" (`null`, `false`, empty), with keys in order. */
function normalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, inner]): [string, unknown] => [key, normalised(inner)])
    .filter(([, inner]) => !isUnset(inner));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isUnset(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Unknown guild, missing access: the bot has not been added there, or not with the scope for commands. */
const NOT_IN_SERVER: ReadonlySet<number | string> = new Set([10_004, 50_001]);

function refusedDeployment(thrown: unknown, { applicationId, guildId }: DeployOptions): VerbatimError {
  const isAbsent = thrown instanceof DiscordAPIError && NOT_IN_SERVER.has(thrown.code);
  const remedy = isAbsent
    ? `Add the bot to server ${guildId ?? ''} with this link, then start it again: ${inviteLink(applicationId)}`
    : 'Check DISCORD_GUILD_ID, then run `verbatim deploy` to try again';
  const found = asVerbatimError(thrown).message;
  return failure('discord', { what: 'Discord did not register the commands', found, remedy }, thrown);
}
