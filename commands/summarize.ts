/** `/summarize`: the sentences that carry a topic or a document, short or long. */
import { type APIApplicationCommandBasicOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import { MAX_QUESTION, refusal } from '../src/message/ask-question.js';
import { chooseCollection } from '../src/message/collection-choice.js';
import type { Command } from '../src/message/command.js';
import {
  ANYWHERE,
  COLLECTION,
  choice as choiceOf,
  chosePrivate,
  described,
  PRIVATE,
  SINCE,
  sinceIn,
  text,
} from '../src/message/command-options.js';
import { collectionChoices, titleChoices } from '../src/message/suggestions.js';
import { tellTopic } from '../src/message/topic.js';

const ABOUT = 'topic-or-document';
/** Words of a summary. Without a choice it has five quotes. */
const WORDS: Readonly<Record<string, number>> = { short: 80, long: 250 };

const TOPIC: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.String,
  name: ABOUT,
  ...described('command.summarize.about'),
  required: true,
  max_length: MAX_QUESTION,
  autocomplete: true,
};

export const summarize = {
  data: {
    ...ANYWHERE,
    name: 'summarize',
    ...described('command.summarize'),
    options: [
      TOPIC,
      {
        type: ApplicationCommandOptionType.String,
        name: 'length',
        ...described('command.summarize.length'),
        choices: [choiceOf('short', 'command.summarize.short'), choiceOf('long', 'command.summarize.long')],
      },
      SINCE,
      COLLECTION,
      PRIVATE,
    ],
  },
  isPrivate: chosePrivate,
  moderatorsOnly: false,
  async suggest({ engine, caller, options, focused, words }) {
    const typed = text(options, focused);
    if (focused === 'collection') return collectionChoices({ collections: caller.visible, text: typed });
    return titleChoices({ engine, collections: caller.visible, text: typed, instead: 'title', words });
  },
  async execute(context) {
    const { engine, options, visible, now, words } = context;
    const about = text(options, ABOUT).trim();
    const refused = refusal(about, 'topic', words);
    if (refused !== undefined) return [refused];
    const choice = chooseCollection(visible, text(options, 'collection'), words);
    if ('unknown' in choice) return [choice.unknown];
    const length = WORDS[text(options, 'length')];
    const request = {
      kind: 'summarize',
      about,
      ...sinceIn(options),
      ...(length !== undefined && { words: length }),
    } as const;
    return tellTopic(request, { engine, visible: choice.visible, now, words, caller: context });
  },
} satisfies Command;
