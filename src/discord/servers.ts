/**
 * Says in the log which server the host's documents are shown in, whenever that may have changed. Alone, because who
 * sees whose documents must never change silently.
 */
import { type Client, Events, type Guild } from 'discord.js';
import type { Log } from '../ops/log.js';
import type { Guilds } from './guilds.js';
import type { DiscordSettings } from './settings.js';

export interface ServerWatch {
  readonly config: DiscordSettings;
  readonly guilds: Guilds;
  readonly log: Log;
  /** The bot was added to a server. */
  readonly onJoined: (guildId: string) => void;
  /** The bot left a server, or was thrown out of it. */
  readonly onLeft: (guildId: string) => void;
}

/** The servers the bot is in, those that are down for the moment included. */
export function guildIds(client: Client): string[] {
  return [...client.guilds.cache.keys()];
}

/** Says it now, and again each time the bot joins or leaves a server. */
export function watchServers(client: Client<true>, { config, guilds, log, onJoined, onLeft }: ServerWatch): void {
  const say = () => sayBindings(guildIds(client), { config, guilds, log });
  say();
  client.on(Events.GuildCreate, (guild: Guild) => {
    log.info({ guild: guild.id }, 'Added to a server');
    say();
    onJoined(guild.id);
  });
  client.on(Events.GuildDelete, (guild: Guild) => {
    log.info({ guild: guild.id }, 'Removed from a server');
    say();
    onLeft(guild.id);
  });
}

function sayBindings(
  ids: readonly string[],
  { config, guilds, log }: Pick<ServerWatch, 'config' | 'guilds' | 'log'>,
): void {
  const home = guilds.home();
  if (home !== undefined) log.info({ guild: home }, 'The host’s documents are shown in this server');
  const named = Object.keys(config.collections ?? {});
  if (named.length > 0) log.info({ collections: config.collections }, 'These servers read collections of the host');
  const absent = [...new Set([...(config.guildId === undefined ? [] : [config.guildId]), ...named])].filter(
    (id) => !ids.includes(id),
  );
  if (absent.length > 0) {
    log.warn({ absent, guilds: ids }, 'The bot is not in a server that DISCORD_GUILD_ID or DISCORD_COLLECTIONS names');
  }
  if (home !== undefined || named.length > 0) return;
  if (ids.length > 1) {
    log.warn(
      { guilds: ids },
      'The host’s documents are shown in no server: set DISCORD_GUILD_ID to the one that may see them',
    );
  } else log.warn({}, 'The bot is in no server yet: open the invite link to add it to one');
}
