/**
 * How what is kept of people, papers and servers ends, as each of three members (without a role, with one, a moderator) meets
 * it, from the process entry: by time, by their own wish, by a moderator's, by the bot's leaving; and what then lies on the disk.
 */
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, words } from './harbour-bot.js';
import { auditLines, daysLater, filesWith, tablesWith } from './kept.js';
import { type Options, ThreeMembers } from './three-members.js';

const ALL = [true, true, true];
const NONE = [false, false, false];
const OPEN = 'Who mediated the talks?';
const GONE = 'I keep questions only for a while, and this one is gone.';

let three: ThreeMembers;
let discord: Discord;

beforeAll(async () => {
  three = await ThreeMembers.prepare();
  ({ discord } = three);
});
afterAll(() => three.harbour.close());
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals.filter(({ status }) => status !== 404)).toEqual([]);
});

const ask = (user: APIUser, question: string, options: Options = {}) =>
  discord.interact({ name: 'ask', options: { question, ...options }, user }).settled();
const gaps = async (): Promise<string> =>
  JSON.stringify(await discord.interact({ name: 'gaps', user: discord.moderator }).settled());
/** Of each message whether every member is told, privately, that what stood behind its button is gone. */
async function whoseAreGone(messages: readonly APIMessage[]): Promise<boolean[]> {
  const gone: boolean[] = [];
  for (const message of messages) {
    const told = await three.whoIsShown(three.pressed(message, 'Sources'), GONE);
    expect([ALL, NONE]).toContainEqual(told);
    gone.push(told.every(Boolean));
  }
  return gone;
}
/** Asks, as each member, what is answered, and something about themselves that nobody answers. */
async function askAll(about: string): Promise<APIMessage[]> {
  const answers: APIMessage[] = [];
  for (const user of three.members) {
    answers.push(await ask(user, OPEN));
    await ask(user, `Which ${about} does ${user.username} need for the long mast?`);
  }
  return answers;
}

describe('/forget-me', () => {
  it('is a private form with a button, which each member gets for themselves', async () => {
    for (const user of three.members) {
      const asked = discord.interact({ name: 'forget-me', user });
      const form = await asked.settled();
      const { type, data } = await asked.firstResponse();
      expect({ type, flags: data['flags'] }).toEqual({ type: 5, flags: 64 });
      expect(form.embeds[0]?.title).toBe('Forget me');
      expect(JSON.stringify(form.components)).toContain('"label":"Delete all of it"');
      for (const other of three.members.filter(({ id }) => id !== user.id)) {
        expect(discord.isShownTo(form, other)).toBe(false);
        expect(() => discord.press({ message: form, label: 'Delete all of it', user: other })).toThrow();
      }
    }
  });

  it('deletes questions and votes of each who asks for it, one after the other, and their names from acts', async () => {
    const answers = await askAll('rope');
    for (const user of three.members) {
      for (const message of answers) await discord.press({ message, label: '👎', user }).settled();
    }
    const forgotten: boolean[] = [false, false, false];
    for (const [at, user] of three.members.entries()) {
      expect(await whoseAreGone(answers)).toEqual(forgotten);
      const form = await discord.interact({ name: 'forget-me', user }).settled();
      discord.press({ message: form, label: 'Delete all of it', user });
      await discord.waitFor(() => words(discord.current(form)).includes('Forgotten.'), 'the forgetting');
      forgotten[at] = true;
      const open = await gaps();
      expect(three.members.map(({ username }) => !open.includes(`does ${username} need`))).toEqual(forgotten);
    }
    expect(await whoseAreGone(answers)).toEqual(ALL);
    for (const user of three.members) expect(tablesWith(three.harbour, user.id)).toEqual([]);
    expect(filesWith(three.harbour, 'for the long mast')).toEqual([]);
    expect(auditLines(three.harbour).length).toBeGreaterThan(0);
    expect(auditLines(three.harbour).every((line) => line.split(' · ')[1] === 'forgotten')).toBe(true);
  });
});

describe('questions', () => {
  it('are kept for 30 days, then are gone for every member, from lists, buttons and the disk', async () => {
    const answers = await askAll('net');
    await three.restart(daysLater(29));
    expect(await whoseAreGone(answers)).toEqual(NONE);
    expect(await gaps()).toContain('Which net does');
    await three.restart(daysLater(31));
    await three.harbour.bot?.logged('Deleted questions that were past their time');
    expect(await whoseAreGone(answers)).toEqual(ALL);
    expect(await gaps()).toContain('No question is open.');
    expect(filesWith(three.harbour, 'Which net does')).toEqual([]);
  });

  it('are kept for as long as moderators say', async () => {
    await three.manage('config', 'retention', { days: 2 });
    const answers = await askAll('buoy');
    await three.restart(daysLater(34));
    await three.harbour.bot?.logged('Deleted questions that were past their time');
    expect(await whoseAreGone(answers)).toEqual(ALL);
    expect(await gaps()).toContain('No question is open.');
    expect(filesWith(three.harbour, 'Which buoy does')).toEqual([]);
    expect(auditLines(three.harbour)).toEqual([]);
    await three.restart();
  });
});

describe('/erase', () => {
  const file = (number: string) => ({
    filename: 'leak.md',
    contentType: 'text/markdown',
    data: `# The leak\n\nThe safe of the harbour office opens with the number ${number}.\n`,
  });
  const QUESTION = 'With which number does the safe of the harbour office open?';

  it('takes a document with its old versions from answers, buttons, caches, undo and the disk, for every member', async () => {
    await three.manage('add', undefined, { file: file('88-old-88') });
    const before: APIMessage[] = [];
    for (const user of three.members) before.push(await ask(user, QUESTION));
    await three.manage('add', undefined, { file: file('77-new-77') });
    const answers: APIMessage[] = [];
    for (const user of three.members) answers.push(await ask(user, QUESTION));
    for (const message of before) expect(words(message)).toContain('88-old-88');
    for (const message of answers) expect(words(message)).toContain('77-new-77');
    const inContext = (message: APIMessage) => three.pressed(message, '1 · In context');
    for (const message of before) expect(await three.whoIsShown(inContext(message), '88-old-88')).toEqual(ALL);

    const form = await discord
      .interact({ name: 'erase', options: { document: 'The leak' }, user: discord.moderator })
      .settled();
    discord.press({ message: form, label: 'Erase for good', user: discord.moderator });
    await discord.waitFor(() => words(discord.current(form)).includes('is erased from'), 'the erasing');

    const leaked = /88-old-88|77-new-77/;
    for (const message of [...before, ...answers]) {
      for (const label of ['1 · In context', 'Sources', 'More passages']) {
        expect(await three.whoIsShown(three.pressed(message, label), leaked)).toEqual(NONE);
      }
    }
    const [first] = before;
    if (first === undefined) throw new Error('Nothing was answered.');
    expect(await three.whoIsShown(three.pressed(first, 'Sources'), 'What was quoted here was not kept.')).toEqual(ALL);
    const surfaces = [
      three.command('ask', { question: QUESTION }),
      three.command('ask', { question: QUESTION, private: true }),
      three.command('search', { query: 'number of the safe' }),
      three.command('verify', { quote: 'The safe of the harbour office opens with the number nine.' }),
      three.command('sources', { filter: 'leak' }),
      three.typing('summarize', 'topic-or-document', { 'topic-or-document': 'The leak' }),
    ];
    for (const surface of surfaces) expect(await three.whoIsShown(surface, leaked)).toEqual(NONE);
    await three.manage('undo');
    expect(await three.whoIsShown(three.command('ask', { question: QUESTION, private: true }), leaked)).toEqual(NONE);
    expect(filesWith(three.harbour, '88-old-88')).toEqual([]);
    expect(filesWith(three.harbour, '77-new-77')).toEqual([]);
  });

  it('is no longer done by a button of somebody who moderates no more', async () => {
    const keepers = discord.addRole('keepers');
    const keeper = discord.addUser('kay');
    discord.grantCommands(keepers);
    discord.giveRole(keeper, keepers);
    await three.manage('config', 'moderators', { role: keepers });
    await three.manage('add', undefined, { file: file('66-kept-66') });
    const form = await discord.interact({ name: 'erase', options: { document: 'The leak' }, user: keeper }).settled();
    discord.takeRole(keeper, keepers);
    const pressed = discord.press({ message: form, label: 'Erase for good', user: keeper });
    await discord.waitFor(() => JSON.stringify([discord.current(form), ...pressed.messages()]).includes('Only mod'));
    expect(await three.whoIsShown(three.command('ask', { question: QUESTION }), '66-kept-66')).toEqual(ALL);
  });
});

describe('a server that the bot left', () => {
  it('is kept for a week, then nothing of it, and the members of others notice nothing', async () => {
    const { guildId, channelIds } = discord.addGuild({ name: 'Lighthouse' });
    await three.restart({ DISCORD_COLLECTIONS: `${discord.guildId}=default` });
    const there = { user: discord.moderator, channelId: channelIds[0] ?? '' };
    const lamp = { filename: 'lamp.md', contentType: 'text/markdown', data: 'The lamp burns whale oil of Orrin.\n' };
    const added = discord.interact({ name: 'add', options: { file: lamp }, ...there });
    await added.settled((message) => JSON.stringify(message).includes('"Added"'));
    const options = { question: 'What does the lamp of the lighthouse burn?' };
    expect(words(await discord.interact({ name: 'ask', options, ...there }).settled())).toContain('whale oil of Orrin');

    discord.removeGuild(guildId);
    await three.harbour.bot?.logged('What is kept of a server that was left is deleted then');
    const home = { DISCORD_COLLECTIONS: `${discord.guildId}=default` };
    await three.restart({ ...home, ...daysLater(6) });
    expect(await three.whoIsShown(three.command('ask', { question: OPEN }), 'Petra Vane')).toEqual(ALL);
    await three.harbour.bot?.stop();
    expect(filesWith(three.harbour, 'whale oil of Orrin')).not.toEqual([]);
    expect(auditLines(three.harbour)).toContain('left · bot · ');

    await three.restart({ ...home, ...daysLater(8) });
    await three.harbour.bot?.logged('Deleted all that belonged to servers that were left');
    expect(await three.whoIsShown(three.command('ask', { question: OPEN }), 'Petra Vane')).toEqual(ALL);
    await three.harbour.bot?.stop();
    expect(filesWith(three.harbour, 'whale oil of Orrin')).toEqual([]);
    expect(filesWith(three.harbour, 'lamp of the lighthouse')).toEqual([]);
    expect(tablesWith(three.harbour, guildId)).toEqual([]);
  });
});
