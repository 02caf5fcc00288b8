/** Roles, rights, channels and menus of the emulated servers: what Discord says of them, grants and refuses. */
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Discord } from './discord.js';
import { call, RawGateway } from './raw-client.js';
import { startEmulator } from './start.js';

const { Administrator, CreatePrivateThreads, ManageGuild, ManageThreads, ViewChannel } = PermissionFlagsBits;

let discord: Discord;
let gateway: RawGateway;

const commands = [
  { name: 'ask', description: 'Ask' },
  {
    name: 'config',
    description: 'Set',
    default_member_permissions: '32',
    contexts: [0],
    options: [
      { type: 8, name: 'role', description: 'A role' },
      { type: 7, name: 'channel', description: 'A channel' },
    ],
  },
];

beforeEach(async () => {
  discord = await startEmulator({ guilds: [{}, { name: 'Other' }] });
  gateway = new RawGateway(discord);
  await gateway.heard(({ op }) => op === 10);
  gateway.identify(discord.token, 1 | (1 << 9));
  await gateway.event('READY');
  await call(discord, `PUT /applications/${discord.bot.id}/commands`, { body: commands });
});

afterEach(() => discord.close());

async function code(route: string, body?: unknown): Promise<unknown> {
  const { status, json } = await call(discord, route, { body });
  return status < 400 ? status : (json as { code?: unknown }).code;
}

const memberOf = (payload: unknown) => (payload as { member: { roles: string[]; permissions: string } }).member;

test('a role that is given and taken shows in the next interaction and message, and nowhere else', async () => {
  const roleId = discord.addRole('sailors', { permissions: ManageGuild });
  expect((await gateway.event('GUILD_ROLE_CREATE')).d).toMatchObject({
    guild_id: discord.guildId,
    role: { id: roleId },
  });
  discord.giveRole(discord.user, roleId);
  const given = memberOf(discord.interact({ name: 'ask' }).payload);
  expect(given.roles).toEqual([roleId]);
  expect(BigInt(given.permissions) & ManageGuild).toBe(ManageGuild);
  discord.say({ content: `<@${discord.bot.id}> hello` });
  expect(memberOf((await gateway.event('MESSAGE_CREATE')).d).roles).toEqual([roleId]);
  discord.takeRole(discord.user, roleId);
  expect(memberOf(discord.interact({ name: 'ask' }).payload).roles).toEqual([]);
  discord.giveRole(discord.user, roleId);
  discord.removeRole(roleId);
  expect(memberOf(discord.interact({ name: 'ask' }).payload).roles).toEqual([]);
  // Without the privileged intent a bot does not hear of members.
  expect(gateway.received.some(({ t }) => t === 'GUILD_MEMBER_UPDATE')).toBe(false);
});

test('a member is known in each of their servers, and a stranger in none', async () => {
  const [, other = ''] = [...((await call(discord, 'GET /users/@me/guilds')).json as { id: string }[])].map(
    ({ id }) => id,
  );
  const guest = discord.addUser('guest', [other]);
  expect(await code(`GET /guilds/${other}/members/${guest.id}`)).toBe(200);
  expect(await code(`GET /guilds/${discord.guildId}/members/${guest.id}`)).toBe(10007);
  discord.leave(guest, other);
  expect(await code(`GET /guilds/${other}/members/${guest.id}`)).toBe(10007);
  expect(() => discord.interact({ name: 'ask', user: guest })).toThrow('does not see');
});

test('a command for moderators is not shown to others, unless it is forced or their role is let in', () => {
  expect(() => discord.interact({ name: 'config' })).toThrow('ada is not shown "config"');
  expect(discord.interact({ name: 'config', isForced: true }).payload.type).toBe(2);
  expect(discord.interact({ name: 'config', user: discord.moderator }).payload.type).toBe(2);
  expect(discord.interact({ name: 'config', user: discord.owner }).payload.type).toBe(2);
  const roleId = discord.addRole('keepers');
  discord.giveRole(discord.user, roleId);
  expect(() => discord.interact({ name: 'config' })).toThrow('is not shown');
  discord.grantCommands(roleId);
  expect(discord.interact({ name: 'config' }).payload.type).toBe(2);
  const direct = { channelId: discord.directMessages(discord.moderator), user: discord.moderator };
  expect(() => discord.interact({ name: 'config', ...direct })).toThrow('not offered in this kind of channel');
});

test('roles and channels that an option names come resolved', () => {
  const roleId = discord.addRole('sailors');
  const options = { role: roleId, channel: discord.channelId };
  expect(discord.interact({ name: 'config', user: discord.moderator, options }).payload.data).toMatchObject({
    options: [
      { name: 'role', type: 8, value: roleId },
      { name: 'channel', type: 7, value: discord.channelId },
    ],
    resolved: { roles: { [roleId]: { name: 'sailors' } }, channels: { [discord.channelId]: { name: 'general' } } },
  });
  const wrong = { name: 'config', user: discord.moderator, options: { role: '1' } };
  expect(() => discord.interact(wrong)).toThrow('offers no roles with the id 1');
});

test('overwrites hide a channel from people and from the bot, as roles and members say', async () => {
  const hidden = discord.addChannel('hidden');
  const roleId = discord.addRole('sailors');
  discord.overwrite(hidden, { id: discord.guildId, deny: ViewChannel });
  discord.overwrite(hidden, { id: roleId, allow: ViewChannel });
  expect(() => discord.say({ channelId: hidden, content: 'x' })).toThrow('may not write');
  discord.giveRole(discord.user, roleId);
  discord.say({ channelId: hidden, content: `<@${discord.bot.id}> x` });
  expect(discord.readers(hidden)).toEqual([discord.user.id, discord.owner.id]);
  expect(await code(`GET /channels/${hidden}`)).toBe(50001);
  discord.say({ content: 'later' });
  await gateway.heard(({ t, d }) => t === 'MESSAGE_CREATE' && (d as { channel_id: string }).channel_id !== hidden);
  expect(gateway.received.filter(({ t }) => t === 'MESSAGE_CREATE')).toHaveLength(1);
  discord.overwrite(hidden, { id: discord.bot.id, allow: ViewChannel });
  expect(await code(`POST /channels/${hidden}/messages`, { content: 'x' })).toBe(200);
  expect(discord.interact({ name: 'ask', channelId: hidden }).payload.app_permissions).toBe(
    String(discord.permissions(discord.bot, hidden)),
  );
});

test('embeds, replies and threads need their own permission', async () => {
  const { channelId } = discord;
  const { id } = discord.say({ content: 'x' });
  const post = `POST /channels/${channelId}/messages`;
  discord.deny(channelId, 'embed');
  expect(await code(post, { embeds: [{ title: 'x' }] })).toBe(50013);
  discord.deny(channelId, 'history');
  expect(await code(post, { content: 'x', message_reference: { message_id: id } })).toBe(160002);
  expect(await code(`GET /channels/${channelId}/messages/${id}`)).toBe(50001);
  discord.deny(channelId);
  expect(await code(`POST /channels/${channelId}/threads`, { name: 'talk', type: 12 })).toBe(50013);
  discord.overwrite(channelId, { id: discord.bot.id, allow: CreatePrivateThreads });
  expect(await code(`POST /channels/${channelId}/threads`, { name: 'talk', type: 12 })).toBe(201);
  const [thread = ''] = discord.threads();
  expect(() => discord.say({ channelId: thread, content: 'x' })).toThrow('may not write');
  expect(await code(`PUT /channels/${thread}/thread-members/${discord.user.id}`)).toBe(204);
  expect(discord.say({ channelId: thread, content: 'x' }).channel_id).toBe(thread);
});

test('a private thread of users is hidden from the bot until it may manage threads', async () => {
  const thread = discord.openThread({ name: 'secret', isPrivate: true });
  expect(await code(`POST /channels/${thread}/messages`, { content: 'x' })).toBe(50001);
  discord.overwrite(discord.channelId, { id: discord.bot.id, allow: ManageThreads });
  expect(await code(`POST /channels/${thread}/messages`, { content: 'x' })).toBe(200);
});

test('a channel that is deleted takes its messages, threads and interactions with it', async () => {
  const channelId = discord.addChannel('short-lived');
  const asked = discord.interact({ name: 'ask', channelId });
  const first = `POST /interactions/${asked.id}/${asked.token}/callback`;
  const thread = discord.openThread({ name: 'talk', channelId });
  expect((await call(discord, first, { body: { type: 5 } })).status).toBe(204);
  discord.removeChannel(channelId);
  expect((await gateway.event('CHANNEL_DELETE')).d).toMatchObject({ id: channelId });
  expect(await code(`GET /channels/${thread}`)).toBe(10003);
  expect(await code(`POST /channels/${channelId}/messages`, { content: 'x' })).toBe(10003);
  expect(await code(`PATCH /webhooks/${discord.bot.id}/${asked.token}/messages/@original`, { content: 'x' })).toBe(
    10003,
  );
});

test('menus that fill themselves resolve what was chosen and offer only what is there', async () => {
  const menu = { type: 6, custom_id: 'roles', min_values: 0, max_values: 2 };
  const message = await call(discord, `POST /channels/${discord.channelId}/messages`, {
    body: { content: 'x', components: [{ type: 1, components: [menu] }] },
  });
  const shown = discord.messages().find(({ id }) => id === (message.json as { id: string }).id);
  if (shown === undefined) throw new Error('The message is not there.');
  const roleId = discord.addRole('sailors', { permissions: Administrator });
  const chosen = discord.select({ message: shown, customId: 'roles', values: [roleId] });
  expect(chosen.payload.data).toMatchObject({
    component_type: 6,
    values: [roleId],
    resolved: { roles: { [roleId]: { name: 'sailors' } } },
  });
  expect(() => discord.select({ message: shown, customId: 'roles', values: ['1'] })).toThrow('offers no roles');
});

test('a 429 may say nothing of when, and an answer may be lost after the work is done', async () => {
  discord.rateLimitNext({});
  const limited = await call(discord, 'GET /users/@me');
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, null]);
  discord.hangUpNext({ isDone: true });
  const post = `POST /channels/${discord.channelId}/messages`;
  await expect(call(discord, post, { body: { content: 'x' } })).rejects.toThrow();
  expect(discord.messages()).toHaveLength(1);
});
