/**
 * The discord.js client: its intents, its small caches, and what it says to the log. Apart from the bot, because these
 * are settings of a library, and nothing here knows what a question is.
 */
import { Client, Events, Options, Partials, RESTEvents } from 'discord.js';
import type { Log } from '../ops/log.js';
import { INTENTS } from './permissions.js';
import type { DiscordSettings } from './settings.js';

/** Handlers answer from the event at hand, so only servers and channels are worth keeping. */
const CACHE_LIMITS = {
  MessageManager: 0,
  UserManager: 200,
  ReactionManager: 0,
  ReactionUserManager: 0,
  PresenceManager: 0,
  VoiceStateManager: 0,
  StageInstanceManager: 0,
  GuildEmojiManager: 0,
  GuildStickerManager: 0,
  GuildInviteManager: 0,
  GuildBanManager: 0,
  GuildScheduledEventManager: 0,
  AutoModerationRuleManager: 0,
  ThreadMemberManager: 0,
};

export function createClient(settings: DiscordSettings): Client {
  return new Client({
    rest: { api: settings.api },
    intents: [...INTENTS],
    // A direct message arrives in a channel that was never announced.
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: Options.cacheWithLimits({
      ...CACHE_LIMITS,
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
    sweepers: { ...Options.DefaultSweeperSettings, threads: { interval: 3_600, lifetime: 3_600 } },
  });
}

/** Says in the log what discord.js does by itself: reconnecting, resuming, waiting out rate limits. */
export function logConnection(
  client: Client,
  { log, stopping, onSlowedDown }: { log: Log; stopping: AbortSignal; onSlowedDown: () => void },
): void {
  client.on(Events.ShardReconnecting, (shard) => {
    // discord.js says so of its own orderly close too.
    if (!stopping.aborted) log.warn({ shard }, 'Connection to Discord lost; discord.js is connecting again');
  });
  client.on(Events.ShardResume, (shard, replayed) =>
    log.info({ shard, replayed }, 'Connection to Discord resumed; missed events were replayed'),
  );
  client.on(Events.ShardReady, (shard) => log.debug({ shard }, 'Connected to Discord'));
  client.on(Events.ShardError, (err, shard) => log.warn({ shard, err }, 'The connection to Discord failed'));
  client.on(Events.Error, (err) => log.error({ err }, 'discord.js reported an error'));
  client.on(Events.Warn, (warning) => log.warn({ warning }, 'discord.js warned'));
  client.rest.on(RESTEvents.Response, ({ method, route }, response) => {
    if (response.status !== 429) return;
    onSlowedDown();
    const retryAfter = response.headers.get('retry-after');
    log.warn(
      { method, route, retryAfterS: retryAfter },
      'Discord asked to slow down (429); discord.js waits and tries again',
    );
  });
}
