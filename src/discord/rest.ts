/**
 * Discord's REST client as this surface uses it: plain JSON in and out; it queues, waits out rate limits and tries
 * again by itself. Apart, so that handlers depend on four methods and not on a client with caches and a gateway.
 */
import { REST } from 'discord.js';
import type { DiscordSettings } from './settings.js';

export type Rest = Pick<REST, 'get' | 'post' | 'put' | 'patch'>;

/** A client of its own for this token, for what needs no gateway. */
export function signedIn({ api, token }: DiscordSettings): REST {
  return new REST({ api }).setToken(token);
}
