/**
 * Every act of moderators, tried by each of three members (without a role, with one, a moderator), from the process entry: the
 * moderator's is done, told in full and written down, the others' change nothing and learn nothing.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, words } from './harbour-bot.js';
import { QUESTION, type Surface, ThreeMembers, TITLE, tells } from './three-members.js';

const MODERATORS = [false, false, true];
const CRANE = 'The red crane of Port Ansel was built in 1931 by the Tolly brothers.';
const CRANE_FILE = { filename: 'crane.md', contentType: 'text/markdown', data: `# The crane\n\n${CRANE}\n` };

let three: ThreeMembers;
let discord: Discord;
/** Where acts are announced. */
let acts: string;

beforeAll(async () => {
  three = await ThreeMembers.prepare();
  ({ discord } = three);
  acts = discord.addChannel('acts');
  await three.manage('config', 'audit', { channel: acts });
});
afterAll(() => three.harbour.close());
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals.filter(({ status }) => status !== 404)).toEqual([]);
});

/** Acts told in the channel, oldest first. */
const announced = (): string[] =>
  discord.requestsTo(`POST /channels/${acts}/messages`).map(({ body }) => words(body as Parameters<typeof words>[0]));

/** Of each member whether the act was done; those who may not do it are told so, privately, and nothing of the papers. */
async function whoDoes(surface: Surface, done: RegExp): Promise<boolean[]> {
  const does: boolean[] = [];
  for (const [at, member] of three.members.entries()) {
    const json = await surface(member);
    if (at < 2) {
      expect(json).toContain('Only moderators');
      expect(tells(json)).toBe(false);
    }
    does.push(done.test(json.replaceAll('*', '')));
  }
  return does;
}

const isDone = (message: APIMessage): boolean => !/Indexing…|Waiting for/.test(words(message));
/** Sent by force, once it is done. */
const sent =
  (name: string, options: Parameters<ThreeMembers['forced']>[1] = {}, subcommand?: string): Surface =>
  async (user) => {
    const use = { name, options, user, isForced: true, ...(subcommand && { subcommand }) };
    const asked = discord.interact(use);
    const message = await asked.settled(isDone);
    expect(asked.isPrivate(message)).toBe(true);
    return JSON.stringify(asked.messages());
  };
const answered = (question: string, found: string): Promise<boolean[]> =>
  three.whoIsShown(three.command('ask', { question, private: true }), found);

describe('of each member, the moderator alone', () => {
  it('adds a file, which everybody is answered from, and undoes that', async () => {
    expect(await whoDoes(sent('add', { file: CRANE_FILE }), /"title":"Added"/)).toEqual(MODERATORS);
    expect(await answered('Who built the red crane?', 'Tolly brothers')).toEqual([true, true, true]);
    expect(await whoDoes(sent('undo'), /Taken back: what was added in default/)).toEqual(MODERATORS);
    expect(await answered('Who built the red crane?', 'Tolly brothers')).toEqual([false, false, false]);
  });

  it('is shown the form for pasted text, and adds with it', async () => {
    for (const user of three.members) {
      const asked = discord.interact({ name: 'add', user, isForced: true });
      if (user !== discord.moderator) {
        expect(words(await asked.settled())).toContain('Only moderators');
        continue;
      }
      expect(await asked.firstResponse()).toMatchObject({ type: 9, data: { title: 'Add a document' } });
      const form = discord.modalSubmit({ asked, fields: { text: CRANE, title: 'The crane' }, user });
      expect(JSON.stringify(await form.settled(isDone))).toContain('The crane');
    }
    expect(await answered('Who built the red crane?', 'Tolly brothers')).toEqual([true, true, true]);
  });

  it('makes a document of a message by its menu', async () => {
    const menu = (user: Parameters<Surface>[0]) =>
      three.menu('Add as document', 'The market moves to Lantern Square.')(user);
    const does: boolean[] = [];
    for (const user of three.members) does.push(/Indexing…|"title":"Added"/.test(await menu(user)));
    expect(does).toEqual(MODERATORS);
  });

  it('removes a document, and what undoing brings back is as it was', async () => {
    expect(await whoDoes(sent('remove', { document: TITLE }), /"title":"Removed"/)).toEqual(MODERATORS);
    expect(await answered(QUESTION, 'Wenna Tolk')).toEqual([false, false, false]);
    expect(await whoDoes(sent('undo'), /Taken back: a removal in pilots/)).toEqual(MODERATORS);
    expect(await answered(QUESTION, 'Wenna Tolk')).toEqual(MODERATORS);
  });

  it('reindexes, and is told what was added, changed, removed, left as it was, and what failed and why', async () => {
    const { papers } = three.harbour;
    await writeFile(join(papers, 'heron.txt'), 'A heron called Ibby nests on the lighthouse.\n');
    await writeFile(join(papers, 'notice-1.txt'), 'The bakery on Quay Street closes on Tuesdays.\n');
    await writeFile(join(papers, 'broken.txt'), Uint8Array.of(0x41, 0xff, 0xfe, 0x42));
    expect(await whoDoes(sent('reindex'), /1 added.*1 changed.*1 failed/)).toEqual(MODERATORS);
    const last = await sent('reindex', { last: true })(discord.moderator);
    for (const name of ['heron.txt', 'notice-1.txt', 'broken.txt', 'UTF-8']) expect(last).toContain(name);
    expect(await answered('Which heron nests on the lighthouse?', 'Ibby')).toEqual([true, true, true]);
  });

  it('sees the open questions, answers one by pointing at a document, and dismisses one', async () => {
    const asked = ['Which cargo insurance do Corvane skippers buy?', 'How deep is the well of Sorrel?'];
    for (const question of asked) await three.command('ask', { question })(discord.user);
    expect(await whoDoes(sent('gaps'), /Which cargo insurance.*How deep|How deep.*Which cargo insurance/s)).toEqual(
      MODERATORS,
    );
    const point = { question: asked[0] ?? '', document: 'Harbour treaty signed' };
    expect(await whoDoes(sent('gaps', point), /Answered by pointing at Harbour treaty signed/)).toEqual(MODERATORS);
    expect(await answered(asked[0] ?? '', 'A moderator points to:')).toEqual([true, true, true]);
    expect(await sent('gaps')(discord.moderator)).not.toContain('Which cargo insurance');
  });

  it('points at papers that only some may see, and only those are shown them', async () => {
    const question = 'Which boots do night watchers wear?';
    await three.command('ask', { question })(discord.user);
    await sent('gaps', { question, document: TITLE })(discord.moderator);
    await three.manage('config', 'allow', { collection: 'pilots', role: three.pilots });
    expect(await answered(question, 'A moderator points to:')).toEqual([false, true, true]);
    await three.manage('config', 'deny', { collection: 'pilots', role: three.pilots });
  });

  it.each([
    ['show', {}, /Who sees which collection/],
    ['limits', { 'person-day': 500 }, /500 a day/],
    ['retention', { days: 10 }, /kept for 10 days/],
    ['threads', { after: 5 }, /after 5 answers/],
    ['caution', { level: 'strict' }, /From now on: strict/],
    ['allow', { collection: 'pilots', role: 'everyone' }, /opened to everyone/],
    ['deny', { collection: 'pilots', role: 'everyone' }, /closed to everyone/],
  ] as const)('sets what /config %s is for', async (subcommand, given, done) => {
    const options = 'role' in given ? { ...given, role: discord.guildId } : given;
    expect(await whoDoes(sent('config', options, subcommand), done)).toEqual(MODERATORS);
    if (subcommand === 'caution') await three.manage('config', 'caution', { level: 'balanced' });
  });

  it('erases a document for good, also by the button that was shown', async () => {
    const does: boolean[] = [];
    for (const user of three.members) {
      const asked = discord.interact({ name: 'erase', options: { document: TITLE }, user, isForced: true });
      const message = await asked.settled();
      does.push(JSON.stringify(message).includes('Gone for good'));
      if (user !== discord.moderator) continue;
      discord.press({ message, label: 'Erase for good', user });
      await discord.waitFor(() => words(discord.current(message)).includes('is erased from'), 'the erasing');
    }
    expect(does).toEqual(MODERATORS);
    expect(await answered(QUESTION, 'Wenna Tolk')).toEqual([false, false, false]);
    expect(await sent('undo')(discord.moderator)).not.toContain('erase');
    expect(await answered(QUESTION, 'Wenna Tolk')).toEqual([false, false, false]);
  });
});

describe('each act', () => {
  it('is announced in the channel for it, with who and what, and kept through a restart', async () => {
    const who = `<@${discord.moderator.id}>`;
    const told = announced();
    const expected = [
      'changed a setting',
      'added',
      'undone',
      'removed',
      'reindexed',
      'answered an open question',
      'erased for good',
    ];
    for (const act of expected)
      expect(
        told.some((line) => line.startsWith(`${who} · ${act}`)),
        act,
      ).toBe(true);
    expect(told.every((line) => line.startsWith(who))).toBe(true);
    await three.restart();
    const shown = await sent('config', {}, 'show')(discord.moderator);
    expect(shown).toContain(`<#${acts}>`);
  });
});
