/** `/sources`: what is indexed here. Private: a list that one person leafs through. */
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { chooseCollection } from '../src/message/collection-choice.js';
import type { Command, CommandOptions } from '../src/message/command.js';
import { ANYWHERE, COLLECTION, choice as choiceOf, described, text } from '../src/message/command-options.js';
import { collectionKey, MAX_FILTER } from '../src/message/controls.js';
import { sourcesList } from '../src/message/sources.js';
import { collectionChoices } from '../src/message/suggestions.js';

export const sources = {
  data: {
    ...ANYWHERE,
    name: 'sources',
    ...described('command.sources'),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'filter',
        ...described('command.sources.filter'),
        max_length: MAX_FILTER,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'sort',
        ...described('command.sources.sort'),
        choices: [
          choiceOf('title', 'command.sources.byTitle'),
          choiceOf('newest', 'command.sources.newest'),
          choiceOf('oldest', 'command.sources.oldest'),
        ],
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'page',
        ...described('command.sources.page'),
        min_value: 1,
      },
      COLLECTION,
    ],
  },
  isPrivate: () => true,
  moderatorsOnly: false,
  async suggest({ caller, options }) {
    return collectionChoices({ collections: caller.visible, text: text(options, 'collection') });
  },
  async execute({ engine, options, visible, now, words }) {
    const name = text(options, 'collection');
    const choice = chooseCollection(visible, name, words);
    if ('unknown' in choice) return [choice.unknown];
    const filter = text(options, 'filter').trim();
    const documents = await engine.sources({ visible: choice.visible, ...(filter === '' ? {} : { filter }) });
    // One name may stand for a collection of the host and one of the server: a button can carry only one of them.
    const [chosen, ...others] = name.trim() === '' ? [] : choice.visible;
    const key = chosen === undefined || others.length > 0 ? undefined : collectionKey(chosen);
    return sourcesList(documents, {
      now,
      page: pageIn(options),
      ...sortIn(options),
      filter: filter === '' ? undefined : filter,
      collectionKey: key,
      words,
    });
  },
} satisfies Command;

/** People count pages from 1. */
function pageIn(options: CommandOptions): number {
  const page = options['page'];
  return typeof page === 'number' && page >= 1 ? Math.floor(page) - 1 : 0;
}

function sortIn(options: CommandOptions): { readonly sort?: 'newest' | 'oldest' } {
  const sort = options['sort'];
  return sort === 'newest' || sort === 'oldest' ? { sort } : {};
}
