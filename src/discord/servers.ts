/**
 * Says in the log which server the host's documents are shown in, whenever that may have changed. Alone, because who
 * sees whose documents must never change silently.
 */
import { type Client, Events, type Guild } from 'discord.js';
import type { Log } from '../ops/log.js';
import type { DiscordSettings } from './settings.js';
import { boundGuild } from './visibility.js';

export interface ServerWatch {
  readonly config: DiscordSettings;
  readonly log: Log;
  /** The bot was added to a server. */
  readonly onJoined: (guildId: string) => void;
}

/** The servers the bot is in, those that are down for the moment included. */
export function guildIds(client: Client): string[] {
  return [...client.guilds.cache.keys()];
}

/** Says it now, and again each time the bot joins or leaves a server. */
export function watchServers(client: Client<true>, { config, log, onJoined }: ServerWatch): void {
  const say = () => sayBinding(guildIds(client), config, log);
  say();
  client.on(Events.GuildCreate, (guild: Guild) => {
    log.info({ guild: guild.id }, 'Added to a server');
    say();
    onJoined(guild.id);
  });
  client.on(Events.GuildDelete, (guild: Guild) => {
    log.info({ guild: guild.id }, 'Removed from a server');
    say();
  });
}

function sayBinding(guilds: readonly string[], { guildId }: DiscordSettings, log: Log): void {
  const bound = boundGuild({ guildIds: guilds, boundGuildId: guildId });
  if (bound !== undefined) {
    log.info({ guild: bound }, 'The host’s documents are shown in this server');
    if (!guilds.includes(bound))
      log.warn({ guild: bound, guilds }, 'The bot is not in the server that DISCORD_GUILD_ID names');
  } else if (guilds.length > 1) {
    log.warn(
      { guilds },
      'The host’s documents are shown in no server: set DISCORD_GUILD_ID to the one that may see them',
    );
  } else {
    log.warn({}, 'The bot is in no server yet: open the invite link to add it to one');
  }
}
