/**
 * What each of three members (without a role, with one, a moderator) is shown and not shown, in every surface, through the
 * process entry: of papers that moderators keep for one role, and later for one channel as well.
 */
import type { APIUser } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import type { Interaction } from '../support/emulator/interaction-handle.js';
import { brokenLimits, HarbourBot } from './harbour-bot.js';

/** Stand in no other document. */
const SECRET = 'Wenna Tolk';
const TITLE = 'Rota of the night pilots';
const QUESTION = 'Who is the night pilot of the harbour bar?';
const ROTA = `---
title: ${TITLE}
date: 2025-02-11
---

# ${TITLE}

The night pilot of the harbour bar is ${SECRET}, who has the only key to the signal house. The day pilot of the harbour bar
is her brother.
`;

type Members = readonly [nobody: APIUser, pilot: APIUser, moderator: APIUser];
/** What they were shown, as JSON. */
type Surface = (user: APIUser, channelId?: string) => Promise<string>;

let harbour: HarbourBot;
let discord: Discord;
let members: Members;
let pilots: string;
let bridge: string;

beforeAll(async () => {
  harbour = await HarbourBot.prepare();
  discord = harbour.discord;
  await harbour.launch({ DISCORD_CDN_HOSTS: discord.host }).logged('Discord: ready');
  await harbour.liftLimits();
  pilots = discord.addRole('pilots');
  bridge = discord.addChannel('bridge');
  members = [discord.user, discord.addUser('mia'), discord.moderator];
  discord.giveRole(members[1], pilots);
  const file = { filename: 'rota.md', contentType: 'text/markdown', data: ROTA };
  await manage('add', undefined, { file, collection: 'pilots' });
});

afterAll(() => harbour.close());

afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals.filter(({ status }) => status !== 404)).toEqual([]);
});

async function manage(
  name: string,
  subcommand: string | undefined,
  options: Parameters<Discord['interact']>[0]['options'],
) {
  const done = discord.interact({
    name,
    user: discord.moderator,
    ...(subcommand && { subcommand }),
    ...(options && { options }),
  });
  await done.settled();
  return done;
}

/** Everything that stands there in the end. */
async function shown(asked: Interaction): Promise<string> {
  await asked.settled();
  return JSON.stringify(asked.messages());
}

const command =
  (name: string, options: Readonly<Record<string, string | boolean>>): Surface =>
  (user, channelId = discord.channelId) =>
    shown(discord.interact({ name, options, user, channelId }));

const typing =
  (name: string, focused: string, options: Readonly<Record<string, string | boolean>>): Surface =>
  async (user, channelId = discord.channelId) => {
    const asked = discord.autocomplete({ name, focused, options, user, channelId, isForced: true });
    return JSON.stringify(await asked.choices());
  };

const said =
  (content: string, kind?: 'menu'): Surface =>
  async (user, channelId = discord.channelId) => {
    const message = discord.say({
      content: kind === 'menu' ? content : `<@${discord.bot.id}> ${content}`,
      author: user,
      channelId,
    });
    if (kind !== 'menu') return JSON.stringify(await discord.nextMessage(channelId, undefined, message));
    const name = 'Answer this';
    return shown(discord.interact({ name, kind: 3, targetId: message.id, user, channelId }));
  };

/** "Sources" and "In context" under their own private answer; empty where there is none. */
const behind =
  (label: string): Surface =>
  async (user, channelId = discord.channelId) => {
    const options = { question: QUESTION, private: true };
    const message = await discord.interact({ name: 'ask', options, user, channelId }).settled();
    if (!JSON.stringify(message.components).includes(`"${label}"`)) return '';
    return shown(discord.press({ message, label, user }));
  };

const direct: Surface = async (user) => {
  const channelId = discord.directMessages(user);
  const message = discord.say({ content: QUESTION, author: user, channelId });
  return JSON.stringify(await discord.nextMessage(channelId, undefined, message));
};

const PRIVATE: Readonly<Record<string, Surface>> = {
  '/ask, privately': command('ask', { question: QUESTION, private: true }),
  '/ask of that collection, privately': command('ask', { question: QUESTION, private: true, collection: 'pilots' }),
  '/search': command('search', { query: 'night pilot' }),
  '/verify, privately': command('verify', { quote: 'The night pilot of the harbour bar is nobody.', private: true }),
  '/summarize, privately': command('summarize', { 'topic-or-document': TITLE, private: true }),
  '/timeline, privately': command('timeline', { topic: 'night pilot', private: true }),
  '/sources of that collection': command('sources', { collection: 'pilots' }),
  '/sources with a filter': command('sources', { filter: 'night pilots' }),
  'a title that is typed, privately': typing('summarize', 'topic-or-document', {
    'topic-or-document': 'Rota of',
    private: true,
  }),
  'a direct message': direct,
  'In context': behind('1 · In context'),
  Sources: behind('Sources'),
};

const PUBLIC: Readonly<Record<string, Surface>> = {
  '/ask': command('ask', { question: QUESTION }),
  '/verify': command('verify', { quote: 'The night pilot of the harbour bar is nobody.' }),
  '/summarize': command('summarize', { 'topic-or-document': TITLE }),
  '/timeline': command('timeline', { topic: 'night pilot' }),
  'a title that is typed': typing('summarize', 'topic-or-document', { 'topic-or-document': 'Rota of' }),
  'a mention': said(QUESTION),
  'Answer this': said(QUESTION, 'menu'),
};

/** Whether the reply has what only the papers say; the question's own words, and the title that was typed, are an echo. */
function tells(json: string): boolean {
  const text = json.replaceAll('*', '');
  return (
    text.includes(SECRET) ||
    text.includes('day pilot') ||
    /"name":"Rota of/.test(text) ||
    /Rota of[^"]*February 11/.test(text)
  );
}

async function whoIsTold(surface: Surface, channelId?: string): Promise<boolean[]> {
  const told: boolean[] = [];
  for (const member of members) told.push(tells(await surface(member, channelId)));
  return told;
}

describe('papers that nobody was let into', () => {
  it.for(Object.entries(PRIVATE))('%s shows moderators alone', async ([, surface]) => {
    expect(await whoIsTold(surface)).toEqual([false, false, true]);
  });

  it.for(Object.entries(PUBLIC))('%s shows nobody, whoever asks', async ([, surface]) => {
    expect(await whoIsTold(surface)).toEqual([false, false, false]);
  });
});

describe('papers for a role', () => {
  beforeAll(() => manage('config', 'allow', { collection: 'pilots', role: pilots }));

  it.for(Object.entries(PRIVATE))('%s shows those who have it, and moderators', async ([, surface]) => {
    expect(await whoIsTold(surface)).toEqual([false, true, true]);
  });

  it.for(Object.entries(PUBLIC))('%s shows nobody where everybody reads, whoever asks', async ([, surface]) => {
    expect(await whoIsTold(surface)).toEqual([false, false, false]);
  });

  it('are gone for whoever loses the role, under answers of before as well', async () => {
    const [, pilot] = members;
    const options = { question: QUESTION, private: true };
    const message = await discord.interact({ name: 'ask', options, user: pilot }).settled();
    discord.takeRole(pilot, pilots);
    expect(tells(await shown(discord.press({ message, label: '1 · In context', user: pilot })))).toBe(false);
    expect(tells(await shown(discord.press({ message, label: 'Sources', user: pilot })))).toBe(false);
    discord.giveRole(pilot, pilots);
    expect(tells(await shown(discord.press({ message, label: '1 · In context', user: pilot })))).toBe(true);
  });
});

describe('papers for a channel', () => {
  beforeAll(() => manage('config', 'allow', { collection: 'pilots', channel: bridge }));

  it.for(Object.entries(PUBLIC))('%s shows everybody there, and nobody elsewhere', async ([, surface]) => {
    expect(await whoIsTold(surface, bridge)).toEqual([true, true, true]);
    expect(await whoIsTold(surface)).toEqual([false, false, false]);
  });

  it('are shown in its threads, too', async () => {
    const thread = discord.openThread({ name: 'tides', channelId: bridge });
    expect(await whoIsTold(said(QUESTION), thread)).toEqual([true, true, true]);
  });

  it('are private to those of the role in a direct message, where there is no channel', async () => {
    expect(await whoIsTold(direct)).toEqual([false, true, true]);
  });
});

describe('commands for moderators', () => {
  const names = ['add', 'remove', 'erase', 'reindex', 'undo', 'gaps', 'config'];

  it('are shown to moderators alone, and refused to others who send them all the same', async () => {
    const [nobody, pilot] = members;
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
    const [nobody] = members;
    discord.giveRole(nobody, keepers);
    const refused = await discord.interact({ name: 'gaps', user: nobody }).settled();
    expect(JSON.stringify(refused)).toContain('Manage Server');
    await manage('config', 'moderators', { role: keepers });
    const allowed = await discord.interact({ name: 'gaps', user: nobody }).settled();
    expect(JSON.stringify(allowed)).not.toContain('Manage Server');
    expect(tells((await PRIVATE['/search']?.(nobody)) ?? '')).toBe(true);
    discord.takeRole(nobody, keepers);
    expect(tells((await PRIVATE['/search']?.(nobody)) ?? '')).toBe(false);
  });
});
