/** Routes about channels and threads: reading and changing them, opening threads, who is in them. */
import { GatewayIntentBits, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelJson } from '../factories.js';
import { publishMessage } from '../messages.js';
import { lacks, lacksBits } from '../permissions.js';
import { Refusal } from '../refusal.js';
import type { RouteAnswer, RouteRequest } from '../route.js';
import { bodyOf, channelOf, messageOf, noContent, ok, type Route } from '../route.js';
import { checkShape } from '../schema.js';
import type { ChannelRecord, World } from '../state.js';

interface ThreadBody {
  readonly name: string;
  readonly type?: number | null;
  readonly auto_archive_duration?: number | null;
}

interface ChannelChange {
  readonly name?: string | null;
  readonly topic?: string | null;
  readonly archived?: boolean | null;
  readonly locked?: boolean | null;
}

const members = '/channels/:channel/thread-members';

export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/channels/:channel',
    handle: (world, request) => ok(channelJson(world, channelOf(world, request))),
  },
  { method: 'PATCH', pattern: '/channels/:channel', handle: change },
  { method: 'POST', pattern: '/channels/:channel/threads', handle: openThread },
  { method: 'POST', pattern: '/channels/:channel/messages/:message/threads', handle: openThreadOnMessage },
  {
    method: 'GET',
    pattern: members,
    handle: (world, request) => ok([...threadOf(world, request).memberIds].map((id) => member(request, id))),
  },
  {
    method: 'GET',
    pattern: `${members}/:user`,
    handle(world, request) {
      const id = userOf(world, request);
      if (!threadOf(world, request).memberIds.has(id)) throw new Refusal('unknownMember');
      return ok(member(request, id));
    },
  },
  {
    method: 'PUT',
    pattern: `${members}/:user`,
    handle(world, request) {
      const thread = threadOf(world, request);
      if (thread.archived) throw new Refusal('archivedThread');
      if (lacks(world, channelOf(world, request), 'send')) throw new Refusal('missingPermissions');
      thread.memberIds.add(userOf(world, request));
      return noContent;
    },
  },
  {
    method: 'DELETE',
    pattern: `${members}/:user`,
    handle(world, request) {
      threadOf(world, request).memberIds.delete(userOf(world, request));
      return noContent;
    },
  },
];

function change(world: World, request: RouteRequest): RouteAnswer {
  const channel = channelOf(world, request);
  const body = bodyOf<ChannelChange>(request);
  const { thread } = channel;
  checkShape(
    thread === undefined ? 'UpdateGuildChannelRequestPartialSchema' : 'UpdateThreadRequestPartialSchema',
    body,
  );
  channel.name = body.name ?? channel.name;
  if (thread === undefined) channel.topic = body.topic ?? channel.topic;
  else {
    thread.archived = body.archived ?? thread.archived;
    thread.locked = body.locked ?? thread.locked;
  }
  tellOfChannel(world, thread === undefined ? 'CHANNEL_UPDATE' : 'THREAD_UPDATE', channel);
  return ok(channelJson(world, channel));
}

function openThread(world: World, request: RouteRequest): RouteAnswer {
  const parent = channelOf(world, request);
  const body = bodyOf<ThreadBody>(request);
  checkShape('CreateTextThreadWithoutMessageRequestSchema', body);
  const { CreatePublicThreads, CreatePrivateThreads } = PermissionFlagsBits;
  const needed = body.type === 11 ? CreatePublicThreads : CreatePrivateThreads;
  if (lacksBits(world, parent, needed)) throw new Refusal('missingPermissions');
  const thread = addThread(world, parent, { ...body, id: world.id(), type: body.type ?? 12, ownerId: world.bot.id });
  return ok(channelJson(world, thread), 201);
}

function openThreadOnMessage(world: World, request: RouteRequest): RouteAnswer {
  const parent = channelOf(world, request, 'threads');
  const record = messageOf(world, request);
  const body = bodyOf<ThreadBody>(request);
  checkShape('CreateTextThreadWithMessageRequestSchema', body);
  if (world.channels.has(record.message.id)) throw new Refusal('threadExists');
  const thread = addThread(world, parent, { ...body, id: record.message.id, type: 11, ownerId: world.bot.id });
  const hasThread = 1 << 5;
  record.message = { ...record.message, flags: (record.message.flags ?? 0) | hasThread };
  publishMessage(world, 'MESSAGE_UPDATE', record);
  return ok(channelJson(world, thread), 201);
}

export function addThread(
  world: World,
  parent: ChannelRecord,
  { id, type, ownerId, ...body }: Omit<ThreadBody, 'type'> & { id: string; type: number; ownerId: string },
): ChannelRecord {
  if (parent.guildId === undefined || parent.thread !== undefined) throw new Refusal('wrongChannelType');
  const made: ChannelRecord = {
    id,
    type,
    name: body.name,
    topic: null,
    guildId: parent.guildId,
    parentId: parent.id,
    denied: new Set(),
    overwrites: [],
    thread: {
      ownerId,
      autoArchiveMinutes: body.auto_archive_duration ?? 4320,
      createdAt: world.now(),
      archived: false,
      locked: false,
      memberIds: new Set([ownerId]),
    },
  };
  world.channels.set(id, made);
  tellOfChannel(world, 'THREAD_CREATE', made);
  return made;
}

/** Tells the bot that a channel or thread is new or changed. */
export function tellOfChannel(world: World, event: string, channel: ChannelRecord): void {
  if (event.startsWith('THREAD') && lacks(world, channel, 'view')) return;
  const isNew = event === 'THREAD_CREATE' ? { newly_created: true } : {};
  world.publish({
    event,
    intents: GatewayIntentBits.Guilds,
    data: () => ({ ...channelJson(world, channel), ...isNew }),
  });
  world.changes.notify();
}

function threadOf(world: World, request: RouteRequest) {
  const { thread } = channelOf(world, request);
  if (thread === undefined) throw new Refusal('wrongChannelType');
  return thread;
}

function userOf(world: World, request: RouteRequest): string {
  const name = request.param('user');
  if (name === '@me') return world.bot.id;
  if (!world.users.has(name)) throw new Refusal('unknownUser');
  return name;
}

function member(request: RouteRequest, userId: string): Record<string, unknown> {
  return { id: request.param('channel'), user_id: userId, join_timestamp: new Date(0).toISOString(), flags: 0 };
}
