/** From a client to a connected one, or a plain reason why not. Apart from the bot: connecting fails in many ways. */
import { type Client, type CloseEvent, Events } from 'discord.js';
import type { VerbatimError } from '../errors.js';
import { refusedConnection, refusedLogin } from './refusals.js';
import type { DiscordSettings } from './settings.js';

/**
 * Resolves when every server is known. Rejects with `config` for a wrong token, with `discord` for whatever else keeps
 * the bot out; the client is destroyed then.
 */
export async function connect(client: Client, settings: DiscordSettings): Promise<Client<true>> {
  const closed = onceClosedForGood(client);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(settings.token);
    const first = await Promise.race([ready, closed]);
    if (first instanceof Error) throw first;
    return first;
  } catch (thrown) {
    await client.destroy();
    throw refusedLogin(thrown, settings.api);
  }
}

/** Resolves when Discord closes the connection and will not have it again; discord.js gives up then. */
export function onceClosedForGood(client: Client): Promise<VerbatimError> {
  return new Promise((resolve) => {
    client.once(Events.ShardDisconnect, (event: CloseEvent) => resolve(refusedConnection(event.code)));
  });
}
