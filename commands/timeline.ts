/** `/timeline`: what was said of a topic, in order of publication, and where accounts changed. */
import { refusal } from '../src/message/ask-question.js';
import { chooseCollection } from '../src/message/collection-choice.js';
import type { Command } from '../src/message/command.js';
import {
  ANYWHERE,
  COLLECTION,
  chosePrivate,
  described,
  PRIVATE,
  required,
  SINCE,
  sinceIn,
  text,
} from '../src/message/command-options.js';
import { collectionChoices } from '../src/message/suggestions.js';
import { tellTopic } from '../src/message/topic.js';

export const timeline = {
  data: {
    ...ANYWHERE,
    name: 'timeline',
    ...described('command.timeline'),
    options: [required('topic', 'command.timeline.topic'), SINCE, COLLECTION, PRIVATE],
  },
  isPrivate: chosePrivate,
  moderatorsOnly: false,
  async suggest({ caller, options }) {
    return collectionChoices({ collections: caller.visible, text: text(options, 'collection') });
  },
  async execute(context) {
    const { engine, options, visible, now, words } = context;
    const about = text(options, 'topic').trim();
    const refused = refusal(about, 'topic', words);
    if (refused !== undefined) return [refused];
    const choice = chooseCollection(visible, text(options, 'collection'), words);
    if ('unknown' in choice) return [choice.unknown];
    const asking = { engine, visible: choice.visible, now, words, caller: context };
    return tellTopic({ kind: 'timeline', about, ...sinceIn(options) }, asking);
  },
} satisfies Command;
