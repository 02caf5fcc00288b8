/**
 * Every way to ask, and every command, by each of three members (without a role, with one, a moderator), of papers for the role
 * and of papers for everybody: what each is shown, and what of it is private, from the process entry.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, words } from './harbour-bot.js';
import { everything, QUESTION, SENTENCE, type Surface, ThreeMembers, TITLE, tells } from './three-members.js';

const OPEN = 'Who mediated the talks?';
const MEDIATED = 'The talks were mediated by the retired judge Petra Vane';
const [ALL, NONE] = [
  [true, true, true],
  [false, false, false],
];
const OF_THE_ROLE = [false, true, true];

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

describe('papers for everybody are shown to each member', () => {
  const ways: Readonly<Record<string, readonly [surface: () => Surface, words: string]>> = {
    '/ask': [() => three.command('ask', { question: OPEN }), MEDIATED],
    '/ask, privately': [() => three.command('ask', { question: OPEN, private: true }), MEDIATED],
    '/ask of one collection': [() => three.command('ask', { question: OPEN, collection: 'default' }), MEDIATED],
    'a mention': [() => three.said(OPEN), MEDIATED],
    'a direct message': [() => three.direct(OPEN), MEDIATED],
    'Answer this': [() => three.menu('Answer this', OPEN), MEDIATED],
    'Verify this': [() => three.menu('Verify this', 'Children travel free.'), 'Yes, to the letter.'],
    '/verify': [() => three.command('verify', { quote: 'Children travel free.' }), 'Yes, to the letter.'],
    '/search': [() => three.command('search', { query: 'retired judge' }), 'Petra Vane'],
    '/summarize a document, at length': [
      () => three.command('summarize', { 'topic-or-document': 'Harbour treaty signed', length: 'long' }),
      'three members to the harbour council',
    ],
    '/summarize a topic': [() => three.command('summarize', { 'topic-or-document': 'harbour dues' }), 'harbour dues'],
    '/timeline': [() => three.command('timeline', { topic: 'harbour dues' }), 'March 21, 2025'],
    '/sources': [() => three.command('sources', {}), 'Harbour treaty signed'],
    '/sources of a word': [() => three.command('sources', { filter: 'treaty' }), 'Harbour treaty signed'],
    '/help': [() => three.command('help', {}), '/ask'],
    'a title that is typed': [
      () => three.typing('summarize', 'topic-or-document', { 'topic-or-document': 'treaty sig' }),
      'Harbour treaty signed',
    ],
  };
  it.for(Object.entries(ways))('%s', async ([, [surface, expected]]) => {
    expect(await three.whoIsShown(surface(), expected)).toEqual(ALL);
  });
});

describe('papers for a role', () => {
  it('are verified for the role, and are not there for anybody else, in the same words as what never was', async () => {
    const verify = (quote: string): Surface => three.menu('Verify this', quote);
    expect(await three.whoIsShown(verify(SENTENCE), 'Yes, to the letter.')).toEqual(OF_THE_ROLE);
    const [nobody] = three.members;
    const never = await verify('The day pilot of the moon is her uncle.')(nobody);
    const hidden = await verify(SENTENCE)(nobody);
    const verdict = (json: string): string =>
      words((JSON.parse(json) as Parameters<typeof words>[0][])[0]).slice(0, 40);
    expect(verdict(hidden)).toBe(verdict(never));
  });

  it('are offered by name to the role alone: their collection, their title, what else is typed', async () => {
    const collection = three.typing('ask', 'collection', { question: QUESTION, private: true, collection: 'pil' });
    expect(await three.whoIsShown(collection, '"pilots"')).toEqual(OF_THE_ROLE);
    const openly = three.typing('ask', 'collection', { question: QUESTION, collection: 'pil' });
    expect(await three.whoIsShown(openly, '"pilots"')).toEqual(NONE);
    for (const name of ['remove', 'erase']) {
      const document = three.typing(name, 'document', { document: 'Rota' });
      expect(await three.whoIsShown(document, TITLE), name).toEqual([false, false, true]);
    }
  });

  it('make no example of help for whoever may not see them', async () => {
    const [nobody, pilot] = three.members;
    for (const member of [nobody, pilot]) expect(tells(await three.command('help')(member))).toBe(false);
    const commands = await three.whoIsShown(three.command('help'), '/reindex');
    expect(commands).toEqual([false, false, true]);
  });

  it('are no part of a follow-up of somebody else, nor of a public one of their own', async () => {
    const channelId = discord.channelId;
    for (const author of three.members) {
      const first = discord.say({ content: `<@${discord.bot.id}> ${OPEN}`, author, channelId });
      const answer = await discord.nextMessage(channelId, undefined, first);
      const said = discord.say({ content: QUESTION, author, channelId, reference: answer });
      const reply = await discord.nextMessage(channelId, undefined, said);
      expect(tells(JSON.stringify(reply))).toBe(false);
    }
  });

  it('go on in direct messages for those of the role: "her" is whom the papers name', async () => {
    const told: boolean[] = [];
    for (const author of three.members) {
      const channelId = discord.directMessages(author);
      const first = discord.say({ content: QUESTION, author, channelId });
      const answer = await discord.nextMessage(channelId, undefined, first);
      const said = discord.say({ content: 'And who is her brother?', author, channelId, reference: answer });
      const reply = await discord.nextMessage(channelId, undefined, said);
      told.push(words(reply).replaceAll('*', '').includes('day pilot'));
    }
    expect(told).toEqual(OF_THE_ROLE);
  });

  it('do not come out of the cache, nor with a question that is being answered, for whoever may not see them', async () => {
    const question = 'Who has the only key to the signal house?';
    const [nobody, pilot, moderator] = three.members;
    const ask = three.command('ask', { question, private: true });
    expect(tells(await ask(pilot))).toBe(true);
    expect(tells(await ask(nobody))).toBe(false);
    expect(tells(await ask(moderator))).toBe(true);
    const together = [pilot, nobody, moderator].map((user) =>
      discord.interact({ name: 'ask', options: { question: `${question} Really?`, private: true }, user }),
    );
    const told = await Promise.all(together.map(async (each) => tells(await everything(each))));
    expect(told).toEqual([true, false, true]);
  });

  it('are refused in the words for what is not there: a document, a collection', async () => {
    const [nobody] = three.members;
    const summary = (topic: string): Surface =>
      three.command('summarize', { 'topic-or-document': topic, private: true });
    const shown = JSON.parse(await summary('uploads/pilots/rota.md')(nobody)) as Parameters<typeof words>[0][];
    const never = JSON.parse(await summary('uploads/pilots/none.md')(nobody)) as Parameters<typeof words>[0][];
    expect(words(shown[0]).split('\n')[0]).toBe(words(never[0]).split('\n')[0]);
    const of = (collection: string): Surface => three.command('ask', { question: QUESTION, collection, private: true });
    const [hidden, unknown] = [await of('pilots')(nobody), await of('nowhere')(nobody)].map((json) =>
      words((JSON.parse(json) as Parameters<typeof words>[0][])[0]).replaceAll(/pilots|nowhere/g, 'it'),
    );
    expect(hidden).toBe(unknown);
  });

  it('stay out of a thread that an exchange moved into', async () => {
    await three.manage('config', 'threads', { after: 1 });
    const channelId = discord.channelId;
    for (const author of three.members) {
      const first = discord.say({ content: `<@${discord.bot.id}> ${OPEN}`, author, channelId });
      const answer = await discord.nextMessage(channelId, undefined, first);
      const second = discord.say({ content: QUESTION, author, channelId, reference: answer });
      const inThread = await discord.nextMessage(second.id, undefined, second);
      expect(inThread.channel_id).toBe(second.id);
      expect(tells(JSON.stringify(inThread))).toBe(false);
    }
    await three.manage('config', 'threads', { after: 0 });
  });
});

describe('who sees the reply', () => {
  it('is its asker alone where it was asked privately, and everybody elsewhere', async () => {
    for (const user of three.members) {
      const privately = discord.interact({ name: 'ask', options: { question: OPEN, private: true }, user });
      expect(privately.isPrivate(await privately.settled())).toBe(true);
      const openly = discord.interact({ name: 'ask', options: { question: OPEN }, user });
      const answer = await openly.settled();
      expect(openly.isPrivate(answer)).toBe(false);
      expect(answer.mentions).toEqual([]);
      for (const name of ['search', 'sources', 'help']) {
        const options = name === 'search' ? { query: 'judge' } : {};
        const asked = discord.interact({ name, options, user });
        expect(asked.isPrivate(await asked.settled()), name).toBe(true);
      }
    }
  });
});
