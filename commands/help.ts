/** `/help`: what the bot is, how to ask it, and what it can read here. */
import type { Command } from '../src/message/command.js';
import { ANYWHERE, described } from '../src/message/command-options.js';
import { help as helpMessages } from '../src/message/help.js';
import { helpExamples } from '../src/message/help-examples.js';

export const help = {
  data: { ...ANYWHERE, name: 'help', ...described('command.help') },
  isPrivate: () => true,
  moderatorsOnly: false,
  async execute({ engine, visible, isModerator, words }) {
    const documents = await engine.sources({ visible });
    const examples = await helpExamples({ engine, visible, documents });
    return helpMessages(documents, visible, { examples, isModerator, words });
  },
} satisfies Command;
