/** A question that nobody answered, from being asked to being answered by pointing, through the process entry and a restart. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIMessage, ComponentType } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, HarbourBot, words } from './harbour-bot.js';

const QUESTION = 'Which cargo insurance do Corvane skippers buy?';
const POINTED = 'A moderator points to:';

let harbour: HarbourBot;
let discord: Discord;
beforeAll(async () => {
  harbour = await HarbourBot.prepare();
  discord = harbour.discord;
  await harbour.start();
});
afterAll(() => harbour.close());

async function asked(): Promise<string> {
  return words(await discord.interact({ name: 'ask', options: { question: QUESTION } }).settled());
}

async function listed(): Promise<APIMessage> {
  const gaps = discord.interact({ name: 'gaps', user: discord.moderator });
  const message = await gaps.settled();
  expect(gaps.isPrivate(message)).toBe(true);
  return message;
}

/** The menu of a message: its `custom_id`, and its choices by label. */
function menuOf(message: APIMessage): { customId: string; choices: ReadonlyMap<string, string> } {
  const menus = (message.components ?? []).flatMap((row) =>
    'components' in row ? row.components.filter((each) => each.type === ComponentType.StringSelect) : [],
  );
  const [menu] = menus;
  if (menu === undefined) throw new Error('That message has no menu.');
  return { customId: menu.custom_id, choices: new Map(menu.options.map(({ label, value }) => [label, value])) };
}

async function choose(message: APIMessage, label: string): Promise<APIMessage> {
  const { customId, choices } = menuOf(message);
  const value = [...choices].find(([each]) => each.includes(label))?.[1];
  if (value === undefined) throw new Error(`No choice "${label}" among ${[...choices.keys()].join(', ')}`);
  const before = JSON.stringify(message.embeds);
  const chosen = discord.select({ message, customId, values: [value], user: discord.moderator });
  return chosen.settled(({ embeds }) => JSON.stringify(embeds) !== before);
}

it('is listed for moderators, answered by pointing at a document, and shown where it is asked again', async () => {
  expect(await asked()).not.toContain(POINTED);
  const list = await listed();
  expect(words(list)).toContain(QUESTION);
  expect(words(list)).toContain('asked once');
  expect(JSON.stringify(list)).not.toContain(discord.user.id);

  const one = await choose(list, QUESTION);
  expect(words(one)).toContain(QUESTION);
  await harbour.bot?.stop();
  await harbour.start();
  const after = await choose(one, 'Harbour treaty signed');
  expect(words(after)).toContain('Answered by pointing at Harbour treaty signed');
  expect(words(after)).toContain('No question is open.');

  const again = await asked();
  expect(again).toMatch(/A moderator points to:\n(?:1 “[^”]+”\n)?-# Harbour treaty signed · Elmsby Courier/);
  expect(words(await listed())).toContain('No question is open.');
  expect(brokenLimits(discord)).toEqual([]);
});

it('is refused to everybody else, hidden or forced', async () => {
  expect(() => discord.interact({ name: 'gaps' })).toThrow();
  const forced = discord.interact({ name: 'gaps', isForced: true });
  expect(words(await forced.settled())).toContain('Only moderators');
  const typed = { name: 'gaps', isForced: true, options: { question: 'w' }, focused: 'question' };
  expect(await discord.autocomplete(typed).choices()).toEqual([]);
});

it('becomes a case that later versions are held to', async () => {
  await harbour.bot?.stop();
  const exporting = harbour.launch({}, ['gaps', '--export', 'cases.jsonl']);
  expect(await exporting.exited).toBe(0);
  const file = join(harbour.papers, '..', 'cases.jsonl');
  expect(existsSync(file)).toBe(true);
  const cases = readFileSync(file, 'utf8').trim().split('\n');
  expect(cases.map((line): unknown => JSON.parse(line))).toEqual([
    { id: expect.any(String), question: QUESTION, documentId: 'treaty.md', owner: 'host', expect: 'answer' },
  ]);
});
