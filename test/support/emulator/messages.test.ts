/** What the emulator refuses and takes as a message, asked without a library. */
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

function button(id: string, extra: object = {}) {
  return { type: 2, style: 1, label: 'Press', custom_id: id, ...extra };
}

function row(...components: object[]) {
  return { type: 1, components };
}

const long = (length: number) => 'x'.repeat(length);
const menu = { type: 3, custom_id: 'm', options: [{ label: 'a', value: '1' }] };

describe('a message', () => {
  test.each<[string, object, string]>([
    ['over 2000 characters', { content: long(2001) }, 'content'],
    ['with a title over 256', { embeds: [{ title: long(257) }] }, 'embeds.0.title'],
    ['with a description over 4096', { embeds: [{ description: long(4097) }] }, 'embeds.0.description'],
    [
      'with embeds of 6001 characters',
      { embeds: [{ description: long(4000) }, { description: long(2001) }] },
      'embeds',
    ],
    ['with 11 embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, 'embeds'],
    [
      'with 26 fields',
      { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: 'n', value: 'v' })) }] },
      'embeds.0.fields',
    ],
    ['with an empty field value', { embeds: [{ fields: [{ name: 'n', value: ' ' }] }] }, 'embeds.0.fields.0.value'],
    ['with an empty field name', { embeds: [{ fields: [{ name: '', value: 'v' }] }] }, 'embeds.0.fields.0.name'],
    ['with an empty embed', { embeds: [{}] }, 'embeds.0.description'],
    ['with a link of another scheme', { embeds: [{ title: 't', url: 'file:///etc' }] }, 'embeds.0.url'],
    [
      'with 6 rows',
      { content: 'x', components: Array.from({ length: 6 }, (_, i) => row(button(`b${i}`))) },
      'components',
    ],
    [
      'with 6 buttons in a row',
      { content: 'x', components: [row(...Array.from({ length: 6 }, (_, i) => button(`b${i}`)))] },
      'components.0.components',
    ],
    ['with a button beside a menu', { content: 'x', components: [row(button('b'), menu)] }, 'components.0.components'],
    [
      'with a duplicate custom_id',
      { content: 'x', components: [row(button('b')), row(button('b'))] },
      'components.1.components.0.custom_id',
    ],
    [
      'with a custom_id over 100',
      { content: 'x', components: [row(button(long(101)))] },
      'components.0.components.0.custom_id',
    ],
    [
      'with a button without label',
      { content: 'x', components: [row(button('b', { label: '' }))] },
      'components.0.components.0.label',
    ],
    [
      'with a label over 80',
      { content: 'x', components: [row(button('b', { label: long(81) }))] },
      'components.0.components.0.label',
    ],
    [
      'with a link button without link',
      { content: 'x', components: [row({ type: 2, style: 5, label: 'l' })] },
      'components.0.components.0.url',
    ],
    [
      'with a menu of no options',
      { content: 'x', components: [row({ ...menu, options: [] })] },
      'components.0.components.0.options',
    ],
    [
      'with a menu of equal values',
      { content: 'x', components: [row({ ...menu, options: [...menu.options, ...menu.options] })] },
      'components.0.components.0.options',
    ],
    [
      'with a text display but no V2 flag',
      { content: 'x', components: [{ type: 10, content: 't' }] },
      'components.0.type',
    ],
    [
      'with content and the V2 flag',
      { content: 'x', flags: 32768, components: [{ type: 10, content: 't' }] },
      'content',
    ],
    [
      'with over 4000 characters in V2',
      {
        flags: 32768,
        components: [
          { type: 10, content: long(4000) },
          { type: 10, content: 'x' },
        ],
      },
      'components',
    ],
    [
      'with mentions both parsed and listed',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'allowed_mentions',
    ],
    ['with a number for content', { content: 7 }, 'content'],
    ['that replies to nothing', { content: 'x', message_reference: { message_id: '1' } }, 'message_reference'],
  ])('%s is refused at its place', async (_name, body, path) => {
    const { status, json } = await call(discord, `POST ${channel}/messages`, { body });
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 50035, message: 'Invalid Form Body' });
    const nested = path.split('.').reduceRight<object>((inner, step) => ({ [step]: inner }), { _errors: [{}] });
    expect((json as { errors: object }).errors).toMatchObject(nested);
    expect(discord.messages()).toEqual([]);
  });

  test.each<[string, object]>([
    ['without anything', {}],
    ['of spaces', { content: ' \n ' }],
    ['of buttons only', { components: [row(button('b'))] }],
  ])('%s is 50006', async (_name, body) => {
    expect(await refusal(`POST ${channel}/messages`, body)).toEqual([400, 50006]);
  });

  test('at every limit is taken', async () => {
    const body = {
      content: long(2000),
      embeds: [
        { title: long(256), description: long(4096), footer: { text: long(1648) }, url: 'https://example.org/' },
      ],
      components: Array.from({ length: 5 }, (_, i) =>
        row(...Array.from({ length: 5 }, (__, j) => button(`${i}.${j}`))),
      ),
      allowed_mentions: { parse: [], replied_user: false },
    };
    const { status } = await call(discord, `POST ${channel}/messages`, { body });
    expect(status).toBe(200);
    const [sent] = discord.messages();
    expect(sent).toMatchObject({ content: long(2000), author: { id: discord.bot.id } });
  });

  test('mentions nobody when told so, and everybody named when not', async () => {
    const content = `<@${discord.user.id}> @everyone`;
    await call(discord, `POST ${channel}/messages`, { body: { content, allowed_mentions: { parse: [] } } });
    await call(discord, `POST ${channel}/messages`, { body: { content } });
    const [denied, allowed] = discord.messages();
    expect(denied).toMatchObject({ mentions: [], mention_everyone: false });
    expect(allowed).toMatchObject({ mentions: [{ id: discord.user.id }], mention_everyone: true });
  });

  test('is edited in part, checked again, and deleted once', async () => {
    const { json } = await call(discord, `POST ${channel}/messages`, {
      body: { content: 'a', embeds: [{ title: 't' }] },
    });
    const { id } = json as { id: string };
    await call(discord, `PATCH ${channel}/messages/${id}`, { body: { content: 'b' } });
    expect(discord.messages()[0]).toMatchObject({ content: 'b', embeds: [{ title: 't' }] });
    expect(await refusal(`PATCH ${channel}/messages/${id}`, { content: '', embeds: [] })).toEqual([400, 50006]);
    expect(await refusal(`PATCH ${channel}/messages/${id}`, { content: long(2001) })).toEqual([400, 50035]);
    const deleted = await call(discord, `DELETE ${channel}/messages/${id}`);
    expect([deleted.status, deleted.headers.get('content-type')]).toEqual([204, null]);
    expect(await refusal(`DELETE ${channel}/messages/${id}`)).toEqual([404, 10008]);
  });

  test('of a user can neither be edited nor deleted by the bot', async () => {
    const { id } = discord.say({ content: 'mine' });
    expect(await refusal(`PATCH ${channel}/messages/${id}`, { content: 'yours' })).toEqual([403, 50005]);
    expect(await refusal(`DELETE ${channel}/messages/${id}`)).toEqual([403, 50013]);
  });

  test('takes files, which are then served', async () => {
    const form = new FormData();
    form.append('payload_json', JSON.stringify({ attachments: [{ id: '0', filename: 'quotes.txt' }] }));
    form.append('files[0]', new Blob(['true words'], { type: 'text/plain' }), 'upload');
    const { status, json } = await call(discord, `POST ${channel}/messages`, { form });
    expect(status).toBe(200);
    const [attachment] = (json as { attachments: { url: string; filename: string; size: number }[] }).attachments;
    expect(attachment).toMatchObject({ filename: 'quotes.txt', size: 10 });
    const served = await fetch(attachment?.url ?? '');
    expect([served.headers.get('content-type'), await served.text()]).toEqual(['text/plain', 'true words']);
    expect((await fetch(`${discord.url.replace('/api', '')}/attachments/1/2/none`)).status).toBe(404);
    expect(await refusal(`POST ${channel}/messages`, { content: 'x', attachments: [{ id: '3' }] })).toEqual([
      400, 50035,
    ]);
  });

  test('is listed newest first and in pages', async () => {
    for (const content of ['one', 'two', 'three']) discord.say({ content });
    const [one, two] = discord.messages();
    const ids = async (query: string) => {
      const { json } = await call(discord, `GET ${channel}/messages${query}`);
      return (json as { id: string }[]).map(({ id }) => discord.messages().find((sent) => sent.id === id)?.content);
    };
    expect(await ids('')).toEqual(['three', 'two', 'one']);
    expect(await ids('?limit=2')).toEqual(['three', 'two']);
    expect(await ids(`?before=${two?.id}`)).toEqual(['one']);
    expect(await ids(`?after=${one?.id}&limit=1`)).toEqual(['two']);
    expect(await refusal(`GET ${channel}/messages?limit=101`)).toEqual([400, 50035]);
  });

  test('to a user who takes none is 50007', async () => {
    const direct = discord.directMessages();
    expect((await call(discord, `POST /channels/${direct}/messages`, { body: { content: 'x' } })).status).toBe(200);
    discord.deny(direct, 'send');
    expect(await refusal(`POST /channels/${direct}/messages`, { content: 'x' })).toEqual([403, 50007]);
  });
});
