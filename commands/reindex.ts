/** `/reindex`: brings the index up to date with its sources. For moderators; private, since its report names paths. */
import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Command } from '../src/message/command.js';
import { described, IN_SERVERS } from '../src/message/command-options.js';
import { lastReindex, runReindex } from '../src/message/reindexing.js';

const { Boolean: YesOrNo } = ApplicationCommandOptionType;

export const reindex = {
  data: {
    ...IN_SERVERS,
    name: 'reindex',
    ...described('command.reindex'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      { type: YesOrNo, name: 'full', ...described('command.reindex.full') },
      { type: YesOrNo, name: 'last', ...described('command.reindex.last') },
    ],
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  async execute(context) {
    const { options } = context;
    return options['last'] === true ? lastReindex(context) : runReindex(context, options['full'] === true);
  },
} satisfies Command;
