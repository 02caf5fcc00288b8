/** An operator stops the bot while people wait for answers: nobody who asked before is left without one. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import type { BotProcess } from './bot-process.js';
import { brokenLimits, HarbourBot, words } from './harbour-bot.js';

/** Each by another person, so that nobody's own limit is met. */
const QUESTIONS = [
  'Who mediated the talks?',
  'Where did the delegations meet?',
  'What does Corvane want?',
  'What does Elmsby want?',
  'Until when would the judge stay?',
  'On which day did they agree to meet again?',
  'Why did the delegations meet?',
  'Which boats should pay half?',
  'What is to be paid for first?',
  'Who asked for the judge?',
  'What was signed?',
  'What is the boiling point of tungsten?',
];

let harbour: HarbourBot;
let discord: Discord;

beforeEach(async () => {
  harbour = await HarbourBot.prepare();
  discord = harbour.discord;
});

afterEach(async () => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals).toEqual([]);
  await harbour.close();
});

/** All asked at one time; resolves when each has had its first response, which is long before the last answer. */
async function askAll() {
  const asked = QUESTIONS.map((question, at) =>
    discord.interact({ name: 'ask', options: { question }, user: discord.addUser(`sailor${at}`) }),
  );
  await Promise.all(asked.map((one) => one.firstResponse()));
  return asked;
}

async function stopsWithAllAnswered(bot: BotProcess): Promise<void> {
  const asked = await askAll();
  const waiting = asked.filter((one) => one.messages().length === 0).length;
  expect(waiting, 'answers still to come when it is told to stop').toBeGreaterThan(QUESTIONS.length / 2);
  expect(await bot.stop('SIGTERM')).toBe(0);
  const shown = asked.map((one) => words(one.messages()[0]));
  expect(
    shown.filter((text) => text.includes('“')),
    bot.output,
  ).toHaveLength(QUESTIONS.length);
  expect(shown[0]).toContain('Petra Vane');
  // The bot says so itself when its 10 s were not enough.
  expect(bot.log.filter(({ unfinished }) => unfinished !== undefined)).toEqual([]);
}

it('finishes a dozen answers that are under way', async () => {
  await stopsWithAllAnswered(await harbour.start());
});

it('finishes them during a reindex as well, which it ends there, and goes on with at the next start', async () => {
  const bot = await harbour.start();
  await writeFile(join(harbour.papers, 'cranes.txt'), longText());
  await writeFile(join(harbour.papers, 'amended.txt'), 'The treaty was amended by the lighthouse keeper.');
  const reindex = discord.interact({ name: 'reindex', user: discord.moderator });
  await reindex.settled((message) => words(message).includes('passages'), 20_000);
  await stopsWithAllAnswered(bot);
  expect(reindex.messages()[0]?.embeds[0]?.title).toBe('Stopped before it was done');

  await rm(join(harbour.papers, 'cranes.txt'));
  await harbour.start();
  const asked = discord.interact({ name: 'ask', options: { question: 'Who amended the treaty?' } });
  expect(words(await asked.settled())).toContain('lighthouse keeper');
});

/** Takes the bundled model far longer than the answers. */
function longText(): string {
  const sentence = (at: number): string => `Crane ${at} of harbour ${at * 7} stood idle in the rain while nobody came.`;
  return Array.from({ length: 20_000 }, (_, at) => sentence(at)).join(' ');
}

it('ends when it is told to, also while Discord cannot be reached', async () => {
  const bot = await harbour.start();
  await discord.close();
  await bot.loggedWith(({ msg }) => /reconnect|disconnect|connection/i.test(String(msg)), 'a lost connection');
  expect(await bot.stop('SIGTERM')).toBe(0);
});
