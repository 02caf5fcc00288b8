/** Every way to ask, and every button under an answer, from the process entry, through a restart. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, HarbourBot, words } from './harbour-bot.js';

const MEDIATED = '“The talks were mediated by the retired judge Petra Vane, whom both towns had asked for.”';
const QUESTION = 'Who mediated the talks?';

let harbour: HarbourBot;
let discord: Discord;

beforeAll(async () => {
  harbour = await HarbourBot.prepare();
  discord = harbour.discord;
  await harbour.start();
  await harbour.liftLimits();
});

afterAll(() => harbour.close());

afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  // That somebody is not a member is an answer.
  expect(discord.refusals.filter(({ path }) => !path.includes('/members/'))).toEqual([]);
});

const asked = (question: string, more: Readonly<Record<string, unknown>> = {}) =>
  discord.interact({ name: 'ask', options: { question }, ...more });

function press(message: APIMessage, label: string) {
  return discord.press({ message, label }).settled();
}

describe('asking', () => {
  it('by /ask offers the collections that may be seen, and narrows to one', async () => {
    const options = { question: QUESTION, collection: 'def' };
    const typed = discord.autocomplete({ name: 'ask', options, focused: 'collection' });
    expect(await typed.choices()).toEqual([{ name: 'default', value: 'default' }]);
    const answer = await asked(QUESTION, { options: { question: QUESTION, collection: 'default' } }).settled();
    expect(words(answer)).toContain(MEDIATED);
  });

  it('by "Answer this" on a message answers it for all, with a link to it', async () => {
    const said = discord.say({ content: '> **who** mediated the talks? <@&1>' });
    const use = discord.interact({ name: 'Answer this', kind: 3, targetId: said.id });
    const answer = await use.settled();
    expect(use.isPrivate(answer)).toBe(false);
    expect(words(answer)).toContain(MEDIATED);
    expect(words(answer)).toMatch(
      new RegExp(
        `^-# Answer to \\[this message\\]\\(https://discord.com/channels/\\d+/${said.channel_id}/${said.id}\\)`,
      ),
    );
    expect(answer.embeds[0]?.title).toBe('who mediated the talks?');
  });

  it('by "Verify this" tells privately whether a message’s words stand in the documents', async () => {
    const said = discord.say({ content: 'Children travel free.' });
    const use = discord.interact({ name: 'Verify this', kind: 3, targetId: said.id });
    const verdict = await use.settled();
    expect(use.isPrivate(verdict)).toBe(true);
    expect(words(verdict)).toMatch(/^Yes, to the letter\./);
  });

  it('by a reply leans on what was asked and quoted before, and says how it was understood', async () => {
    const first = discord.say({ content: `<@${discord.bot.id}> ${QUESTION}` });
    const answer = await discord.nextMessage(first.channel_id, undefined, first);
    const said = discord.say({ content: 'How long would she stay?', reference: answer });
    const reply = await discord.nextMessage(first.channel_id, undefined, said);
    expect(words(reply)).toMatch(/^-# Understood as: How long would she stay — .*Vane/);
    expect(words(reply)).toContain('“Judge Vane said that she would stay until a text was signed.”');
  });

  it('in direct messages is answered from the one server that both are in', async () => {
    const said = discord.say({ content: QUESTION, channelId: discord.directMessages() });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    expect(words(reply)).toContain(MEDIATED);
    const stranger = discord.addUser('stranger', []);
    const other = discord.say({ content: QUESTION, author: stranger, channelId: discord.directMessages(stranger) });
    const none = await discord.nextMessage(other.channel_id, undefined, other);
    expect(words(none)).toContain('none that you and I are both in');
  });

  it('again by others is answered from cache, and by fifty at once', async () => {
    const people = Array.from({ length: 50 }, (_, at) => discord.addUser(`reader${at}`));
    const all = await Promise.all(
      people.map((user) => asked('What does the ferry to Sorrel cost?', { user }).settled()),
    );
    expect(all.filter((answer) => words(answer).includes('costs four crowns from May on.'))).toHaveLength(50);
  });
});

describe('a long exchange', () => {
  it('moves into a thread where a moderator wants that, and goes on there', async () => {
    const { moderator: user } = discord;
    await discord.interact({ name: 'config', subcommand: 'threads', options: { after: 1 }, user }).settled();
    const first = discord.say({ content: `<@${discord.bot.id}> ${QUESTION}` });
    const answer = await discord.nextMessage(first.channel_id, undefined, first);
    const second = discord.say({ content: 'How long would she stay?', reference: answer });
    const inThread = await discord.nextMessage(second.id, undefined, second);
    expect(words(inThread)).toContain('“Judge Vane said that she would stay until a text was signed.”');
    const [opened] = discord.requestsTo(`/messages/${second.id}/threads`);
    expect(opened?.body).toMatchObject({ name: 'How long would she stay?' });
    const third = discord.say({ content: 'And who asked for her?', channelId: second.id, reference: inThread });
    const last = await discord.nextMessage(second.id, undefined, third);
    expect(last.message_reference?.message_id).toBe(third.id);
    expect(words(last)).toContain('Understood as:');
    await discord.interact({ name: 'config', subcommand: 'threads', options: { after: 0 }, user }).settled();
  });
});

describe('an answer longer than a message', () => {
  it('is paged in one message, each quote whole on its page', async () => {
    const says = [
      'Under the charter every town keeps two boats ready for the harbour watch.',
      'Under the charter the harbour watch lights the lamps at dusk.',
      'Under the charter the council of the charter meets in the rope works.',
    ];
    for (const copy of ['a', 'b', 'c', 'd']) {
      const url = `https://charter.example/${copy}/${'long-way/'.repeat(45)}`;
      const front = `---\ntitle: The charter of 1802, copy ${copy}, ${'as it was read aloud, '.repeat(7)}\nurl: ${url}\n---\n`;
      await writeFile(join(harbour.papers, `charter-${copy}.md`), `${front}\n${says.join(' ')}\n`);
    }
    const { moderator: user } = discord;
    await discord.interact({ name: 'reindex', user }).settled((each) => words(each).includes('charter'));
    const answer = await asked(
      'What does the charter say about the boats, the harbour watch and the council?',
    ).settled();
    expect(answer.embeds[0]?.footer?.text).toMatch(/ · page 1 of \d$/);
    discord.press({ message: answer, label: 'Next' });
    await discord.waitFor(() => discord.current(answer).embeds[0]?.footer?.text.includes('page 2') === true, 'page 2');
    const second = discord.current(answer);
    for (const page of [answer, second]) {
      for (const line of words(page)
        .split('\n')
        .filter((each) => /^\d/.test(each)))
        expect(line).toMatch(/^\d “.*”$/);
    }
    expect(words(second)).not.toBe(words(answer));
  });
});

describe('under an answer', () => {
  it('every button works after a restart, for whoever presses it', async () => {
    const answer = await asked(QUESTION).settled();
    await harbour.bot?.stop();
    await harbour.start();
    expect(words(await press(answer, '👍'))).toMatch(/^Thank you\. Noted: this helped\./);
    expect(words(await press(answer, '👎'))).toMatch(/^Thank you\. Noted: this did not help;/);
    const sources = await press(answer, 'Sources');
    expect(sources.embeds[0]?.title).toBe(`Sources: ${QUESTION}`);
    expect(words(sources)).toMatch(/^1.* Corvane and Elmsby sit down at Port Ansel · The Ansel Gull · March 4, 2025/);
    expect(words(await press(answer, '1 · In context'))).toContain('to settle the quarrel over the harbour dues.\n');
    expect(words(await press(answer, 'More passages'))).toContain('“');
    const said = discord.say({ content: `<@${discord.bot.id}> ${QUESTION}` });
    const mention = await discord.nextMessage(said.channel_id, undefined, said);
    const later = discord.say({ content: 'How long would she stay?', reference: mention });
    const reply = await discord.nextMessage(said.channel_id, undefined, later);
    expect(words(reply)).toContain('Understood as: How long would she stay');
  });

  it('an abstention has thumbs, too', async () => {
    const answer = await asked('What is the boiling point of tungsten?').settled();
    expect(words(await press(answer, '👎'))).toMatch(/^Thank you\./);
  });
});

describe('somebody in two servers', () => {
  it('chooses in direct messages whose documents are read, and each server has its own', async () => {
    await harbour.bot?.stop();
    const { guildId } = discord.addGuild({ name: 'Lighthouse' });
    // With two servers somebody has to say whose the host's documents are.
    await harbour.launch({ DISCORD_GUILD_ID: discord.guildId }).logged('Discord: ready');
    const channelId = discord.directMessages();
    const said = discord.say({ content: QUESTION, channelId });
    const menu = await discord.nextMessage(channelId, undefined, said);
    expect(words(menu)).toMatch(/^You and I are in several servers\./);
    const choose = async (chosen: string, name: string) => {
      discord.select({ message: menu, customId: 'v1:servers', values: [chosen] });
      await discord.waitFor(() => words(discord.current(menu)).includes(`documents of ${name}`), 'the choice');
      const again = discord.say({ content: QUESTION, channelId });
      return discord.nextMessage(channelId, undefined, again);
    };
    const elsewhere = await choose(guildId, 'Lighthouse');
    expect(elsewhere.content).toContain('From the documents of **Lighthouse**');
    expect(JSON.stringify(elsewhere)).not.toContain('Vane');
    const home = await choose(discord.guildId, 'Harbour');
    expect(words(home)).toContain(MEDIATED);
  });
});
