/** `/reindex`: brings the index up to date with its sources. For moderators; private, since its report names paths. */
import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Command } from '../src/message/command.js';
import { described, IN_SERVERS } from '../src/message/command-options.js';
import { changeReport, progress } from '../src/message/report.js';

export const reindex = {
  data: {
    ...IN_SERVERS,
    name: 'reindex',
    ...described('command.reindex'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'full',
        ...described('command.reindex.full'),
      },
    ],
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  async execute({ engine, options, changes, actor, words, update }) {
    const request = { collection: changes, actor, full: options['full'] === true };
    return changeReport(await engine.reindex(request, (step) => update(progress(step, words))), words);
  },
} satisfies Command;
