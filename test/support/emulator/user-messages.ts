/**
 * What users say in channels. Alone because a user's message obeys other rules than a bot's: its mentions are what it
 * says, a reply pings unless told otherwise, and files come along.
 */
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import { keep, type UserFile } from './command-options.js';
import { addMessage, changeMessage } from './messages.js';
import { lacksToSay, sees } from './permissions.js';
import type { World } from './state.js';

export interface Said {
  /** `<@id>` mentions. Default empty, for a message of files only. */
  readonly content?: string;
  readonly channelId?: string;
  readonly author?: APIUser;
  /** The message that this one replies to. */
  readonly reference?: APIMessage;
  /** Whether the reply pings the author of `reference`. Default true, as in Discord's client. */
  readonly pings?: boolean;
  readonly attachments?: readonly UserFile[];
}

export function say(world: World, said: Said & { readonly channelId: string; readonly author: APIUser }): APIMessage {
  const { content = '', author, reference, pings = true } = said;
  const channel = world.channel(said.channelId);
  if (reference !== undefined && reference.channel_id !== channel.id) throw new Error('A reply stays in its channel.');
  if (!sees(world, channel, author.id) || lacksToSay(world, channel, author.id)) {
    throw new Error(`${author.username} may not write in that channel.`);
  }
  if (channel.thread !== undefined) {
    channel.thread.archived = false;
    channel.thread.memberIds.add(author.id);
  }
  const { message } = addMessage(world, {
    channel,
    author,
    body: { content, allowed_mentions: { parse: ['users', 'roles'], replied_user: pings } },
    attachments: (said.attachments ?? []).map((file) => keep(world, channel.id, file)),
    ...(reference === undefined ? {} : { repliesTo: world.messages.get(reference.id)?.message ?? reference }),
  });
  return message;
}

export function editByUser(world: World, message: APIMessage, content: string): APIMessage {
  const record = world.messages.get(message.id);
  if (record === undefined || record.deleted) throw new Error('That message is not there any more.');
  const body = { content, allowed_mentions: { parse: ['users', 'roles'] } };
  changeMessage(world, record, { body, attachments: record.message.attachments });
  return record.message;
}
