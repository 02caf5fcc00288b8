/**
 * What a route is, and what every route needs: its parameters, its answer, the channel it is about. Alone because the
 * server and the routes meet here.
 */
import type { RequestBody } from './body.js';
import { lacks } from './permissions.js';
import { Refusal } from './refusal.js';
import type { ChannelRecord, ChannelRight, GuildRecord, MessageRecord, StoredFile, World } from './state.js';

export interface RouteRequest extends RequestBody {
  readonly query: URLSearchParams;
  /** A part of the path by its name in the route's pattern. */
  param(name: string): string;
}

export interface RouteAnswer {
  readonly status: number;
  readonly json?: unknown;
  readonly file?: StoredFile;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/channels/:channel/messages`; a last part `*` takes the rest. */
  readonly pattern: string;
  /** Whether the path itself carries the right to call: no bot token is asked for. */
  readonly isOpen?: boolean;
  handle(world: World, request: RouteRequest): RouteAnswer;
}

export function ok(json: unknown, status = 200): RouteAnswer {
  return { status, json };
}

export const noContent: RouteAnswer = { status: 204 };

/** The channel that the path names, if the bot has `right` in it. */
export function channelOf(world: World, request: RouteRequest, right: ChannelRight = 'view'): ChannelRecord {
  const channel = world.channels.get(request.param('channel'));
  if (channel === undefined) throw new Refusal('unknownChannel');
  if (lacks(world, channel, 'view')) throw new Refusal('missingAccess');
  if (!lacks(world, channel, right)) return channel;
  throw new Refusal(channel.recipientId === undefined ? 'missingPermissions' : 'cannotSendToUser');
}

/** The message that the path names. Ephemeral ones cannot be had through their channel. */
export function messageOf(world: World, request: RouteRequest): MessageRecord {
  const record = world.messages.get(request.param('message'));
  const isHere = record?.message.channel_id === request.param('channel');
  if (record === undefined || !isHere || record.deleted || record.onlyFor !== undefined) {
    throw new Refusal('unknownMessage');
  }
  return record;
}

export function guildOfPath(world: World, request: RouteRequest): GuildRecord {
  const guild = world.guilds.get(request.param('guild'));
  if (guild === undefined) throw new Refusal('unknownGuild');
  return guild;
}

/** The body as an object; Discord takes a missing one for an empty one. */
export function bodyOf<T>(request: RouteRequest): T {
  const json = request.json ?? {};
  if (typeof json !== 'object') throw new Refusal('invalidForm');
  return json as T;
}
