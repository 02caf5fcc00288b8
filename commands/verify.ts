/** `/verify`: whether some words stand in the documents, and where. */
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
  text,
} from '../src/message/command-options.js';
import { collectionChoices } from '../src/message/suggestions.js';
import { verification } from '../src/message/verification.js';

export const verify = {
  data: {
    ...ANYWHERE,
    name: 'verify',
    ...described('command.verify'),
    options: [required('quote', 'command.verify.quote'), COLLECTION, PRIVATE],
  },
  isPrivate: chosePrivate,
  moderatorsOnly: false,
  async suggest({ caller, options }) {
    return collectionChoices({ collections: caller.visible, text: text(options, 'collection') });
  },
  async execute({ engine, options, visible, now, words }) {
    const quote = text(options, 'quote').trim();
    const refused = refusal(quote, 'quote', words);
    if (refused !== undefined) return [refused];
    const choice = chooseCollection(visible, text(options, 'collection'), words);
    if ('unknown' in choice) return [choice.unknown];
    return verification(await engine.verify({ words: quote, visible: choice.visible }), { now, words });
  },
} satisfies Command;
