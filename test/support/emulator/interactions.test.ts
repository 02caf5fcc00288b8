/** How the emulator judges answers to interactions, given without a library. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Discord } from './discord.js';
import type { Interaction } from './interaction-handle.js';
import { type Answer, call, RawGateway } from './raw-client.js';
import { startEmulator } from './start.js';

const noon = Date.UTC(2026, 7, 1, 12);
let discord: Discord;
let gateway: RawGateway;

const commands = [
  {
    name: 'ask',
    description: 'Ask',
    options: [
      { type: 3, name: 'question', description: 'What', required: true, autocomplete: true, max_length: 10 },
      { type: 11, name: 'file', description: 'A file' },
    ],
  },
  { name: 'config', description: 'Set', options: [{ type: 1, name: 'role', description: 'r', options: [] }] },
  { type: 3, name: 'Answer this' },
];
const buttons = { components: [{ type: 1, components: [{ type: 2, style: 1, label: 'More', custom_id: 'more' }] }] };

beforeEach(async () => {
  discord = await startEmulator({ clock: () => noon });
  gateway = new RawGateway(discord);
  await gateway.heard(({ op }) => op === 10);
  gateway.identify(discord.token, 1);
  await gateway.event('READY');
  await call(discord, `PUT /applications/${discord.bot.id}/commands`, { body: commands });
});

afterEach(() => discord.close());

function ask(options: object = {}): Interaction {
  return discord.interact({ name: 'ask', options: { question: 'who?' }, ...options });
}

function respond({ id, token }: Interaction, body: object, query = ''): Promise<Answer> {
  return call(discord, `POST /interactions/${id}/${token}/callback${query}`, { body, authorization: null });
}

function hook({ token }: Interaction, method: string, path = '', body?: object): Promise<Answer> {
  return call(discord, `${method} /webhooks/${discord.bot.id}/${token}${path}`, { body, authorization: null });
}

function code({ status, json }: Answer): [status: number, code: unknown] {
  return [status, (json as { code?: unknown }).code];
}

test('a command reaches the bot with its options, its member and their permissions', async () => {
  const asked = ask({ user: discord.moderator });
  const event = await gateway.event('INTERACTION_CREATE');
  expect(event.d).toMatchObject({
    id: asked.id,
    token: asked.token,
    type: 2,
    data: { name: 'ask', type: 1, options: [{ name: 'question', type: 3, value: 'who?' }] },
    guild_id: discord.guildId,
    channel_id: discord.channelId,
    member: { user: { id: discord.moderator.id } },
  });
  const { member } = event.d as unknown as { member: { permissions: string } };
  expect(BigInt(member.permissions) & (1n << 5n)).not.toBe(0n);
  ask();
  const second = await gateway.heard(({ t, d }) => t === 'INTERACTION_CREATE' && (d as { id: string }).id !== asked.id);
  const permissions = BigInt((second.d as unknown as { member: { permissions: string } }).member.permissions);
  expect(permissions & (1n << 5n)).toBe(0n);
});

test('the first response is taken once and without a body in return', async () => {
  const asked = ask();
  const first = await respond(asked, { type: 4, data: { content: 'one' } });
  expect([first.status, first.headers.get('content-type')]).toEqual([204, null]);
  expect(code(await respond(asked, { type: 4, data: { content: 'two' } }))).toEqual([400, 40060]);
  expect(await asked.firstResponse()).toMatchObject({ type: 4, data: { content: 'one' } });
  expect(discord.messages().map(({ content }) => content)).toEqual(['one']);
});

test('with_response returns what was made', async () => {
  const asked = ask();
  const { status, json } = await respond(asked, { type: 5, data: { flags: 64 } }, '?with_response=true');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    interaction: { id: asked.id, type: 2, response_message_loading: true, response_message_ephemeral: true },
    resource: { type: 5, message: { content: '', flags: 64 + 128 } },
  });
});

test('a response after 3 seconds, to an unknown token or with another id is 10062', async () => {
  const late = ask();
  discord.advance(3001);
  expect(code(await respond(late, { type: 5 }))).toEqual([404, 10062]);
  const old = ask({ ageMs: 3001 });
  expect(code(await respond(old, { type: 5 }))).toEqual([404, 10062]);
  const expired = ask();
  discord.expireInteraction(expired, 'response');
  expect(code(await respond(expired, { type: 5 }))).toEqual([404, 10062]);
  const fresh = ask();
  expect(code(await call(discord, `POST /interactions/1/${fresh.token}/callback`, { body: { type: 5 } }))).toEqual([
    404, 10062,
  ]);
  expect(code(await call(discord, `POST /interactions/${fresh.id}/x/callback`, { body: { type: 5 } }))).toEqual([
    404, 10062,
  ]);
  discord.advance(3000);
  expect((await respond(fresh, { type: 5 })).status).toBe(204);
  expect((await fresh.firstResponse()).elapsedMs).toBe(3000);
});

test('a token is 404 before the first response and when unknown, and 401 after 15 minutes', async () => {
  const asked = ask();
  expect(code(await hook(asked, 'PATCH', '/messages/@original', { content: 'x' }))).toEqual([404, 10015]);
  await respond(asked, { type: 5 });
  discord.advance(15 * 60_000);
  expect((await hook(asked, 'PATCH', '/messages/@original', { content: 'x' })).status).toBe(200);
  discord.advance(1);
  expect(code(await hook(asked, 'PATCH', '/messages/%40original', { content: 'y' }))).toEqual([401, 50027]);
  expect(code(await call(discord, `POST /webhooks/${discord.bot.id}/none`, { body: { content: 'x' } }))).toEqual([
    404, 10015,
  ]);
});

test('a deferred response is shown once it is edited, and keeps the privacy it began with', async () => {
  const asked = ask();
  await respond(asked, { type: 5, data: { flags: 64 } });
  expect(asked.messages()).toEqual([]);
  expect((await hook(asked, 'GET', '/messages/%40original')).status).toBe(200);
  await hook(asked, 'PATCH', '/messages/%40original', { content: 'secret', flags: 0 });
  expect(asked.isPrivate(await asked.settled())).toBe(true);
  const { id } = await asked.settled();
  expect(code(await call(discord, `GET /channels/${discord.channelId}/messages/${id}`))).toEqual([404, 10008]);
  expect((await call(discord, `GET /channels/${discord.channelId}/messages`)).json).toEqual([]);
  expect(discord.messages()).toEqual([]);
});

test('a first follow-up takes the place of the thinking one, privacy included; later ones choose their own', async () => {
  const asked = ask();
  await respond(asked, { type: 5 });
  await hook(asked, 'POST', '', { content: 'first', flags: 64 });
  await hook(asked, 'POST', '', { content: 'second', flags: 64 });
  expect(asked.messages().map((message) => [message.content, asked.isPrivate(message)])).toEqual([
    ['first', false],
    ['second', true],
  ]);
});

test('a public placeholder can be deleted and followed up privately', async () => {
  const asked = ask();
  await respond(asked, { type: 5 });
  expect((await hook(asked, 'DELETE', '/messages/@original')).status).toBe(204);
  expect(asked.original()).toBeUndefined();
  expect(code(await hook(asked, 'PATCH', '/messages/@original', { content: 'x' }))).toEqual([404, 10008]);
  const followup = await hook(asked, 'POST', '', { content: 'psst', flags: 64 });
  const { id } = followup.json as { id: string };
  await hook(asked, 'PATCH', `/messages/${id}`, { content: 'psst!' });
  expect(asked.followups).toMatchObject([{ content: 'psst!' }]);
  expect(discord.messages()).toEqual([]);
});

test('responses are checked like messages, and may not be empty', async () => {
  const asked = ask();
  const tooLong = await respond(asked, { type: 4, data: { content: 'x'.repeat(2001) } });
  expect(tooLong.json).toMatchObject({ code: 50035, errors: { data: { content: { _errors: [{}] } } } });
  expect(code(await respond(asked, { type: 4, data: {} }))).toEqual([400, 50006]);
  expect(code(await respond(asked, { type: 77 }))).toEqual([400, 50035]);
  await respond(asked, { type: 5 });
  expect(code(await hook(asked, 'PATCH', '/messages/@original', { embeds: [{ title: 'x'.repeat(257) }] }))).toEqual([
    400, 50035,
  ]);
  expect(code(await hook(asked, 'PATCH', '/messages/@original', { content: '' }))).toEqual([400, 50006]);
  expect(code(await hook(asked, 'POST', '', { content: 'x'.repeat(2001) }))).toEqual([400, 50035]);
});

test('only a component can be answered with an update, and only autocomplete with choices', async () => {
  const asked = ask();
  expect(code(await respond(asked, { type: 6 }))).toEqual([400, 50035]);
  expect(code(await respond(asked, { type: 7, data: { content: 'x' } }))).toEqual([400, 50035]);
  expect(code(await respond(asked, { type: 8, data: { choices: [] } }))).toEqual([400, 50035]);
  const typing = discord.autocomplete({ name: 'ask', options: { question: 'wh' }, focused: 'question' });
  expect(typing.payload.data).toMatchObject({ options: [{ name: 'question', value: 'wh', focused: true }] });
  expect(code(await respond(typing, { type: 5 }))).toEqual([400, 50035]);
  const choice = (name: string) => ({ name, value: name });
  for (const choices of [
    [choice('x'.repeat(101))],
    [choice('')],
    Array.from({ length: 26 }, (_, i) => choice(`c${i}`)),
  ]) {
    expect(code(await respond(typing, { type: 8, data: { choices } }))).toEqual([400, 50035]);
  }
  await respond(typing, { type: 8, data: { choices: [choice('who')] } });
  expect(await typing.choices()).toEqual([choice('who')]);
});

test('a button updates its message or answers beside it', async () => {
  const asked = ask();
  await respond(asked, { type: 4, data: { content: 'page 1', ...buttons } });
  const message = await asked.settled();
  const turned = discord.press({ message, label: 'More' });
  expect(turned.payload).toMatchObject({ type: 3, message: { id: message.id }, data: { custom_id: 'more' } });
  await respond(turned, { type: 7, data: { content: 'page 2' } });
  expect(asked.original()).toMatchObject({ content: 'page 2', components: [{ type: 1 }] });
  const quiet = discord.press({ message, customId: 'more' });
  await respond(quiet, { type: 6 });
  await hook(quiet, 'PATCH', '/messages/@original', { content: 'page 3', components: [] });
  expect(asked.original()).toMatchObject({ content: 'page 3', components: [] });
  expect(() => discord.press({ message, customId: 'more' })).toThrow('No component of that message');
});

test('a private message is pressed by its reader only', async () => {
  const asked = ask();
  await respond(asked, { type: 4, data: { content: 'x', flags: 64, ...buttons } });
  const message = await asked.settled();
  expect(() => discord.press({ message, label: 'More', user: discord.moderator })).toThrow('does not see');
  expect(() => discord.press({ message, label: 'Less' })).toThrow('there are: More');
  expect(discord.press({ message, label: 'More' }).payload.type).toBe(3);
});

test('a modal is shown, filled in and sent', async () => {
  const asked = ask();
  const input = { type: 4, custom_id: 'why', label: 'Why?', style: 2 };
  const modal = { custom_id: 'feedback', title: 'Feedback', components: [{ type: 1, components: [input] }] };
  expect(code(await respond(asked, { type: 9, data: { ...modal, title: 'x'.repeat(46) } }))).toEqual([400, 50035]);
  expect((await respond(asked, { type: 9, data: modal })).status).toBe(204);
  const sent = discord.modalSubmit({ asked, fields: { why: 'because' } });
  expect(sent.payload).toMatchObject({
    type: 5,
    data: { custom_id: 'feedback', components: [{ components: [{ custom_id: 'why', value: 'because' }] }] },
  });
  expect(() => discord.modalSubmit({ asked, fields: { how: 'so' } })).toThrow('no input "how"');
});

test('a client sends neither unregistered commands nor bad options, but may send a stale one', () => {
  expect(() => discord.interact({ name: 'gone' })).toThrow('registered are: ask, config, Answer this');
  expect(discord.interact({ name: 'gone', isStale: true }).payload.data).toMatchObject({ name: 'gone' });
  expect(() => discord.interact({ name: 'ask' })).toThrow('"question" is required');
  expect(() => ask({ options: { question: 'far too long' } })).toThrow('too short or too long');
  expect(() => ask({ options: { question: 'x', other: 1 } })).toThrow('no option "other"');
  expect(discord.interact({ name: 'config', subcommand: 'role' }).payload.data).toMatchObject({
    options: [{ name: 'role', type: 1 }],
  });
});

test('a command on a message brings the whole message, and an option can bring a file', async () => {
  const { id } = discord.say({ content: 'unreadable otherwise' });
  const used = discord.interact({ name: 'Answer this', kind: 3, targetId: id });
  expect(used.payload.data).toMatchObject({
    target_id: id,
    resolved: { messages: { [id]: { content: 'unreadable otherwise' } } },
  });
  const file = { filename: 'a.txt', contentType: 'text/plain', data: 'words' };
  const { data } = ask({ options: { question: 'x', file } }).payload as unknown as {
    data: { options: { name: string; value: string }[]; resolved: { attachments: Record<string, { url: string }> } };
  };
  const attachment = data.resolved.attachments[data.options.find(({ name }) => name === 'file')?.value ?? ''];
  expect(await (await fetch(attachment?.url ?? '')).text()).toBe('words');
});

test('nobody can use a command while no bot listens', async () => {
  gateway.close(1000);
  await discord.disconnected();
  expect(() => ask()).toThrow('await `discord.connected()`');
});
