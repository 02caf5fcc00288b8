/** What the emulator's REST side refuses and grants, asked without a library. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Discord } from './discord.js';
import { call } from './raw-client.js';
import { startEmulator } from './start.js';

let discord: Discord;
let channel: string;

beforeEach(async () => {
  discord = await startEmulator();
  channel = `/channels/${discord.channelId}`;
});

afterEach(() => discord.close());

async function refusal(route: string, body?: unknown): Promise<[status: number, code: unknown]> {
  const { status, json } = await call(discord, route, { body });
  return [status, (json as { code?: unknown }).code];
}

const long = (length: number) => 'x'.repeat(length);

test('a missing or wrong token is 401, an unknown path 404, broken JSON 50109', async () => {
  expect((await call(discord, 'GET /users/@me', { authorization: null })).status).toBe(401);
  expect((await call(discord, 'GET /users/@me', { authorization: 'Bot wrong' })).status).toBe(401);
  expect(await refusal('GET /nowhere')).toEqual([404, 0]);
  expect(await refusal(`POST ${channel}/messages`, '{')).toEqual([400, 50109]);
  expect(discord.refusals).toHaveLength(4);
});

test('unknown channels, messages, users, guilds and members have their codes', async () => {
  expect(await refusal('GET /channels/1')).toEqual([404, 10003]);
  expect(await refusal('POST /channels/1/messages', { content: 'x' })).toEqual([404, 10003]);
  expect(await refusal(`GET ${channel}/messages/1`)).toEqual([404, 10008]);
  expect(await refusal('GET /users/1')).toEqual([404, 10013]);
  expect(await refusal('GET /guilds/1')).toEqual([404, 10004]);
  expect(await refusal(`GET /guilds/${discord.guildId}/members/1`)).toEqual([404, 10007]);
});

test('a channel that the bot may not see is 50001, one it may not write in 50013', async () => {
  discord.deny(discord.channelId, 'view');
  expect(await refusal(`POST ${channel}/messages`, { content: 'x' })).toEqual([403, 50001]);
  discord.deny(discord.channelId, 'send', 'react', 'threads');
  expect(await refusal(`POST ${channel}/messages`, { content: 'x' })).toEqual([403, 50013]);
  expect(await refusal(`POST ${channel}/typing`)).toEqual([403, 50013]);
  expect(await refusal(`POST ${channel}/threads`, { name: 't', type: 11 })).toEqual([403, 50013]);
  const { id } = discord.say({ content: 'x' });
  expect(await refusal(`PUT ${channel}/messages/${id}/reactions/%F0%9F%91%8D/@me`)).toEqual([403, 50013]);
  discord.deny(discord.channelId);
  expect((await call(discord, `PUT ${channel}/messages/${id}/reactions/%F0%9F%91%8D/@me`)).status).toBe(204);
  expect(discord.messages()[0]?.reactions).toMatchObject([{ emoji: { name: '👍' }, me: true }]);
});

test('threads open on a message once, take messages, and stand under their channel', async () => {
  const { id } = discord.say({ content: 'x' });
  const opened = await call(discord, `POST ${channel}/messages/${id}/threads`, { body: { name: 'talk' } });
  expect(opened.json).toMatchObject({ id, type: 11, parent_id: discord.channelId, name: 'talk' });
  expect(await refusal(`POST ${channel}/messages/${id}/threads`, { name: 'again' })).toEqual([400, 160004]);
  expect(await refusal(`POST ${channel}/threads`, { name: '' })).toEqual([400, 50035]);
  expect((await call(discord, `POST /channels/${id}/messages`, { body: { content: 'inside' } })).status).toBe(200);
  const member = `PUT /channels/${id}/thread-members/${discord.user.id}`;
  expect((await call(discord, member)).status).toBe(204);
  await call(discord, `PATCH /channels/${id}`, { body: { name: 'renamed', archived: true } });
  expect(await refusal(member)).toEqual([400, 50083]);
  expect((await call(discord, `GET /channels/${id}`)).json).toMatchObject({
    name: 'renamed',
    thread_metadata: { archived: true },
  });
  discord.deny(discord.channelId, 'send');
  expect(await refusal(`POST /channels/${id}/messages`, { content: 'x' })).toEqual([403, 50013]);
  expect(discord.threads()).toEqual([id]);
});

describe('commands', () => {
  const one = { name: 'ask', description: 'Ask' };
  const option = (name: string, required = false) => ({ type: 3, name, description: 'd', required });
  test.each<[string, object[]]>([
    ['with capitals in the name', [{ ...one, name: 'Ask' }]],
    ['with a space in the name', [{ ...one, name: 'ask me' }]],
    ['with 33 characters', [{ ...one, name: long(33) }]],
    ['without description', [{ name: 'ask' }]],
    ['with a description over 100', [{ ...one, description: long(101) }]],
    ['of one name twice', [one, one]],
    ['with a required option after an optional one', [{ ...one, options: [option('a'), option('b', true)] }]],
    ['with one option twice', [{ ...one, options: [option('a'), option('a')] }]],
    ['on messages, with a description', [{ type: 3, name: 'Answer this', description: 'no' }]],
  ])('%s are refused', async (_name, body) => {
    expect(await refusal(`PUT /applications/${discord.bot.id}/commands`, body)).toEqual([400, 50035]);
    expect(discord.commands()).toEqual([]);
  });

  test('are at most 100 and 15', async () => {
    const slash = Array.from({ length: 101 }, (_, i) => ({ ...one, name: `ask${i}` }));
    const onMessages = Array.from({ length: 16 }, (_, i) => ({ type: 3, name: `Ask ${i}` }));
    expect(await refusal(`PUT /applications/${discord.bot.id}/commands`, slash)).toEqual([400, 30032]);
    expect(await refusal(`PUT /applications/${discord.bot.id}/commands`, onMessages)).toEqual([400, 30032]);
  });

  test('keep their ids when they are replaced, and guilds have their own', async () => {
    const path = `/applications/${discord.bot.id}/guilds/${discord.guildId}/commands`;
    await call(discord, `PUT ${path}`, { body: [one, { type: 3, name: 'Answer this' }] });
    const before = discord.commands(discord.guildId).map(({ id }) => id);
    await call(discord, `PUT ${path}`, { body: [{ ...one, description: 'Ask more' }] });
    expect(discord.commands(discord.guildId)).toMatchObject([{ id: before[0], description: 'Ask more', type: 1 }]);
    expect((await call(discord, `GET ${path}`)).json).toEqual(discord.commands(discord.guildId));
    expect(discord.commands()).toEqual([]);
  });
});

describe('on demand', () => {
  test('requests are limited, fail, are cut and held', async () => {
    discord.rateLimitNext({ route: 'GET /users', retryAfter: 0.25 });
    const limited = await call(discord, 'GET /users/@me');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '0.25']);
    expect(limited.json).toMatchObject({ retry_after: 0.25, global: false });
    discord.rateLimitNext({ retryAfter: 1, global: true });
    expect((await call(discord, 'GET /users/@me')).headers.get('x-ratelimit-global')).toBe('true');
    discord.failNext({ route: /^GET \/gateway/, status: 503, times: 2 });
    expect((await call(discord, 'GET /users/@me')).status).toBe(200);
    expect((await call(discord, 'GET /gateway/bot')).status).toBe(503);
    expect((await call(discord, 'GET /gateway/bot')).status).toBe(503);
    expect((await call(discord, 'GET /gateway/bot')).status).toBe(200);
    discord.hangUpNext();
    await expect(call(discord, 'GET /users/@me')).rejects.toThrow('fetch failed');
    const release = discord.hold('GET /users');
    const held = call(discord, 'GET /users/@me');
    await discord.waitFor(
      () => discord.requests.at(-1)?.path === '/users/@me' && discord.requests.at(-1)?.status === 0,
    );
    release();
    expect((await held).status).toBe(200);
  });

  test('every answer says how much of its limit is left', async () => {
    const { headers } = await call(discord, 'GET /users/@me');
    for (const name of ['limit', 'remaining', 'reset', 'reset-after', 'bucket']) {
      expect(headers.get(`x-ratelimit-${name}`)).not.toBeNull();
    }
  });

  test('a wait that is in vain says what it waited for', async () => {
    await expect(discord.waitFor(() => false, 'a miracle', 5)).rejects.toThrow('Waited 5 ms for a miracle');
  });
});
