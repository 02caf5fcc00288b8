/**
 * What somebody gave with a command, as plain data: options with a subcommand's name, files, and the message that it was
 * used on. Apart from `dispatch`, because it only reads what Discord sent and decides nothing.
 */
import {
  ApplicationCommandOptionType,
  type Attachment,
  type CommandInteractionOption,
  type Message,
  type MessageContextMenuCommandInteraction,
} from 'discord.js';
import type { AttachedFile, CommandOptions, TargetMessage } from '../message/command.js';

const NESTING: ReadonlySet<number> = new Set([
  ApplicationCommandOptionType.Subcommand,
  ApplicationCommandOptionType.SubcommandGroup,
]);

/** Options by name; what is inside a subcommand stands beside `subcommand`, of a group as `group sub`. */
export function optionsOf(data: readonly CommandInteractionOption[]): CommandOptions {
  const path: string[] = [];
  const entries = innermost(data, path).flatMap(({ name, value }) =>
    value === undefined || value === null ? [] : [[name, value] as const],
  );
  return Object.fromEntries([...(path.length > 0 ? [['subcommand', path.join(' ')] as const] : []), ...entries]);
}

/** Attached files by the option's name. */
export function filesOf(data: readonly CommandInteractionOption[]): Readonly<Record<string, AttachedFile>> {
  const found = innermost(data, []).flatMap(({ name, attachment }) =>
    attachment ? [[name, attachedFile(attachment)] as const] : [],
  );
  return Object.fromEntries(found);
}

/** The message that a command of the message menu was used on. */
export function targetOf({ targetMessage, channel, guild }: MessageContextMenuCommandInteraction): TargetMessage {
  const { id, url, author, createdAt, attachments } = targetMessage;
  return {
    id,
    url,
    content: withNames(targetMessage),
    author: author.displayName,
    sentAt: createdAt.toISOString(),
    attachments: [...attachments.values()].map(attachedFile),
    ...(channel !== null && 'name' in channel && channel.name !== null && { channel: channel.name }),
    ...(guild !== null && { server: guild.name }),
  };
}

/** As its readers saw it: members, roles and channels by their names. What is not known stays as it was sent. */
function withNames({ content, mentions, guild }: Pick<Message, 'content' | 'mentions' | 'guild'>): string {
  const named = (sign: string, before: string, name: string | undefined): string =>
    name === undefined ? sign : `${before}${name}`;
  return content
    .replace(/<@!?(\d{1,20})>/g, (sign, id: string) => named(sign, '@', mentions.users.get(id)?.displayName))
    .replace(/<@&(\d{1,20})>/g, (sign, id: string) => named(sign, '@', mentions.roles.get(id)?.name))
    .replace(/<#(\d{1,20})>/g, (sign, id: string) => named(sign, '#', guild?.channels.cache.get(id)?.name));
}

function innermost(data: readonly CommandInteractionOption[], path: string[]): readonly CommandInteractionOption[] {
  const [first] = data;
  if (first === undefined || !NESTING.has(first.type)) return data;
  path.push(first.name);
  return innermost(first.options ?? [], path);
}

function attachedFile({ name, url, size }: Attachment): AttachedFile {
  return { name, url, size };
}
