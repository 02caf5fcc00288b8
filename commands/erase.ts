/** `/erase`: deletes a document for good, after a button was pressed. For moderators; private. */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Command } from '../src/message/command.js';
import { described, IN_SERVERS } from '../src/message/command-options.js';
import { CHANGED_DOCUMENT, documentSuggestions, namedDocument } from '../src/message/document-options.js';
import { confirmErasing } from '../src/message/erasing.js';

export const erase = {
  data: {
    ...IN_SERVERS,
    name: 'erase',
    ...described('command.erase'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [...CHANGED_DOCUMENT],
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  suggest: documentSuggestions,
  execute: (context) => confirmErasing(namedDocument(context.options), context),
} satisfies Command;
