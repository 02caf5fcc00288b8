/** Starting, stopping and starting again: what an operator sees, and what buttons survive. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, HarbourBot, sentViews, words } from './harbour-bot.js';

let harbour: HarbourBot;
let discord: Discord;

beforeEach(async () => {
  harbour = await HarbourBot.prepare();
  discord = harbour.discord;
});

afterEach(async () => {
  expect(brokenLimits(discord)).toEqual([]);
  await harbour.close();
});

it('keeps "In context" and "More passages" working after a restart, registers nothing twice and indexes nothing anew', async () => {
  const first = await harbour.start();
  expect(first.output).toMatch(/Indexed 13 documents/);
  const answer = await discord.interact({ name: 'ask', options: { question: 'Who mediated the talks?' } }).settled();
  expect(await first.stop()).toBe(0);

  const second = await harbour.start();
  expect(second.output).toContain('Nothing new');
  const pressed = discord.press({ message: answer, label: '1 · In context' });
  const context = await pressed.settled();
  expect(pressed.isPrivate(context)).toBe(true);
  expect(words(sentViews(discord, pressed)[0])).toContain('Judge Vane said that she would');
  const more = discord.press({ message: answer, label: 'More passages' });
  expect(words(await more.settled())).toContain('“');
  expect(discord.requestsTo(/^PUT .*\/commands$/)).toHaveLength(1);
  expect(discord.refusals).toEqual([]);
  expect(await second.stop('SIGINT')).toBe(0);
});

it('stops with 0 on SIGTERM and leaves the gateway', async () => {
  const bot = await harbour.start();
  expect(await bot.stop('SIGTERM')).toBe(0);
  await discord.disconnected();
});

it('finishes an answer begun before it stops', async () => {
  const bot = await harbour.start();
  const release = discord.hold('PATCH /webhooks');
  const asked = discord.interact({ name: 'ask', options: { question: 'Who mediated the talks?' } });
  await discord.waitFor(() => discord.requestsTo('PATCH /webhooks').length === 1, 'the answer to be sent');
  const stopped = bot.stop();
  release();
  expect(words(await asked.settled())).toContain('Petra Vane');
  expect(await stopped).toBe(0);
});

it('registers the commands in one server when DISCORD_GUILD_ID names it', async () => {
  await harbour.launch({ DISCORD_GUILD_ID: discord.guildId }).logged('Discord: ready');
  const names = discord.commands(discord.guildId).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['ask', 'summarize', 'search', 'verify', 'sources', 'reindex']));
  expect(discord.commands()).toEqual([]);
});

it('registers the commands by hand with `deploy`, and only when they changed', async () => {
  const first = harbour.launch({}, ['deploy']);
  expect(await first.exited).toBe(0);
  expect(first.output).toContain(`Registered ${commands.length} commands`);
  const second = harbour.launch({}, ['deploy']);
  expect(await second.exited).toBe(0);
  expect(second.output).toContain('Nothing to do');
  expect(discord.requestsTo(/^PUT .*\/commands$/)).toHaveLength(1);
  expect(discord.identifies).toBe(0);
});

it('ends with 1 and says where to get a token when Discord refuses the one set', async () => {
  const bot = harbour.launch({ DISCORD_TOKEN: 'MTIz.wrong.token-of-nobody' });
  expect(await bot.exited).toBe(1);
  expect(bot.output).toContain('DISCORD_TOKEN');
  expect(bot.output).toContain('https://discord.com/developers/applications');
  expect(bot.output).not.toContain('token-of-nobody');
});
