/** Moderators' commands from Discord's side: a real index behind the bot, the emulated Discord before it. */
import type { APIEmbed, APIMessage } from 'discord-api-types/v10';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import { type Bot, startBot } from '../../src/discord/bot.js';
import type { Clock } from '../../src/discord/clock.js';
import type { Engine } from '../../src/engine.js';
import type { Discord } from '../support/emulator/discord.js';
import { startEmulator } from '../support/emulator/start.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';
import { recordingLog } from './running-bot.js';

const STILL_MS = Date.parse('2026-01-01T00:00:00Z');

/** Five times as fast as time, so that nobody waits for the distance that Discord wants between two edits. */
const HASTY: Clock = {
  nowMs: () => performance.now() * 5,
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs / 5);
    return () => clearTimeout(timer);
  },
};

let discord: Discord;
let local: LocalEngine;
let bot: Bot;
let log: readonly Readonly<Record<string, unknown>>[];

beforeEach(async () => {
  discord = await startEmulator({ clock: () => STILL_MS });
  local = openLocal(fakeEmbedder());
  await start();
});
afterEach(async () => {
  await bot.close();
  await discord.close();
  await local.close();
});

async function start(): Promise<void> {
  const recorded = recordingLog();
  log = recorded.lines;
  bot = await startBot({
    config: { token: discord.token, api: discord.url, cdnHosts: [discord.host] },
    engine: local as unknown as Engine,
    commands,
    log: recorded.log,
    now: () => new Date(STILL_MS),
    clock: HASTY,
  });
}

const own = () => ({ owner: discord.guildId, name: 'default' });
const all = async (): Promise<string[]> => (await local.sources({ visible: [own(), HOST] })).map(({ id }) => id);
const textOf = (message: { readonly embeds: readonly APIEmbed[] } | undefined): string =>
  (message?.embeds ?? []).map(({ title = '', description = '' }) => `${title}\n${description}`).join('\n');
const settled = (message: APIMessage): boolean => !textOf(message).includes('Indexing…');
const file = (filename: string, data: string) => ({ filename, contentType: 'text/plain', data });

const use = (name: string, options: Record<string, string | boolean | ReturnType<typeof file>> = {}) =>
  discord.interact({ name, user: discord.moderator, options });

async function done(asked: ReturnType<typeof use>): Promise<string> {
  const message = await asked.settled(settled);
  for (const each of asked.messages()) expect(asked.isPrivate(each)).toBe(true);
  return textOf(message);
}

describe('/add in Discord', () => {
  it('fetches the attached file and answers its moderator alone', async () => {
    expect(await done(use('add', { file: file('rules.md', '# Rules\n\nNo fires on the pier.') }))).toContain(
      'Added\n**Rules** · `uploads/rules.md`',
    );
    expect(await all()).toEqual(['uploads/rules.md']);
    expect(discord.refusals).toEqual([]);
    expect(await local.audit({ guildId: discord.guildId })).toMatchObject([
      { act: 'add', actor: discord.moderator.id, detail: 'uploads/rules.md to default' },
    ]);
  });

  it('shows a form without a file, and takes what is typed with what was given, after a restart too', async () => {
    const asked = use('add', { collection: 'keys', title: 'Spare key' });
    const form = await asked.firstResponse();
    expect(form).toMatchObject({
      type: 9,
      data: { title: 'Add a document', custom_id: 'v1:form:add:collection=keys' },
    });
    await bot.close();
    await start();
    const fields = { title: 'Spare key', text: 'It hangs in the shed.', date: '2025-05-27' };
    const sent = discord.modalSubmit({ asked, fields, user: discord.moderator });
    expect(await done(sent)).toContain('only moderators may see it');
    const keys = { owner: discord.guildId, name: 'keys' };
    expect(discord.refusals).toEqual([]);
    expect(await local.sources({ visible: [keys] })).toMatchObject([{ title: 'Spare key', publishedAt: '2025-05-27' }]);
  });

  it('is known from then on: a collection made by it is offered and can be changed at once', async () => {
    await done(use('add', { collection: 'keys', file: file('key.md', '# Key\n\nIt hangs in the shed.') }));
    const typed = { name: 'remove', user: discord.moderator, options: { document: 'ke' }, focused: 'document' };
    const choices = await discord.autocomplete(typed).choices();
    expect(choices).toEqual([{ name: 'Key', value: 'uploads/keys/key.md' }]);
    expect(await done(use('remove', { document: 'uploads/keys/key.md' }))).toContain('Removed');
  });

  it('is refused to a member, by command, form and button', async () => {
    const asked = use('add');
    await asked.firstResponse();
    const sent = discord.modalSubmit({ asked, fields: { text: 'Mine.' }, user: discord.user });
    expect(await done(sent)).toContain('Only moderators');
    expect(await all()).toEqual([]);
  });
});

describe('Add as document in Discord', () => {
  it('makes a document of a message and its files, whose quotes lead back to it', async () => {
    const said = discord.say({
      content: `<@${discord.bot.id}> The ferry leaves at eight, see <#${discord.channelId}>.`,
    });
    const asked = discord.interact({ name: 'Add as document', kind: 3, targetId: said.id, user: discord.moderator });
    expect(await done(asked)).toContain(`\`messages/${said.id}\``);
    const [document] = await local.sources({ visible: [own()] });
    expect(document?.url).toBe(`https://discord.com/channels/${discord.guildId}/${discord.channelId}/${said.id}`);
    expect(document?.publisher).toBe('Harbour');
    expect(document?.title).toBe('@verbatim The ferry leaves at eight, see #general.');
  });
});

describe('/erase in Discord', () => {
  it('is done by its button, in place, after a restart too', async () => {
    await done(use('add', { file: file('rules.md', 'No fires on the pier.') }));
    const asked = use('erase', { document: 'uploads/rules.md' });
    await done(asked);
    await bot.close();
    await start();
    const [message] = asked.messages();
    if (message === undefined) throw new Error('Nothing was shown');
    const pressed = discord.press({ message, label: 'Erase for good', user: discord.moderator });
    await pressed.firstResponse();
    await expect.poll(() => textOf(discord.current(message))).toContain('is erased from **default**');
    expect(discord.current(message).components).toEqual([]);
    expect(discord.refusals).toEqual([]);
    expect(await all()).toEqual([]);
  });
});

describe('/reindex in Discord', () => {
  it('is cancelled by its button while it runs', async () => {
    const text = (verb: string) => `The gate ${verb} at nine and shuts at ten. `.repeat(60);
    for (let at = 0; at < 60; at += 1) local.file(`docs/${at}.txt`, text(`number ${at} opens`));
    const docs = local.file('docs/60.txt', text('opens')).replace(/\/60\.txt$/, '');
    await local.ingest({ collection: HOST, actor: 'cli', targets: [docs] });
    for (let at = 0; at < 60; at += 1) local.file(`docs/${at}.txt`, text(`number ${at} rusts`));
    const asked = use('reindex');
    const running = await asked.settled((message) => (message.components ?? []).length > 0);
    const pressed = discord.press({ message: running, label: 'Cancel', user: discord.moderator });
    expect(textOf(await pressed.settled())).toContain('It is being stopped.');
    const ended = await asked.settled((message) => textOf(message).includes('Stopped before it was done'));
    expect(textOf(ended)).toContain(`Cancelled by <@${discord.moderator.id}>`);
    expect(discord.refusals).toEqual([]);
    const acts = (await local.audit({ guildId: discord.guildId })).map(({ act }) => act).sort();
    expect(acts).toEqual(['cancel', 'reindex']);
  });

  it('that outlives its message is told by the log and by the next one', async () => {
    const docs = local.file('docs/a.txt', 'The gate opens.').replace(/\/a\.txt$/, '');
    await local.ingest({ collection: HOST, actor: 'cli', targets: [docs] });
    local.file('docs/b.txt', 'The gate shuts.');
    const asked = use('reindex');
    await asked.firstResponse();
    discord.expireInteraction(asked);
    await expect
      .poll(() => log.map(({ msg }) => msg), { timeout: 5_000 })
      .toContain('An interaction could not be answered');
    expect(await done(use('reindex', { last: true }))).toContain('**1 added');
  });
});
