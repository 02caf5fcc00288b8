/** `/forget-me`: deletes what is kept of whoever asks, after a press on a button. Private, as what it is about. */
import type { Command } from '../src/message/command.js';
import { ANYWHERE, described } from '../src/message/command-options.js';
import { confirmForgetting } from '../src/message/forgetting.js';

export const forgetMe = {
  data: { ...ANYWHERE, name: 'forget-me', ...described('command.forgetMe') },
  isPrivate: () => true,
  moderatorsOnly: false,
  needsNoServer: true,
  async execute({ words }) {
    return confirmForgetting(words);
  },
} satisfies Command;
