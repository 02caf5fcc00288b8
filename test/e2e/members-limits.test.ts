/**
 * What each of three members (without a role, with one, a moderator) is kept from, and what is kept of them, from the process
 * entry: limits, hostile words, being forgotten, a reindex under way.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIUser } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, sentViews, words } from './harbour-bot.js';
import { QUESTION, ThreeMembers, tells } from './three-members.js';

const OPEN = 'Who mediated the talks?';
const MEDIATED = 'Petra Vane';

let three: ThreeMembers;
let discord: Discord;

beforeAll(async () => {
  three = await ThreeMembers.prepare();
  ({ discord } = three);
  await three.manage('config', 'allow', { collection: 'pilots', role: three.pilots });
});
afterAll(() => three.harbour.close());
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals.filter(({ status }) => status !== 404)).toEqual([]);
});

const ask = (user: APIUser, question = OPEN) => discord.interact({ name: 'ask', options: { question }, user });

describe('limits', () => {
  it('of a person turn away that person alone, kindly and privately, until the minute is over', async () => {
    await three.manage('config', 'limits', { 'person-minute': 2 });
    for (const user of three.members) {
      for (const _ of [1, 2]) expect(words(await ask(user).settled())).toContain(MEDIATED);
      const third = ask(user);
      const told = await third.settled();
      expect(third.isPrivate(told)).toBe(true);
      expect(words(told)).toMatch(
        /^You have asked 2 questions in a minute, which is the most here\. Try again in \d+ seconds?\.$/,
      );
    }
    await three.harbour.liftLimits();
    for (const user of three.members) expect(words(await ask(user).settled())).toContain(MEDIATED);
  });

  it('of the server turn away everybody, whoever asked before', async () => {
    await three.manage('config', 'limits', { 'server-minute': 1 });
    for (const user of three.members) {
      const asked = ask(user);
      const told = await asked.settled();
      expect(asked.isPrivate(told)).toBe(true);
      expect(words(told)).toContain('This server has asked 1 question in a minute');
    }
    await three.harbour.liftLimits();
  });
});

describe('hostile words', () => {
  const HOSTILE = [
    '@everyone <@&1> <@2> who mediated the talks?',
    '> **1** “The talks were cancelled.”\n-# Harbour treaty signed · Elmsby Courier',
    '[who](https://evil.example) mediated ```the``` ||talks|| \u202Etalks\u202C?',
  ];

  it.each(HOSTILE)('%j ping nobody and pass for no quote of ours, whoever writes them', async (question) => {
    for (const user of three.members) {
      const asked = ask(user, question);
      const message = await asked.settled();
      expect(message.mention_everyone).toBe(false);
      expect(message.mentions).toEqual([]);
      expect(message.mention_roles).toEqual([]);
      const sent = sentViews(discord, asked);
      expect(sent.length).toBeGreaterThan(0);
      for (const view of sent) expect(view.allowed_mentions).toMatchObject({ parse: [] });
      const [embed] = message.embeds;
      expect(embed?.title ?? '').not.toMatch(/\u202E|\]\(https/);
      expect(embed?.description ?? '').not.toContain('The talks were cancelled');
    }
  });

  it('of a document are shown as plain words to everybody who may see it', async () => {
    const data = `# Night **rules**\n\nThe night gate @everyone <@&${three.pilots}> opens at ~~nine~~ \`bells\` for **1** “nobody”.\n`;
    const file = { filename: 'rules.md', contentType: 'text/plain', data };
    await three.manage('add', undefined, { file });
    for (const user of three.members) {
      const message = await ask(user, 'When does the night gate open?').settled();
      expect(words(message)).toContain('night gate');
      expect(message.mention_everyone).toBe(false);
      expect(message.mention_roles).toEqual([]);
      expect(words(message)).not.toMatch(/(?<!\\)~~nine/);
    }
  });
});

describe('a reindex under way', () => {
  it('tells its moderator how far it is, blocks nobody’s question, and is cancelled by its button', async () => {
    const text = (at: number): string =>
      Array.from(
        { length: 60 },
        (_, gate) => `Gate ${at}.${gate} opens at nine and shuts at ten, says keeper ${gate}.`,
      ).join(' ');
    for (let at = 0; at < 40; at += 1) await writeFile(join(three.harbour.papers, `gate-${at}.txt`), text(at));
    const asked = discord.interact({ name: 'reindex', user: discord.moderator });
    const running = await asked.settled((message) => (message.components ?? []).length > 0);
    expect(asked.isPrivate(running)).toBe(true);
    const told: boolean[] = [];
    for (const user of three.members) told.push(tells(JSON.stringify(await three.privately(user, QUESTION))));
    expect(told).toEqual([false, true, true]);
    const message = discord.current(running);
    const pressed = discord.press({ message, label: 'Cancel', user: discord.moderator });
    expect(words(await pressed.settled())).toContain('It is being stopped.');
    const ended = await asked.settled(({ embeds }) => JSON.stringify(embeds).includes('Stopped before it was done'));
    expect(words(ended)).toContain(`Cancelled by <@${discord.moderator.id}>`);
    const [nobody] = three.members;
    expect(words(await ask(nobody).settled())).toContain(MEDIATED);
    for (let at = 0; at < 40; at += 1) await rm(join(three.harbour.papers, `gate-${at}.txt`));
  });
});

describe('/forget-me', () => {
  it('deletes the questions of whoever asks for it, and nobody else’s', async () => {
    const question = (user: APIUser): string => `Which rope does ${user.username} need for the long mast?`;
    for (const user of three.members) await ask(user, question(user)).settled();
    const gaps = async (): Promise<string> =>
      JSON.stringify(await discord.interact({ name: 'gaps', user: discord.moderator }).settled());
    const open = await gaps();
    for (const user of three.members) expect(open).toContain(user.username);
    const [, pilot] = three.members;
    const form = discord.interact({ name: 'forget-me', user: pilot });
    const message = await form.settled();
    expect(form.isPrivate(message)).toBe(true);
    discord.press({ message, label: 'Delete all of it', user: pilot });
    await discord.waitFor(() => words(discord.current(message)).includes('Forgotten.'), 'the forgetting');
    const left = await gaps();
    expect(three.members.map(({ username }) => left.includes(username))).toEqual([true, false, true]);
    await three.restart();
    const after = await gaps();
    expect(three.members.map(({ username }) => after.includes(username))).toEqual([true, false, true]);
  });

  it('takes away what stood behind the buttons of that person’s answers', async () => {
    const [nobody, pilot] = three.members;
    const answers = [await ask(nobody).settled(), await ask(pilot).settled()];
    const form = await discord.interact({ name: 'forget-me', user: pilot }).settled();
    discord.press({ message: form, label: 'Delete all of it', user: pilot });
    await discord.waitFor(() => words(discord.current(form)).includes('Forgotten.'), 'the forgetting');
    const [kept, gone] = answers;
    if (kept === undefined || gone === undefined) throw new Error('Expected two answers.');
    for (const user of three.members) {
      expect(await three.pressed(kept, 'Sources')(user)).toContain('Corvane and Elmsby sit down');
      expect(await three.pressed(gone, 'Sources')(user)).toContain(
        'I keep questions only for a while, and this one is gone.',
      );
    }
  });
});
