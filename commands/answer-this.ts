/** "Answer this" on a message: what it says, asked as a question, and answered for everyone with a link to it. */
import { ApplicationCommandType } from 'discord-api-types/v10';
import { askQuestion } from '../src/message/ask-question.js';
import type { Command } from '../src/message/command.js';
import { ANYWHERE } from '../src/message/command-options.js';
import { wordsOf } from '../src/message/pointed-message.js';

export const answerThis = {
  data: { ...ANYWHERE, type: ApplicationCommandType.Message, name: 'Answer this' },
  isPrivate: () => false,
  moderatorsOnly: false,
  async execute(context) {
    const { engine, visible, now, words, target } = context;
    const asking = { engine, question: wordsOf(target), visible, now, words, caller: context, message: target?.url };
    return (await askQuestion(asking)).views;
  },
} satisfies Command;
