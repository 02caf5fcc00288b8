/** "Verify this" on a message: whether what it says stands in the documents, for the eyes of whoever asks. */
import { ApplicationCommandType } from 'discord-api-types/v10';
import { refusal } from '../src/message/ask-question.js';
import type { Command } from '../src/message/command.js';
import { ANYWHERE } from '../src/message/command-options.js';
import { wordsOf } from '../src/message/pointed-message.js';
import { verification } from '../src/message/verification.js';

export const verifyThis = {
  data: { ...ANYWHERE, type: ApplicationCommandType.Message, name: 'Verify this' },
  isPrivate: () => true,
  moderatorsOnly: false,
  async execute({ engine, visible, now, words, target }) {
    const quote = wordsOf(target).trim();
    const refused = refusal(quote, 'quote', words);
    if (refused !== undefined) return [refused];
    return verification(await engine.verify({ words: quote, visible }), { now, words });
  },
} satisfies Command;
