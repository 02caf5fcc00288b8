/**
 * The options that several commands share, as Discord registers them, and how to read one. It stands alone so that
 * `collection` and `private` mean and say the same everywhere.
 */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
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

/** For commands that look at documents published since a day, month or year. */
export const SINCE: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.String,
  name: 'since',
  ...described('command.since'),
  max_length: 10,
};

/** What `since` was given, as the engine takes it. */
export function sinceIn(options: CommandOptions): { readonly since?: string } {
  const since = text(options, 'since').trim();
  return since === '' ? {} : { since };
}

/** One of few values of a text option, by the name that its readers see. */
export function choice(
  value: string,
  key: Extract<MessageKey, `command.${string}`>,
): APIApplicationCommandOptionChoice<string> {
  return { name: ENGLISH.text(key), name_localizations: localizations(key), value };
}

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
