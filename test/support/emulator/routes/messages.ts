/** Routes about messages in channels: reading, writing, reactions, typing. */
import type { APIMessage } from 'discord-api-types/v10';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { checkMessage, type MessageBody, refuseEmpty } from '../limits.js';
import { addMessage, changeMessage, deleteMessage, guildOf, readable } from '../messages.js';
import { lacks } from '../permissions.js';
import { problem, Refusal } from '../refusal.js';
import type { RouteAnswer, RouteRequest } from '../route.js';
import { bodyOf, channelOf, messageOf, noContent, ok, type Route } from '../route.js';
import { checkShape } from '../schema.js';
import type { ChannelRecord, World } from '../state.js';
import { attachmentsAfter } from '../uploads.js';

const list = '/channels/:channel/messages';
const single = `${list}/:message`;

interface ReplyBody extends MessageBody {
  readonly message_reference?: { readonly message_id: string; readonly fail_if_not_exists?: boolean | null } | null;
}

export const messageRoutes: readonly Route[] = [
  { method: 'GET', pattern: list, handle: readMany },
  { method: 'POST', pattern: list, handle: create },
  {
    method: 'GET',
    pattern: single,
    handle(world, request) {
      if (lacks(world, channelOf(world, request), 'history')) throw new Refusal('missingAccess');
      return ok(readable(world, messageOf(world, request).message, world.mayReadContent));
    },
  },
  { method: 'PATCH', pattern: single, handle: edit },
  {
    method: 'DELETE',
    pattern: single,
    handle(world, request) {
      channelOf(world, request);
      const record = messageOf(world, request);
      if (record.message.author.id !== world.bot.id) throw new Refusal('missingPermissions');
      deleteMessage(world, record);
      return noContent;
    },
  },
  { method: 'POST', pattern: '/channels/:channel/typing', handle: type },
  { method: 'PUT', pattern: `${single}/reactions/:emoji/@me`, handle: (world, request) => react(world, request, true) },
  {
    method: 'DELETE',
    pattern: `${single}/reactions/:emoji/@me`,
    handle: (world, request) => react(world, request, false),
  },
];

function readMany(world: World, request: RouteRequest): RouteAnswer {
  const channel = channelOf(world, request);
  if (lacks(world, channel, 'history')) return ok([]);
  const limit = Number(request.query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new Refusal('invalidForm');
  const before = request.query.get('before');
  const after = request.query.get('after');
  const all = [...world.messages.values()]
    .filter((record) => record.message.channel_id === channel.id && !record.deleted && record.onlyFor === undefined)
    .map(({ message }) => message)
    .filter(({ id }) => before === null || BigInt(id) < BigInt(before))
    .filter(({ id }) => after === null || BigInt(id) > BigInt(after));
  const page = after === null ? all.slice(-limit) : all.slice(0, limit);
  return ok(page.reverse().map((message) => readable(world, message, world.mayReadContent)));
}

function create(world: World, request: RouteRequest): RouteAnswer {
  const channel = channelOf(world, request, 'send');
  if (channel.thread?.locked === true) throw new Refusal('archivedThread');
  const body = bodyOf<ReplyBody>(request);
  checkShape('MessageCreateRequestSchema', body);
  checkMessage(body);
  if (request.files.length > 0 && lacks(world, channel, 'attach')) throw new Refusal('missingPermissions');
  if ((body.embeds ?? []).length > 0 && lacks(world, channel, 'embed')) throw new Refusal('missingPermissions');
  const repliesTo = referenced(world, channel, body);
  const attachments = attachmentsAfter(world, { channelId: channel.id, body, files: request.files });
  refuseEmpty({ ...body, attachments });
  const { message } = addMessage(world, {
    channel,
    author: world.bot,
    body,
    attachments,
    ...(repliesTo === undefined ? {} : { repliesTo }),
  });
  return ok(message);
}

function referenced(world: World, channel: ChannelRecord, body: ReplyBody): APIMessage | undefined {
  const reference = body.message_reference;
  if (reference === undefined || reference === null) return undefined;
  const record = world.messages.get(reference.message_id);
  if (lacks(world, channel, 'history')) throw new Refusal('noHistory');
  const isThere = record?.message.channel_id === channel.id && !record.deleted && record.onlyFor === undefined;
  if (isThere) return record.message;
  if (reference.fail_if_not_exists === false) return undefined;
  const path = ['message_reference'];
  throw new Refusal('invalidForm', [problem(path, 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')]);
}

function edit(world: World, request: RouteRequest): RouteAnswer {
  const channel = channelOf(world, request);
  const record = messageOf(world, request);
  if (record.message.author.id !== world.bot.id) throw new Refusal('notYourMessage');
  if (channel.thread?.archived === true) throw new Refusal('archivedThread');
  const body = bodyOf<MessageBody>(request);
  checkShape('MessageEditRequestPartialSchema', body);
  checkMessage({ ...body, flags: (body.flags ?? 0) | (record.message.flags ?? 0) });
  const existing = record.message.attachments;
  const attachments = attachmentsAfter(world, { channelId: channel.id, body, files: request.files, existing });
  refuseEmpty({ ...record.message, ...body, attachments });
  changeMessage(world, record, { body, attachments });
  return ok(record.message);
}

function type(world: World, request: RouteRequest): RouteAnswer {
  const channel = channelOf(world, request, 'send');
  const { GuildMessageTyping, DirectMessageTyping } = GatewayIntentBits;
  world.publish({
    event: 'TYPING_START',
    intents: channel.guildId === undefined ? DirectMessageTyping : GuildMessageTyping,
    data: () => ({
      channel_id: channel.id,
      user_id: world.bot.id,
      timestamp: Math.trunc(world.now() / 1000),
      ...guildOf(channel),
    }),
  });
  return noContent;
}

function react(world: World, request: RouteRequest, isAdded: boolean): RouteAnswer {
  channelOf(world, request, 'react');
  const record = messageOf(world, request);
  const raw = request.param('emoji');
  if (!/\p{Extended_Pictographic}|\p{Regional_Indicator}|^.+:\d+$|\u20e3/u.test(raw)) throw new Refusal('unknownEmoji');
  const [name = raw, id = null] = raw.includes(':') ? raw.split(':') : [raw];
  const others = (record.message.reactions ?? []).filter((reaction) => reaction.emoji.name !== name);
  const burst = { burst_colors: [], count_details: { burst: 0, normal: 1 }, me_burst: false };
  const own = { count: 1, me: true, emoji: { id, name }, ...burst };
  record.message = { ...record.message, reactions: isAdded ? [...others, own] : others };
  world.changes.notify();
  return noContent;
}
