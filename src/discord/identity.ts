/**
 * Who a token belongs to, asked over REST alone. Apart from the bot, so that `deploy` and `doctor` need no gateway.
 */
import { type APIApplication, DiscordAPIError, Routes } from 'discord.js';
import { asVerbatimError, failure } from '../errors.js';
import { inviteLink } from './permissions.js';
import { refusedToken } from './refusals.js';
import { type Rest, signedIn } from './rest.js';
import type { DiscordSettings } from './settings.js';

export interface Identity {
  readonly applicationId: string;
  readonly name: string;
  /** The link that adds it to a server. */
  readonly invite: string;
}

/** Rejects with `config` for a refused token, else with `discord`. */
export async function identify(settings: DiscordSettings, rest: Rest = signedIn(settings)): Promise<Identity> {
  try {
    const { id, name } = (await rest.get(Routes.currentApplication())) as APIApplication;
    return { applicationId: id, name, invite: inviteLink(id) };
  } catch (thrown) {
    if (thrown instanceof DiscordAPIError && thrown.status === 401) throw refusedToken(thrown);
    const what = `Could not reach Discord at ${settings.api}`;
    const remedy = 'Check the network and DISCORD_API, then try again';
    throw failure('discord', { what, found: asVerbatimError(thrown).message, remedy }, thrown);
  }
}
