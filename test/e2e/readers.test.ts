/**
 * What each of three members (without a role, with one, a moderator) is shown and not shown, in every surface, through the
 * process entry: of papers that moderators keep for one role, and later for one channel as well.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits } from './harbour-bot.js';
import { everything, QUESTION, type Surface, ThreeMembers, TITLE, tells } from './three-members.js';

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

/** Made once the bot runs. */
type Surfaces = Readonly<Record<string, () => Surface>>;

const PRIVATE: Surfaces = {
  '/ask, privately': () => three.command('ask', { question: QUESTION, private: true }),
  '/ask of that collection, privately': () =>
    three.command('ask', { question: QUESTION, private: true, collection: 'pilots' }),
  '/search': () => three.command('search', { query: 'night pilot' }),
  '/verify, privately': () =>
    three.command('verify', { quote: 'The night pilot of the harbour bar is nobody.', private: true }),
  '/summarize, privately': () => three.command('summarize', { 'topic-or-document': TITLE, private: true }),
  '/timeline, privately': () => three.command('timeline', { topic: 'night pilot', private: true }),
  '/sources of that collection': () => three.command('sources', { collection: 'pilots' }),
  '/sources with a filter': () => three.command('sources', { filter: 'night pilots' }),
  'a title that is typed, privately': () =>
    three.typing('summarize', 'topic-or-document', { 'topic-or-document': 'Rota of', private: true }),
  'a direct message': () => three.direct(QUESTION),
  'In context': () => three.behind('1 · In context'),
  Sources: () => three.behind('Sources'),
  'More passages': () => three.behind('More passages'),
};

const PUBLIC: Surfaces = {
  '/ask': () => three.command('ask', { question: QUESTION }),
  '/verify': () => three.command('verify', { quote: 'The night pilot of the harbour bar is nobody.' }),
  '/summarize': () => three.command('summarize', { 'topic-or-document': TITLE }),
  '/timeline': () => three.command('timeline', { topic: 'night pilot' }),
  'a title that is typed': () => three.typing('summarize', 'topic-or-document', { 'topic-or-document': 'Rota of' }),
  'a mention': () => three.said(QUESTION),
  'Answer this': () => three.menu('Answer this', QUESTION),
};

describe('papers that nobody was let into', () => {
  it.for(Object.entries(PRIVATE))('%s shows moderators alone', async ([, surface]) => {
    expect(await three.whoIsTold(surface())).toEqual([false, false, true]);
  });

  it.for(Object.entries(PUBLIC))('%s shows nobody, whoever asks', async ([, surface]) => {
    expect(await three.whoIsTold(surface())).toEqual([false, false, false]);
  });
});

describe('papers for a role', () => {
  beforeAll(() => three.manage('config', 'allow', { collection: 'pilots', role: three.pilots }));

  it.for(Object.entries(PRIVATE))('%s shows those who have it, and moderators', async ([, surface]) => {
    expect(await three.whoIsTold(surface())).toEqual([false, true, true]);
  });

  it.for(Object.entries(PUBLIC))('%s shows nobody where everybody reads, whoever asks', async ([, surface]) => {
    expect(await three.whoIsTold(surface())).toEqual([false, false, false]);
  });

  it('are gone for whoever loses the role, under answers of before as well', async () => {
    const [, pilot] = three.members;
    const options = { question: QUESTION, private: true };
    const message = await discord.interact({ name: 'ask', options, user: pilot }).settled();
    discord.takeRole(pilot, three.pilots);
    expect(tells(await everything(discord.press({ message, label: '1 · In context', user: pilot })))).toBe(false);
    expect(tells(await everything(discord.press({ message, label: 'Sources', user: pilot })))).toBe(false);
    discord.giveRole(pilot, three.pilots);
    expect(tells(await everything(discord.press({ message, label: '1 · In context', user: pilot })))).toBe(true);
  });
});

describe('papers for a channel', () => {
  beforeAll(() => three.manage('config', 'allow', { collection: 'pilots', channel: three.bridge }));

  it.for(Object.entries(PUBLIC))('%s shows everybody there, and nobody elsewhere', async ([, surface]) => {
    expect(await three.whoIsTold(surface(), three.bridge)).toEqual([true, true, true]);
    expect(await three.whoIsTold(surface())).toEqual([false, false, false]);
  });

  it('are shown in its threads, too', async () => {
    const thread = discord.openThread({ name: 'tides', channelId: three.bridge });
    expect(await three.whoIsTold(three.said(QUESTION), thread)).toEqual([true, true, true]);
  });

  it('are private to those of the role in a direct message, where there is no channel', async () => {
    expect(await three.whoIsTold(three.direct(QUESTION))).toEqual([false, true, true]);
  });
});

describe('commands for moderators', () => {
  const names = ['add', 'remove', 'erase', 'reindex', 'undo', 'gaps', 'config'];

  it('are shown to moderators alone, and refused to others who send them all the same', async () => {
    const [nobody, pilot] = three.members;
    for (const name of names) {
      for (const user of [nobody, pilot]) {
        expect(() => discord.interact({ name, user }), name).toThrow('is not shown');
        const use = {
          name,
          user,
          isForced: true,
          options: name === 'remove' || name === 'erase' ? { document: 'x' } : {},
        };
        const forced = discord.interact(name === 'config' ? { ...use, subcommand: 'show' } : use);
        const reply = await forced.settled();
        expect(forced.isPrivate(reply), name).toBe(true);
        expect(JSON.stringify(reply), name).toContain('Manage Server');
        expect(tells(JSON.stringify(reply))).toBe(false);
      }
    }
  });

  it('are for a role that is named by /config, where the server lets it use them', async () => {
    const keepers = discord.addRole('keepers');
    discord.grantCommands(keepers);
    const [nobody] = three.members;
    discord.giveRole(nobody, keepers);
    const refused = await discord.interact({ name: 'gaps', user: nobody }).settled();
    expect(JSON.stringify(refused)).toContain('Manage Server');
    await three.manage('config', 'moderators', { role: keepers });
    const allowed = await discord.interact({ name: 'gaps', user: nobody }).settled();
    expect(JSON.stringify(allowed)).not.toContain('Manage Server');
    expect(tells(await three.command('search', { query: 'night pilot' })(nobody))).toBe(true);
    discord.takeRole(nobody, keepers);
    expect(tells(await three.command('search', { query: 'night pilot' })(nobody))).toBe(false);
  });
});
