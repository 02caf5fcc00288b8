/** `/reindex`: brings the index up to date with its sources. For moderators; private, since its report names paths. */
import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Command } from '../src/message/command.js';
import { IN_SERVERS } from '../src/message/command-options.js';
import { changeReport, progress } from '../src/message/report.js';

export const reindex = {
  data: {
    ...IN_SERVERS,
    name: 'reindex',
    description: 'Bring the index up to date with its sources',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'full',
        description: 'Embed everything anew, unchanged documents too',
      },
    ],
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  async execute({ engine, options, changes, actor, update }) {
    const request = { collection: changes, actor, full: options['full'] === true };
    return changeReport(await engine.reindex(request, (step) => update(progress(step))));
  },
} satisfies Command;
