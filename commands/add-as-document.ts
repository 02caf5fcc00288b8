/** "Add as document", on a message: its words and readable files become a document that leads back to it. For moderators. */
import { ApplicationCommandType, PermissionFlagsBits } from 'discord-api-types/v10';
import { addMessage } from '../src/message/adding.js';
import type { Command } from '../src/message/command.js';
import { IN_SERVERS } from '../src/message/command-options.js';
import { ENGLISH, localizations } from '../src/message/words.js';

export const addAsDocument = {
  data: {
    ...IN_SERVERS,
    type: ApplicationCommandType.Message,
    name: ENGLISH.text('menu.addAsDocument'),
    name_localizations: localizations('menu.addAsDocument'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  execute: addMessage,
} satisfies Command;
