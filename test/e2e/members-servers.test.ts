/**
 * Two servers and the host's collections, from the process entry: what each of three members of one (without a role, with one, a
 * moderator) is shown of the other's papers, questions and acts, which is nothing, in every surface.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIMessage, APIUser } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, words } from './harbour-bot.js';
import { everything, type Options, type Surface, ThreeMembers } from './three-members.js';

const ALL = [true, true, true];
const NONE = [false, false, false];
const QUESTION = 'Who keeps the lamp of the northern lighthouse?';
const TITLE = 'The keepers of the lamp';
/** Stands in no question. */
const SECRET = /Orrin Feld|keepers of the lamp(?! of)/;
const LAMP = `---\ntitle: ${TITLE}\n---\n\nThe lamp of the northern lighthouse is kept by Orrin Feld, who was a whaler.\n`;

let three: ThreeMembers;
let discord: Discord;
/** A channel of the other server, whose papers these are. */
let there: string;
let guildThere: string;

beforeAll(async () => {
  three = await ThreeMembers.prepare();
  ({ discord } = three);
  const { guildId, channelIds } = discord.addGuild({ name: 'Lighthouse' });
  guildThere = guildId;
  there = channelIds[0] ?? '';
  const [, pilot] = three.members;
  discord.join(pilot, guildId);
  await three.harbour.bot?.stop();
  await writeFile(join(three.harbour.papers, '..', 'almanac.md'), 'The almanac says that comet Verra comes in 2031.\n');
  const ingest = three.harbour.launch({}, ['ingest', 'almanac.md', '--collection', 'almanac']);
  expect(await ingest.exited).toBe(0);
  await three.restart({ DISCORD_COLLECTIONS: `${discord.guildId}=default;${guildId}=almanac` });
  await three.harbour.liftLimits();
  const limits = { 'person-minute': 1_000, 'server-minute': 1_000 };
  await use('config', { subcommand: 'limits', options: limits });
  const file = { filename: 'lamp.md', contentType: 'text/markdown', data: LAMP };
  await use('add', { options: { file } });
});
afterAll(() => three.harbour.close());
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals.filter(({ status }) => status !== 404)).toEqual([]);
});

/** A command in the other server, by its moderator unless somebody else is named; what it shows in the end. */
async function use(
  name: string,
  {
    user = discord.moderator,
    ...how
  }: { readonly user?: APIUser; readonly subcommand?: string; readonly options?: Options } = {},
): Promise<APIMessage> {
  const asked = discord.interact({ name, user, channelId: there, ...how });
  return asked.settled((message) => !/Indexing…|Waiting for/.test(words(message)));
}

const SURFACES: Readonly<Record<string, () => Surface>> = {
  '/ask': () => three.command('ask', { question: QUESTION }),
  '/ask, privately': () => three.command('ask', { question: QUESTION, private: true }),
  '/search': () => three.command('search', { query: 'lamp of the lighthouse' }),
  '/verify': () => three.command('verify', { quote: 'The lamp of the northern lighthouse is kept by nobody.' }),
  '/summarize': () => three.command('summarize', { 'topic-or-document': 'northern lighthouse' }),
  '/summarize of its id': () => three.command('summarize', { 'topic-or-document': 'uploads/lamp.md' }),
  '/timeline': () => three.command('timeline', { topic: 'northern lighthouse' }),
  '/sources': () => three.command('sources', { filter: 'lamp' }),
  '/help': () => three.command('help'),
  'a title that is typed': () => three.typing('summarize', 'topic-or-document', { 'topic-or-document': 'keepers' }),
  'a title to remove': () => three.typing('remove', 'document', { document: 'keepers' }),
  'a title to point at': () => three.typing('gaps', 'document', { question: 'x', document: 'keepers' }),
  'a mention': () => three.said(QUESTION),
  '"Answer this"': () => three.menu('Answer this', QUESTION),
  '"Verify this"': () => three.menu('Verify this', 'The lamp of the northern lighthouse is kept by nobody.'),
  '"In context"': () => asking('1 · In context'),
  '"More passages"': () => asking('More passages'),
  '"Sources"': () => asking('Sources'),
};

/** A button under their own answer to the same question; empty where there is none. */
const asking =
  (label: string): Surface =>
  async (user, channelId = discord.channelId) => {
    const options = { question: QUESTION, private: true };
    const message = await discord.interact({ name: 'ask', options, user, channelId }).settled();
    return three.pressed(message, label)(user);
  };

describe('papers of another server', () => {
  it('are shown there', async () => {
    for (const user of [discord.user, discord.moderator, three.members[1]]) {
      expect(words(await use('ask', { user, options: { question: QUESTION } }))).toContain('Orrin Feld');
    }
  });

  it.each(Object.entries(SURFACES))(
    '%s shows nobody here, whatever they are, and shows them there',
    async (_, surface) => {
      expect(await three.whoIsShown(surface(), SECRET)).toEqual(NONE);
      expect((await surface()(discord.moderator, there)).replaceAll('*', '')).toMatch(SECRET);
    },
  );

  it.each(['1 · In context', 'Sources', 'More passages'])(
    'are read by %s of an answer that stands there, there',
    async (label) => {
      const answer = await use('ask', { user: discord.user, options: { question: QUESTION } });
      const pressed = discord.press({ message: answer, label, user: discord.user });
      expect(await everything(pressed)).toMatch(label === 'More passages' ? /embeds/ : SECRET);
    },
  );

  it('are told in a direct message only of the server that was chosen', async () => {
    const [, pilot] = three.members;
    const channelId = discord.directMessages(pilot);
    const menu = await discord.nextMessage(
      channelId,
      undefined,
      discord.say({ content: QUESTION, author: pilot, channelId }),
    );
    expect(words(menu)).toContain('several servers');
    const toldIn = async (guildId: string): Promise<boolean> => {
      const message = discord.current(menu);
      const before = message.edited_timestamp;
      discord.select({ message, customId: 'v1:servers', values: [guildId], user: pilot });
      const name = guildId === guildThere ? 'Lighthouse' : 'Harbour';
      await discord.waitFor(
        () => words(discord.current(menu)).includes(`documents of ${name}`),
        `the choice ${before}`,
      );
      const said = discord.say({ content: QUESTION, author: pilot, channelId });
      return SECRET.test(words(await discord.nextMessage(channelId, undefined, said)));
    };
    expect([await toldIn(discord.guildId), await toldIn(guildThere), await toldIn(discord.guildId)]).toEqual([
      false,
      true,
      false,
    ]);
    // Whoever leaves a server reads its papers no more.
    await toldIn(guildThere);
    discord.leave(pilot, guildThere);
    const said = discord.say({ content: QUESTION, author: pilot, channelId });
    expect(words(await discord.nextMessage(channelId, undefined, said))).not.toMatch(SECRET);
    discord.join(pilot, guildThere);
  });

  it('are changed by no moderator of this one', async () => {
    for (const name of ['remove', 'erase']) {
      for (const document of [TITLE, 'uploads/lamp.md']) {
        const asked = discord.interact({ name, options: { document }, user: discord.moderator });
        const shown = await everything(asked);
        expect(shown).not.toMatch(/Orrin Feld|"title":"Removed"/);
        const never = discord.interact({ name, options: { document: 'no/such.md' }, user: discord.moderator });
        expect(shown.includes('Erase for good')).toBe((await everything(never)).includes('Erase for good'));
      }
    }
    expect(await everything(await three.manage('undo'))).not.toContain('lamp');
    await three.manage('reindex');
    expect(words(await use('ask', { options: { question: `${QUESTION} Really?` } }))).toContain('Orrin Feld');
  });
});

describe('what is kept of another server', () => {
  it('is listed there alone: open questions and settings', async () => {
    await use('ask', { user: discord.user, options: { question: 'Which oil do the Sorrel whalers sell?' } });
    await three.command('ask', { question: 'Which cargo insurance do Corvane skippers buy?' })(discord.user);
    const list = three.forced('gaps');
    expect(await three.whoIsShown(list, 'cargo insurance')).toEqual([false, false, true]);
    expect(await three.whoIsShown(list, 'Sorrel whalers')).toEqual(NONE);
    const listThere = words(await use('gaps'));
    expect(listThere).toContain('Sorrel whalers');
    expect(listThere).not.toContain('cargo insurance');
    await use('config', { subcommand: 'retention', options: { days: 7 } });
    const show = three.forced('config', {}, 'show');
    expect(await three.whoIsShown(show, 'kept for 7 days')).toEqual(NONE);
    expect(await three.whoIsShown(show, 'kept for 30 days')).toEqual([false, false, true]);
    expect(words(await use('config', { subcommand: 'show' }))).toContain('kept for 7 days');
  });

  it('is asked for by pointing nowhere: a document that was pointed at there is shown there', async () => {
    const question = 'Which oil do the Sorrel whalers sell?';
    expect(words(await use('gaps', { options: { question, document: TITLE } }))).toContain('Answered by pointing at');
    expect(words(await use('ask', { options: { question } }))).toContain('A moderator points to:');
    expect(await three.whoIsShown(three.command('ask', { question }), 'A moderator points to:')).toEqual(NONE);
  });
});

describe('collections of the host', () => {
  const COMET = 'When does comet Verra come?';
  it('are read where whoever runs the bot bound them, and nowhere else', async () => {
    for (const user of [discord.user, three.members[1], discord.moderator]) {
      expect(words(await use('ask', { user, options: { question: COMET } }))).toContain('2031');
      expect(words(await use('ask', { user, options: { question: 'Who mediated the talks?' } }))).not.toContain('Vane');
    }
    expect(await three.whoIsShown(three.command('ask', { question: COMET, private: true }), '2031')).toEqual(NONE);
    expect(await three.whoIsShown(three.command('ask', { question: 'Who mediated the talks?' }), 'Vane')).toEqual(ALL);
    const typed = three.typing('ask', 'collection', { question: COMET, collection: 'alm' });
    expect(await three.whoIsShown(typed, 'almanac')).toEqual(NONE);
  });

  it('are changed by nobody where they are bound', async () => {
    expect(words(await use('remove', { options: { document: 'almanac.md' } }))).not.toContain('Removed');
    const shown = words(
      await use('config', { subcommand: 'deny', options: { collection: 'almanac', role: guildThere } }),
    );
    expect(shown).toContain('belongs to whoever runs the bot');
    expect(words(await use('ask', { options: { question: COMET } }))).toContain('2031');
  });
});
