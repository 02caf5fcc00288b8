/** `/config`: who sees what, who moderates, what is kept, how much may be asked. For moderators; every change is audited. */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ChannelType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { Command } from '../src/message/command.js';
import { choice, described, IN_SERVERS, text } from '../src/message/command-options.js';
import { configure, LIMIT_OPTIONS } from '../src/message/config-acts.js';
import { collectionChoices } from '../src/message/suggestions.js';
import type { MessageKey } from '../src/message/words.js';

const { Subcommand, Role, Channel, Integer, Boolean: YesOrNo, String: Text } = ApplicationCommandOptionType;

type Described = Extract<MessageKey, `command.${string}`>;

const COLLECTION: APIApplicationCommandBasicOption = {
  type: Text,
  name: 'collection',
  ...described('command.config.collection'),
  required: true,
  autocomplete: true,
  max_length: 64,
};
const ROLE: APIApplicationCommandBasicOption = { type: Role, name: 'role', ...described('command.config.role') };

/** Threads go with their channel. */
const READ_IN: APIApplicationCommandBasicOption = {
  type: Channel,
  name: 'channel',
  ...described('command.config.channel'),
  channel_types: [
    ChannelType.GuildText,
    ChannelType.GuildAnnouncement,
    ChannelType.GuildForum,
    ChannelType.GuildVoice,
    ChannelType.GuildStageVoice,
  ],
};

const LIMITS: readonly [keyof typeof LIMIT_OPTIONS, Described][] = [
  ['userMinute', 'command.config.userMinute'],
  ['userDay', 'command.config.userDay'],
  ['userAtOnce', 'command.config.userAtOnce'],
  ['guildMinute', 'command.config.guildMinute'],
  ['guildDay', 'command.config.guildDay'],
  ['guildAtOnce', 'command.config.guildAtOnce'],
];

export const config = {
  data: {
    ...IN_SERVERS,
    name: 'config',
    ...described('command.config'),
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      sub('show', 'command.config.show', []),
      sub('allow', 'command.config.allow', [COLLECTION, ROLE, READ_IN]),
      sub('deny', 'command.config.deny', [COLLECTION, ROLE, READ_IN]),
      sub('moderators', 'command.config.moderators', [
        { ...ROLE, required: true },
        { type: YesOrNo, name: 'remove', ...described('command.config.remove') },
      ]),
      sub('audit', 'command.config.audit', [
        {
          type: Channel,
          name: 'channel',
          ...described('command.config.auditChannel'),
          channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
        },
      ]),
      sub('threads', 'command.config.threads', [number('after', 'command.config.after', [0, 100])]),
      sub('retention', 'command.config.retention', [number('days', 'command.config.days', [1, 365])]),
      sub(
        'limits',
        'command.config.limits',
        LIMITS.map(([limit, key]) => ({ ...number(LIMIT_OPTIONS[limit], key, [1, 1_000_000]), required: false })),
      ),
      sub('caution', 'command.config.caution', [
        {
          type: Text,
          name: 'level',
          ...described('command.config.level'),
          required: true,
          choices: [
            choice('strict', 'command.config.strict'),
            choice('balanced', 'command.config.balanced'),
            choice('eager', 'command.config.eager'),
            choice('unset', 'command.config.unset'),
          ],
        },
      ]),
    ],
  },
  isPrivate: () => true,
  moderatorsOnly: true,
  async suggest({ caller, options, words }) {
    return collectionChoices({ collections: caller.changeable, text: text(options, 'collection'), words });
  },
  execute: configure,
} satisfies Command;

function sub(
  name: string,
  key: Described,
  options: APIApplicationCommandBasicOption[],
): APIApplicationCommandSubcommandOption {
  return { type: Subcommand, name, ...described(key), options };
}

/** A whole number, both ends included. */
function number(
  name: string,
  key: Described,
  [least, most]: readonly [number, number],
): APIApplicationCommandBasicOption {
  return { type: Integer, name, ...described(key), required: true, min_value: least, max_value: most };
}
