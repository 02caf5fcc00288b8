/** `/ask`: one question, answered with quotes or an honest no. */
import { askQuestion } from '../src/message/ask-question.js';
import { chooseCollection } from '../src/message/collection-choice.js';
import type { Command } from '../src/message/command.js';
import { ANYWHERE, COLLECTION, chosePrivate, PRIVATE, text, words } from '../src/message/command-options.js';

export const ask = {
  data: {
    ...ANYWHERE,
    name: 'ask',
    description: 'Ask the documents; the answer is quoted word for word',
    options: [words('question', 'What you want to know'), COLLECTION, PRIVATE],
  },
  isPrivate: chosePrivate,
  moderatorsOnly: false,
  async execute({ engine, options, visible, now, history = [] }) {
    const choice = chooseCollection(visible, text(options, 'collection'));
    if ('unknown' in choice) return [choice.unknown];
    const question = text(options, 'question');
    const { views } = await askQuestion({ engine, question, visible: choice.visible, now, history });
    return views;
  },
} satisfies Command;
