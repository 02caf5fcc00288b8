/**
 * What the bot asks of a server, in one list that the invite link, README and `doctor` share. It stands alone so
 * that the list cannot drift from the link. No privileged intent is among it.
 */
import { GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import type { MessageKey } from '../message/words.js';

/** OAuth2 scopes of the invite: to join a server as a bot, and to have slash commands there. */
export const SCOPES = ['bot', 'applications.commands'] as const;

interface Permission {
  /** As Discord's settings show it in English. */
  readonly name: string;
  /** The message that says that name in the language of those settings. */
  readonly key: Extract<MessageKey, `permission.${string}`>;
  readonly bit: bigint;
  readonly why: string;
}

/** Each permission by the name that Discord's settings show, with what it is for. */
export const PERMISSIONS: readonly Permission[] = [
  {
    name: 'View Channels',
    key: 'permission.viewChannels',
    bit: PermissionFlagsBits.ViewChannel,
    why: 'to see the message that mentions it',
  },
  {
    name: 'Send Messages',
    key: 'permission.sendMessages',
    bit: PermissionFlagsBits.SendMessages,
    why: 'to answer a mention',
  },
  {
    name: 'Send Messages in Threads',
    key: 'permission.sendMessagesInThreads',
    bit: PermissionFlagsBits.SendMessagesInThreads,
    why: 'to answer a mention inside a thread',
  },
  {
    name: 'Create Public Threads',
    key: 'permission.createPublicThreads',
    bit: PermissionFlagsBits.CreatePublicThreads,
    why: 'to move a long exchange out of a channel, where `/config` says so',
  },
  {
    name: 'Embed Links',
    key: 'permission.embedLinks',
    bit: PermissionFlagsBits.EmbedLinks,
    why: 'to show quotes with their sources',
  },
  {
    name: 'Read Message History',
    key: 'permission.readMessageHistory',
    bit: PermissionFlagsBits.ReadMessageHistory,
    why: 'to reply to the message that asked',
  },
];

/** Gateway intents, none of them privileged: Discord sends the content of messages that mention the bot anyway. */
export const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
] as const;

/** What a member needs for a command that is `moderatorsOnly`: Manage Server. */
export const MODERATOR_PERMISSION = PermissionFlagsBits.ManageGuild;

/** The link that adds this application to a server with exactly the scopes and permissions above. */
export function inviteLink(applicationId: string): string {
  const permissions = PERMISSIONS.reduce((bits, permission) => bits | permission.bit, 0n);
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: SCOPES.join(' '),
    permissions: String(permissions),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}
