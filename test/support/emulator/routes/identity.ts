/** Routes about who is there: the bot, its application, users, guilds, members, and the way to the gateway. */
import { applicationJson, channelJson, guildJson } from '../factories.js';
import { gatewayUrl } from '../gateway.js';
import { permissionsOf } from '../permissions.js';
import { Refusal } from '../refusal.js';
import { bodyOf, guildOfPath, ok, type Route } from '../route.js';
import { checkShape } from '../schema.js';
import type { GuildRecord, World } from '../state.js';

export const identityRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/gateway', isOpen: true, handle: (world) => ok({ url: gatewayUrl(world) }) },
  {
    method: 'GET',
    pattern: '/gateway/bot',
    handle: (world) =>
      ok({
        url: gatewayUrl(world),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
      }),
  },
  { method: 'GET', pattern: '/applications/@me', handle: (world) => ok(applicationJson(world)) },
  { method: 'GET', pattern: '/oauth2/applications/@me', handle: (world) => ok(applicationJson(world)) },
  {
    method: 'GET',
    pattern: '/users/@me/guilds',
    handle: (world) => ok([...world.guilds.values()].map((guild) => ownGuildJson(world, guild))),
  },
  {
    method: 'POST',
    pattern: '/users/@me/channels',
    handle(world, request) {
      const body = bodyOf<{ recipient_id?: string }>(request);
      checkShape('CreatePrivateChannelRequestSchema', body);
      if (body.recipient_id === undefined || !world.users.has(body.recipient_id)) throw new Refusal('unknownUser');
      return ok(channelJson(world, directChannel(world, body.recipient_id)));
    },
  },
  { method: 'GET', pattern: '/users/@me', handle: (world) => ok(world.bot) },
  {
    method: 'GET',
    pattern: '/users/:user',
    handle(world, request) {
      const user = world.users.get(request.param('user'));
      if (user === undefined) throw new Refusal('unknownUser');
      return ok(user);
    },
  },
  { method: 'GET', pattern: '/guilds/:guild', handle: (world, request) => ok(guildJson(guildOfPath(world, request))) },
  {
    method: 'GET',
    pattern: '/guilds/:guild/roles',
    handle: (world, request) => ok(guildOfPath(world, request).roles),
  },
  {
    method: 'GET',
    pattern: '/guilds/:guild/channels',
    handle(world, request) {
      const { id } = guildOfPath(world, request);
      const own = [...world.channels.values()].filter((one) => one.guildId === id && one.thread === undefined);
      return ok(own.map((channel) => channelJson(world, channel)));
    },
  },
  {
    method: 'GET',
    pattern: '/guilds/:guild/members/:user',
    handle(world, request) {
      const id = request.param('user') === '@me' ? world.bot.id : request.param('user');
      const member = guildOfPath(world, request).members.get(id);
      if (member === undefined) throw new Refusal('unknownMember');
      return ok(member);
    },
  },
];

function ownGuildJson(world: World, guild: GuildRecord): object {
  const { id, name } = guild;
  const permissions = String(permissionsOf(guild, world.bot.id));
  return { id, name, icon: null, banner: null, owner: false, permissions, features: [] };
}

/** The DM channel with a user; made when there is none. */
export function directChannel(world: World, recipientId: string) {
  const existing = [...world.channels.values()].find((channel) => channel.recipientId === recipientId);
  if (existing !== undefined) return existing;
  const made = {
    id: world.id(),
    type: 1,
    name: '',
    topic: null,
    recipientId,
    denied: new Set<never>(),
    overwrites: [],
  };
  world.channels.set(made.id, made);
  return made;
}
