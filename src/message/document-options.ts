/** The options of commands that take a document away: which one, and where it stands. Apart, so that both ask the same. */
import { type APIApplicationCommandBasicOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Choices, CommandOptions, Typing } from './command.js';
import { described, text } from './command-options.js';
import type { NamedDocument } from './document-named.js';
import { collectionChoices, titleChoices } from './suggestions.js';

const { String: Text } = ApplicationCommandOptionType;

export const CHANGED_DOCUMENT: readonly APIApplicationCommandBasicOption[] = [
  {
    type: Text,
    name: 'document',
    ...described('command.document'),
    required: true,
    max_length: 1_000,
    autocomplete: true,
  },
  { type: Text, name: 'collection', ...described('command.document.collection'), max_length: 64, autocomplete: true },
];

export function namedDocument(options: CommandOptions): NamedDocument {
  return { document: text(options, 'document'), collection: text(options, 'collection') };
}

/** Among what the one who types may change; nothing for anyone else. */
export async function documentSuggestions({ engine, caller, options, focused, words }: Typing): Promise<Choices> {
  const { isModerator, changeable } = caller;
  if (!isModerator) return [];
  const typed = text(options, focused);
  if (focused === 'collection') return collectionChoices({ collections: changeable, text: typed, words });
  const wanted = text(options, 'collection').trim().toLowerCase();
  const collections = wanted === '' ? changeable : changeable.filter(({ name }) => name.toLowerCase() === wanted);
  return titleChoices({ engine, collections, text: typed, words });
}
