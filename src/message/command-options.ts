/**
 * The options that several commands share, as Discord registers them, and how to read one. It stands alone so that
 * `collection` and `private` mean and say the same everywhere.
 */
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord-api-types/v10';
import { MAX_QUESTION } from './ask-question.js';
import type { CommandOptions } from './command.js';
import { ENGLISH, localizations, type MessageKey } from './words.js';

/** Every command that takes it suggests names. */
export const COLLECTION: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.String,
  name: 'collection',
  ...described('command.collection'),
  max_length: 64,
  autocomplete: true,
};

export const PRIVATE: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'private',
  ...described('command.private'),
};

/** For commands that read: in servers and in direct messages with the bot. */
export const ANYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
};

/** For commands that change a server's documents. */
export const IN_SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};

/** What a command or an option is for: in English, and for whoever reads another of our languages. */
export function described(key: Extract<MessageKey, `command.${string}`>) {
  return { description: ENGLISH.text(key), description_localizations: localizations(key) };
}

/** A required text option. */
export function required(
  name: string,
  key: Extract<MessageKey, `command.${string}`>,
): APIApplicationCommandBasicOption {
  const { String: type } = ApplicationCommandOptionType;
  return { type, name, ...described(key), required: true, max_length: MAX_QUESTION };
}

/** The option's text; empty when it was not given. */
export function text(options: CommandOptions, name: string): string {
  const value = options[name];
  return value === undefined ? '' : String(value);
}

/** Whether the caller chose `private`. */
export function chosePrivate(options: CommandOptions): boolean {
  return options['private'] === true;
}
