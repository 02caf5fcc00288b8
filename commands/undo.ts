/** `/undo`: takes back the last change of the documents that its caller may change. For moderators; private. */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Command } from '../src/message/command.js';
import { described, IN_SERVERS } from '../src/message/command-options.js';
import { undoLast } from '../src/message/document-acts.js';

export const undo = {
  data: {
    ...IN_SERVERS,
    name: 'undo',
    ...described('command.undo'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  execute: undoLast,
} satisfies Command;
