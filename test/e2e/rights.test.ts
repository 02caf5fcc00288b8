/** What moderators chose, and what was forgotten, over the real index and through a restart. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { brokenLimits, HarbourBot } from './harbour-bot.js';

let harbour: HarbourBot;

beforeAll(async () => {
  harbour = await HarbourBot.prepare();
});

afterAll(async () => {
  await harbour.close();
});

const description = (message: { readonly embeds: readonly { readonly description?: string }[] }) =>
  message.embeds[0]?.description ?? '';

it('keeps who sees the host’s documents, limits and moderators through a restart, and forgets who asks for it', async () => {
  const { discord } = harbour;
  let bot = await harbour.start();
  const crew = discord.addRole('crew');
  const member = discord.addUser('mia');
  discord.giveRole(member, crew);
  const config = (subcommand: string, options: Record<string, string | number> = {}) =>
    discord.interact({ name: 'config', subcommand, options, user: discord.moderator }).settled();
  const sources = async (user = discord.user) =>
    description(await discord.interact({ name: 'sources', user }).settled());

  expect(await sources()).not.toContain('There are no documents');
  await config('deny', { collection: 'default', role: discord.guildId });
  await config('allow', { collection: 'default', role: crew });
  await config('limits', { 'person-minute': 3 });
  const closed = [await sources(), await sources(member), await sources(discord.moderator)];
  const isEmpty = closed.map((text) => text.includes('There are no documents'));
  expect(isEmpty).toEqual([true, false, false]);

  await bot.stop();
  bot = await harbour.start();
  const shown = description(await config('show'));
  expect(shown).toContain(`<@&${crew}>, moderators`);
  expect(shown).toContain('3 a minute, 200 a day');
  expect((await sources()).includes('There are no documents')).toBe(true);
  expect((await sources(member)).includes('There are no documents')).toBe(false);

  const ask = { name: 'ask', options: { question: 'When did the harbour close?', private: true }, user: member };
  await discord.interact(ask).settled();
  const form = await discord.interact({ name: 'forget-me', user: member }).settled();
  discord.press({ message: form, label: 'Delete all of it', user: member });
  await discord.waitFor(() => description(discord.current(form)).includes('1 question of yours'), 'the forgetting');
  expect(brokenLimits(discord)).toEqual([]);
});
