/** `/search`: the passages nearest to some words, to read oneself. Private: a reader leafs through pages of it. */
import { refusal } from '../src/message/ask-question.js';
import { chooseCollection } from '../src/message/collection-choice.js';
import type { Command } from '../src/message/command.js';
import { ANYWHERE, COLLECTION, described, required, text } from '../src/message/command-options.js';
import { PASSAGES_A_PAGE, passages } from '../src/message/passages.js';
import { collectionChoices } from '../src/message/suggestions.js';

export const search = {
  data: {
    ...ANYWHERE,
    name: 'search',
    ...described('command.search'),
    options: [required('query', 'command.search.query'), COLLECTION],
  },
  isPrivate: () => true,
  moderatorsOnly: false,
  async suggest({ caller, options }) {
    return collectionChoices({ collections: caller.visible, text: text(options, 'collection') });
  },
  async execute({ engine, options, visible, now, words, guildId, actor }) {
    const query = text(options, 'query').trim();
    const refused = refusal(query, 'query', words);
    if (refused !== undefined) return [refused];
    const choice = chooseCollection(visible, text(options, 'collection'), words);
    if ('unknown' in choice) return [choice.unknown];
    const collections = choice.visible;
    const result = await engine.search({ query, visible: collections, limit: PASSAGES_A_PAGE + 1 });
    const more = result.hits.length > PASSAGES_A_PAGE;
    const asked = { question: query, collections, kind: 'search', guildId, userId: actor } as const;
    const exchangeId = more ? await engine.remember(asked, now) : undefined;
    return passages(result, { now, offset: 0, exchangeId, words });
  },
} satisfies Command;
