/** The emulator's gateway, spoken to without a library. */
import { GatewayIntentBits } from 'discord-api-types/v10';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Discord } from './discord.js';
import { call, RawGateway } from './raw-client.js';
import { startEmulator } from './start.js';

const { Guilds, GuildMessages, GuildMembers, MessageContent, DirectMessages } = GatewayIntentBits;
let discord: Discord;

beforeEach(async () => {
  discord = await startEmulator({ token: 'right', heartbeatIntervalMs: 1234 });
});

afterEach(() => discord.close());

async function identified(intents: number, on = discord): Promise<{ socket: RawGateway; sessionId: string }> {
  const socket = new RawGateway(on);
  await socket.heard(({ op }) => op === 10);
  socket.identify('right', intents);
  const ready = await socket.event('READY');
  return { socket, sessionId: (ready.d as { session_id: string }).session_id };
}

test('greets with the heartbeat interval and acknowledges heartbeats before and after identifying', async () => {
  const socket = new RawGateway(discord);
  const hello = await socket.heard(({ op }) => op === 10);
  expect(hello.d).toEqual({ heartbeat_interval: 1234 });
  socket.send(1, null);
  await socket.heard(({ op }) => op === 11);
  expect(discord.gateway.heartbeats).toBe(1);
});

test('READY names the guilds as unavailable, and GUILD_CREATE brings them with channels and coloured roles', async () => {
  const { socket } = await identified(Guilds);
  const ready = await socket.event('READY');
  expect(ready.d).toMatchObject({
    user: { id: discord.bot.id, bot: true },
    application: { id: discord.bot.id },
    guilds: [{ id: discord.guildId, unavailable: true }],
    resume_gateway_url: `${discord.url.replace('http', 'ws').replace('/api', '')}/gateway`,
  });
  const guild = await socket.event('GUILD_CREATE');
  expect(guild.d).toMatchObject({ id: discord.guildId, channels: [{ id: discord.channelId, name: 'general' }] });
  expect((guild.d as { roles: object[] }).roles.every((role) => 'colors' in role)).toBe(true);
});

test.each([
  ['a wrong token is 4004', 'wrong', Guilds, 4004],
  ['a privileged intent that is not switched on is 4014', 'right', Guilds | MessageContent, 4014],
  ['another privileged intent is 4014', 'right', GuildMembers, 4014],
  ['intents below zero are 4013', 'right', -1, 4013],
])('%s', async (_name, token, intents, code) => {
  const socket = new RawGateway(discord);
  await socket.heard(({ op }) => op === 10);
  socket.identify(token, intents);
  expect(await socket.closed()).toBe(code);
  expect(discord.identifies).toBe(0);
});

test('protocol mistakes are closed with their codes', async () => {
  const oldVersion = new RawGateway(discord, 'v=9');
  expect(await oldVersion.closed()).toBe(4012);
  const early = new RawGateway(discord);
  await early.heard(({ op }) => op === 10);
  early.send(3, {});
  expect(await early.closed()).toBe(4003);
  const garbled = new RawGateway(discord);
  await garbled.heard(({ op }) => op === 10);
  garbled.sendText('{');
  expect(await garbled.closed()).toBe(4002);
  const { socket: twice } = await identified(Guilds);
  twice.identify('right', Guilds);
  expect(await twice.closed()).toBe(4005);
  const { socket: strange } = await identified(Guilds);
  strange.send(99, {});
  expect(await strange.closed()).toBe(4001);
});

test('a dropped session is resumed with exactly what it missed', async () => {
  const { socket, sessionId } = await identified(Guilds | GuildMessages);
  discord.say({ content: `<@${discord.bot.id}> one` });
  const first = await socket.event('MESSAGE_CREATE');
  discord.dropGateway();
  expect(await socket.closed()).toBe(1006);
  discord.say({ content: `<@${discord.bot.id}> two` });
  const again = new RawGateway(discord);
  await again.heard(({ op }) => op === 10);
  again.send(6, { token: 'right', session_id: sessionId, seq: first.s });
  await again.event('RESUMED');
  const events = again.received.filter(({ op }) => op === 0);
  expect(events.map(({ t }) => t)).toEqual(['MESSAGE_CREATE', 'RESUMED']);
  expect(events[0]?.d).toMatchObject({ content: `<@${discord.bot.id}> two` });
  expect([discord.identifies, discord.resumes]).toEqual([1, 1]);
});

test('a session that is unknown, invalidated or ended by its client cannot be resumed', async () => {
  const { socket, sessionId } = await identified(Guilds);
  discord.invalidateSession(false);
  expect((await socket.heard(({ op }) => op === 9)).d).toBe(false);
  const again = new RawGateway(discord);
  await again.heard(({ op }) => op === 10);
  again.send(6, { token: 'right', session_id: sessionId, seq: 1 });
  expect((await again.heard(({ op }) => op === 9)).d).toBe(false);
  const { socket: leaving, sessionId: ended } = await identified(Guilds);
  leaving.close(1000);
  await discord.disconnected();
  const late = new RawGateway(discord);
  await late.heard(({ op }) => op === 10);
  late.send(6, { token: 'right', session_id: ended, seq: 1 });
  expect((await late.heard(({ op }) => op === 9)).d).toBe(false);
  expect(discord.resumes).toBe(0);
});

test('op 7 asks for a reconnect, and members come on request', async () => {
  const { socket } = await identified(Guilds);
  discord.requestReconnect();
  await socket.heard(({ op }) => op === 7);
  socket.send(8, { guild_id: discord.guildId, user_ids: [discord.user.id, '1'], nonce: 'n' });
  const chunk = await socket.event('GUILD_MEMBERS_CHUNK');
  expect(chunk.d).toMatchObject({ members: [{ user: { id: discord.user.id } }], not_found: ['1'], nonce: 'n' });
});

test('events come only to those who asked for their intent', async () => {
  const { socket: quiet } = await identified(Guilds);
  const { socket: keen } = await identified(Guilds | GuildMessages);
  discord.say({ content: `<@${discord.bot.id}> hello` });
  await keen.event('MESSAGE_CREATE');
  discord.deny(discord.channelId, 'send');
  await quiet.event('CHANNEL_UPDATE');
  expect(quiet.received.some(({ t }) => t === 'MESSAGE_CREATE')).toBe(false);
});

test('without the Message Content intent, words are blank unless they mention the bot or stand in a DM', async () => {
  const { socket } = await identified(Guilds | GuildMessages | DirectMessages);
  const plain = discord.say({
    content: 'secret',
    attachments: [{ filename: 'a.txt', contentType: 'text/plain', data: 'x' }],
  });
  const mention = discord.say({ content: `<@${discord.bot.id}> hello`, reference: plain });
  const own = await call(discord, `POST /channels/${discord.channelId}/messages`, { body: { content: 'mine' } });
  const ownMessage = own.json as Parameters<Discord['current']>[0];
  const pinging = discord.say({ content: 'to you', reference: ownMessage });
  const silent = discord.say({ content: 'to nobody', reference: ownMessage, pings: false });
  const direct = discord.say({ content: 'between us', channelId: discord.directMessages() });
  const heard = async (id: string) =>
    (await socket.heard(({ t, d }) => t === 'MESSAGE_CREATE' && id === (d as { id: string }).id)).d;
  expect(await heard(plain.id)).toMatchObject({ content: '', attachments: [] });
  expect(await heard(mention.id)).toMatchObject({ content: mention.content, referenced_message: { content: '' } });
  expect(await heard(ownMessage.id)).toMatchObject({ content: 'mine' });
  expect(await heard(pinging.id)).toMatchObject({ content: 'to you', referenced_message: { content: 'mine' } });
  expect(await heard(silent.id)).toMatchObject({ content: '' });
  expect(await heard(direct.id)).toMatchObject({ content: 'between us' });
  const read = await call(discord, `GET /channels/${discord.channelId}/messages/${plain.id}`);
  expect(read.json).toMatchObject({ content: '', attachments: [] });
});

test('with the intent switched on and asked for, words are there', async () => {
  const open = await startEmulator({ token: 'right', allowedIntents: MessageContent });
  const { socket } = await identified(GuildMessages | MessageContent, open);
  const plain = open.say({ content: 'secret' });
  expect((await socket.event('MESSAGE_CREATE')).d).toMatchObject({ content: 'secret' });
  expect((await call(open, `GET /channels/${open.channelId}/messages/${plain.id}`)).json).toMatchObject({
    content: 'secret',
  });
  await open.close();
});

test('guilds come and go', async () => {
  const { socket } = await identified(Guilds);
  const { guildId, channelIds } = discord.addGuild({ name: 'Lighthouse', channels: ['lamp'] });
  const joined = await socket.heard(({ t, d }) => t === 'GUILD_CREATE' && (d as { id: string }).id === guildId);
  expect(joined.d).toMatchObject({ name: 'Lighthouse', channels: [{ id: channelIds[0], name: 'lamp' }] });
  discord.removeGuild(guildId);
  expect((await socket.event('GUILD_DELETE')).d).toEqual({ id: guildId });
  expect((await call(discord, `GET /channels/${channelIds[0]}`)).status).toBe(404);
});
