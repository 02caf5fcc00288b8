/** `/add`: a file, or a text typed into a form, becomes a document of the server. For moderators; private. */
import {
  ApplicationCommandOptionType,
  ComponentType,
  PermissionFlagsBits,
  TextInputStyle,
} from 'discord-api-types/v10';
import { addGiven } from '../src/message/adding.js';
import type { Command, CommandOptions } from '../src/message/command.js';
import { described, IN_SERVERS, text } from '../src/message/command-options.js';
import { COLLECTION_NAME, collectionChoices } from '../src/message/suggestions.js';
import type { MessageKey, Words } from '../src/message/words.js';

const { Attachment, String: Text } = ApplicationCommandOptionType;

/** Discord takes no more in one input. */
const MOST_TEXT = 4_000;
const MOST_FIELD = 400;

export const add = {
  data: {
    ...IN_SERVERS,
    name: 'add',
    ...described('command.add'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      { type: Attachment, name: 'file', ...described('command.add.file') },
      { type: Text, name: 'title', ...described('command.add.title'), max_length: MOST_FIELD },
      { type: Text, name: 'collection', ...described('command.add.collection'), max_length: 64, autocomplete: true },
      { type: Text, name: 'url', ...described('command.add.url'), max_length: MOST_FIELD },
      { type: Text, name: 'date', ...described('command.add.date'), max_length: 40 },
      { type: Text, name: 'publisher', ...described('command.add.publisher'), max_length: MOST_FIELD },
    ],
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  form(options, words) {
    const collection = text(options, 'collection').trim();
    // What cannot be done is said before anybody types a page.
    if (options['file'] !== undefined || (collection !== '' && !COLLECTION_NAME.test(collection))) return undefined;
    const fields = [
      input({ name: 'title', key: 'form.title', most: MOST_FIELD }, options, words),
      input({ name: 'text', key: 'form.text', most: MOST_TEXT, isLong: true }, options, words),
      input({ name: 'url', key: 'form.url', most: MOST_FIELD }, options, words),
      input({ name: 'date', key: 'form.date', most: 40, example: '2026-05-27' }, options, words),
      input({ name: 'publisher', key: 'form.publisher', most: MOST_FIELD }, options, words),
    ];
    return { custom_id: 'add', title: words.text('form.add'), components: fields };
  },
  async suggest({ caller, options, words }) {
    if (!caller.isModerator) return [];
    const own = caller.changeable.filter(({ owner }) => owner === caller.additions.owner);
    const collections = [caller.additions, ...own];
    return collectionChoices({ collections, text: text(options, 'collection'), mayBeNew: true, words });
  },
  execute: addGiven,
} satisfies Command;

interface Input {
  readonly name: string;
  readonly key: Extract<MessageKey, `form.${string}`>;
  /** Characters. */
  readonly most: number;
  readonly isLong?: boolean;
  readonly example?: string;
}

/** Only the text must be filled in; what was given with the command stands there already. */
function input({ name, key, most, isLong = false, example }: Input, options: CommandOptions, words: Words) {
  const given = text(options, name).slice(0, most);
  return {
    type: ComponentType.Label as const,
    label: words.text(key),
    component: {
      type: ComponentType.TextInput as const,
      custom_id: name,
      style: isLong ? TextInputStyle.Paragraph : TextInputStyle.Short,
      required: isLong,
      max_length: most,
      ...(example !== undefined && { placeholder: example }),
      ...(given !== '' && { value: given }),
    },
  };
}
