/** `/help`: what the bot is, how to ask it, and what it can read here. */
import type { Command } from '../src/message/command.js';
import { ANYWHERE, described } from '../src/message/command-options.js';
import { help as helpMessages } from '../src/message/help.js';

export const help = {
  data: { ...ANYWHERE, name: 'help', ...described('command.help') },
  isPrivate: () => true,
  moderatorsOnly: false,
  async execute({ engine, visible, words }) {
    return helpMessages(await engine.sources({ visible }), visible, words);
  },
} satisfies Command;
