/** `/remove`: takes a document out, so that no answer draws on it. Can be undone. For moderators; private. */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Command } from '../src/message/command.js';
import { described, IN_SERVERS } from '../src/message/command-options.js';
import { removeDocument } from '../src/message/document-acts.js';
import { CHANGED_DOCUMENT, documentSuggestions, namedDocument } from '../src/message/document-options.js';

export const remove = {
  data: {
    ...IN_SERVERS,
    name: 'remove',
    ...described('command.remove'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [...CHANGED_DOCUMENT],
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  suggest: documentSuggestions,
  execute: (context) => removeDocument(namedDocument(context.options), context),
} satisfies Command;
