/** `/ask`: one question, answered with quotes or an honest no. */
import { askQuestion } from '../src/message/ask-question.js';
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

export const ask = {
  data: {
    ...ANYWHERE,
    name: 'ask',
    ...described('command.ask'),
    options: [required('question', 'command.ask.question'), COLLECTION, PRIVATE],
  },
  isPrivate: chosePrivate,
  moderatorsOnly: false,
  async suggest({ caller, options }) {
    return collectionChoices({ collections: caller.visible, text: text(options, 'collection') });
  },
  async execute(context) {
    const { engine, options, visible, now, words, history, previous } = context;
    const choice = chooseCollection(visible, text(options, 'collection'), words);
    if ('unknown' in choice) return [choice.unknown];
    const question = text(options, 'question');
    const asking = { engine, question, visible: choice.visible, now, words, history, previous, caller: context };
    return (await askQuestion(asking)).views;
  },
} satisfies Command;
