/** `/help`: what the bot is, how to ask it, and what it can read here. */
import type { Command } from '../src/message/command.js';
import { ANYWHERE } from '../src/message/command-options.js';
import { help as helpMessages } from '../src/message/help.js';

export const help = {
  data: { ...ANYWHERE, name: 'help', description: 'What I am, how to ask me, and what I can read here' },
  isPrivate: () => true,
  moderatorsOnly: false,
  async execute({ engine, visible }) {
    return helpMessages(await engine.sources({ visible }), visible);
  },
} satisfies Command;
