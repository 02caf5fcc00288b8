/**
 * Making, changing and deleting messages, and who may read what is in them. Alone because bots write through routes,
 * users through the test's driver, and both must end in the same messages and the same events.
 */
import type { APIAttachment, APIMessage, APIUser } from 'discord-api-types/v10';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { type AllowedMentions, componentsV2Flag, ephemeralFlag, type MessageBody } from './limits.js';
import { sees } from './permissions.js';
import type { ChannelRecord, MessageRecord, World } from './state.js';

/** Flags that a message's author may set; the others are Discord's. */
const settableFlags = (1 << 2) | (1 << 12) | componentsV2Flag;

export interface NewMessage {
  readonly channel: ChannelRecord;
  readonly author: APIUser;
  readonly body: MessageBody;
  readonly attachments?: readonly APIAttachment[];
  /** The message that this one replies to. */
  readonly repliesTo?: APIMessage;
  /** Ephemeral: only this user sees it, and no event tells of it. */
  readonly onlyFor?: string;
  readonly loading?: boolean;
  /** Fields that an interaction adds. */
  readonly extra?: Partial<APIMessage>;
}

/** Adds a message to the world and tells the gateway. Its body has been checked before. */
export function addMessage(world: World, made: NewMessage): MessageRecord {
  const { channel, author, body, repliesTo, onlyFor } = made;
  const reference = repliesTo && {
    message_reference: { type: 0, message_id: repliesTo.id, channel_id: channel.id, ...guildOf(channel) },
    referenced_message: withoutReference(repliesTo),
  };
  const message: APIMessage = {
    id: world.id(),
    type: repliesTo === undefined ? 0 : 19,
    channel_id: channel.id,
    author,
    timestamp: world.timestamp(),
    edited_timestamp: null,
    tts: false,
    pinned: false,
    ...visibleParts(world, body, repliesTo),
    attachments: [...(made.attachments ?? [])],
    flags: ((body.flags ?? 0) & settableFlags) | (onlyFor === undefined ? 0 : ephemeralFlag),
    ...reference,
    ...(author.id === world.bot.id ? { application_id: world.bot.id } : {}),
    ...made.extra,
  };
  const record: MessageRecord = {
    message,
    ...(onlyFor === undefined ? {} : { onlyFor }),
    loading: made.loading ?? false,
    deleted: false,
  };
  world.messages.set(message.id, record);
  publishMessage(world, 'MESSAGE_CREATE', record);
  return record;
}

/** Discord shows one message behind a reply, not the whole chain. */
function withoutReference(message: APIMessage): APIMessage {
  const { referenced_message: _further, ...alone } = message;
  return alone;
}

/** Changes what `body` names and leaves the rest; `attachments` is what the message has afterwards. */
export function changeMessage(
  world: World,
  record: MessageRecord,
  change: { readonly body: MessageBody; readonly attachments: readonly APIAttachment[] },
): void {
  const { message } = record;
  const { body } = change;
  const parts = visibleParts(world, {
    content: body.content === undefined ? message.content : body.content,
    embeds: body.embeds === undefined ? message.embeds : body.embeds,
    components: body.components === undefined ? (message.components ?? []) : body.components,
    allowed_mentions: body.allowed_mentions ?? null,
  });
  const addsV2 = (body.flags ?? 0) & componentsV2Flag;
  record.message = {
    ...message,
    ...parts,
    attachments: [...change.attachments],
    edited_timestamp: record.loading ? null : world.timestamp(),
    flags: ((message.flags ?? 0) & ~(1 << 7)) | addsV2,
  };
  record.loading = false;
  publishMessage(world, 'MESSAGE_UPDATE', record);
}

export function deleteMessage(world: World, record: MessageRecord): void {
  record.deleted = true;
  const channel = world.channel(record.message.channel_id);
  if (record.onlyFor === undefined && sees(world, channel, world.bot.id)) {
    world.publish({
      event: 'MESSAGE_DELETE',
      intents: messageIntent(channel),
      data: () => ({ id: record.message.id, channel_id: channel.id, ...guildOf(channel) }),
    });
  }
  world.changes.notify();
}

/** The message as the bot gets it: without its words, unless the bot may read them. */
export function readable(world: World, message: APIMessage, seesContent: boolean): APIMessage {
  const channel = world.channels.get(message.channel_id);
  const referenced = message.referenced_message;
  const shown = referenced ? { ...message, referenced_message: readable(world, referenced, seesContent) } : message;
  const isOpen =
    seesContent ||
    channel?.guildId === undefined ||
    message.author.id === world.bot.id ||
    message.mentions.some((user) => user.id === world.bot.id);
  return isOpen ? shown : { ...shown, content: '', embeds: [], attachments: [], components: [] };
}

export function guildOf(channel: ChannelRecord): { guild_id?: string } {
  return channel.guildId === undefined ? {} : { guild_id: channel.guildId };
}

export function publishMessage(world: World, event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', record: MessageRecord): void {
  const { message } = record;
  const channel = world.channel(message.channel_id);
  if (record.onlyFor === undefined && sees(world, channel, world.bot.id)) {
    const member = channel.guildId && world.guild(channel.guildId).members.get(message.author.id);
    // Without the channel's type a client cannot tell that an unknown channel is one of direct messages.
    const rest = { channel_type: channel.type, ...(member ? { member: { ...member, user: undefined } } : {}) };
    world.publish({
      event,
      intents: messageIntent(channel),
      data: (seesContent) => ({ ...readable(world, message, seesContent), ...guildOf(channel), ...rest }),
    });
  }
  world.changes.notify();
}

function messageIntent(channel: ChannelRecord): number {
  return channel.guildId === undefined ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages;
}

function visibleParts(
  world: World,
  body: MessageBody,
  repliesTo?: APIMessage,
): Pick<APIMessage, 'content' | 'embeds' | 'components' | 'mentions' | 'mention_roles' | 'mention_everyone'> {
  const content = (body.content ?? '').trim();
  const embeds = (body.embeds ?? []).map((embed) => ({ type: 'rich', ...embed }));
  return {
    content,
    embeds: embeds as APIMessage['embeds'],
    components: [...(body.components ?? [])] as NonNullable<APIMessage['components']>,
    ...mentionsOf(world, { content, allowed: body.allowed_mentions ?? undefined, repliesTo }),
  };
}

/** Who is pinged by `content`, as far as `allowed` lets it. Without `allowed` Discord pings everyone named. */
function mentionsOf(
  world: World,
  {
    content,
    allowed,
    repliesTo,
  }: { content: string; allowed?: AllowedMentions | undefined; repliesTo?: APIMessage | undefined },
): Pick<APIMessage, 'mentions' | 'mention_roles' | 'mention_everyone'> {
  const may = (kind: 'users' | 'roles' | 'everyone', id = '') =>
    allowed === undefined ||
    (allowed.parse ?? []).includes(kind) ||
    (kind !== 'everyone' && (allowed[kind] ?? []).includes(id));
  const named = [...content.matchAll(/<@!?(\d+)>/g)].flatMap(([, id = '']) => (may('users', id) ? [id] : []));
  const repliedTo = repliesTo !== undefined && (allowed === undefined || allowed.replied_user === true);
  const ids = new Set([...named, ...(repliedTo ? [repliesTo.author.id] : [])]);
  const roles = [...content.matchAll(/<@&(\d+)>/g)].flatMap(([, id = '']) => (may('roles', id) ? [id] : []));
  return {
    mentions: [...ids].flatMap((id) => world.users.get(id) ?? []),
    mention_roles: [...new Set(roles)],
    mention_everyone: /@(everyone|here)/.test(content) && may('everyone'),
  };
}
