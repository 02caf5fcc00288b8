/** From a client to a connected one, or a plain reason why not. Apart from the bot: connecting fails in many ways. */
import { type Client, type CloseEvent, Events } from 'discord.js';
import { failure, type VerbatimError } from '../errors.js';
import { refusedConnection, refusedLogin } from './refusals.js';
import type { DiscordSettings } from './settings.js';

/**
 * Resolves when every server is known. Rejects with `config` for a wrong token, with `cancelled` when the signal aborts
 * first, with `discord` for whatever else keeps the bot out; the client is destroyed then.
 */
export async function connect(client: Client, settings: DiscordSettings, signal?: AbortSignal): Promise<Client<true>> {
  const closed = onceClosedForGood(client);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    const login = client.login(settings.token);
    const stopped = onceAborted(signal);
    // discord.js tries for ever when the gateway is out of reach, so a stop must not wait for it.
    const first = await Promise.race([login.then(() => Promise.race([ready, closed])), stopped]);
    if (first instanceof Error) throw first;
    return first;
  } catch (thrown) {
    await client.destroy();
    throw refusedLogin(thrown, settings.api);
  }
}

function onceAborted(signal: AbortSignal | undefined): Promise<VerbatimError> {
  return new Promise((resolve) => {
    const stop = () => resolve(failure('cancelled', { what: 'Stopped while connecting to Discord' }));
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Resolves when Discord closes the connection and will not have it again; discord.js gives up then. */
export function onceClosedForGood(client: Client): Promise<VerbatimError> {
  return new Promise((resolve) => {
    client.once(Events.ShardDisconnect, (event: CloseEvent) => resolve(refusedConnection(event.code)));
  });
}
