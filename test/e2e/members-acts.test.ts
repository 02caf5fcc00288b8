/**
 * The JSON behind the acts of moderators, from the process entry: what each of three members (without a role, with one, a
 * moderator) is offered and sent, what undoing and open questions come to, how a reindex is told, and the trail of all of it.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type APIMessage, type APIUser, PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import type { Interaction } from '../support/emulator/interaction-handle.js';
import { brokenLimits, words } from './harbour-bot.js';
import { auditLines } from './kept.js';
import { everything, ThreeMembers } from './three-members.js';

const ALL = [true, true, true];
const NONE = [false, false, false];
const REFUSED = {
  type: 4,
  data: {
    flags: 64,
    allowed_mentions: { parse: [], replied_user: false },
    embeds: [
      {
        color: expect.any(Number),
        description:
          'Only moderators can do this: whoever has the Manage Server permission, or a role that `/config` names.',
      },
    ],
  },
};
const DEFERRED = { type: 5, data: { flags: 64 } };

let three: ThreeMembers;
let discord: Discord;
let acts: string;
/** Moderates by a role that `/config` names. */
let keeper: APIUser;
let keepers: string;

beforeAll(async () => {
  three = await ThreeMembers.prepare();
  ({ discord } = three);
  acts = discord.addChannel('acts');
  discord.overwrite(acts, { id: discord.guildId, deny: PermissionFlagsBits.ViewChannel });
  for (const user of [discord.moderator, discord.bot]) {
    discord.overwrite(acts, { id: user.id, allow: PermissionFlagsBits.ViewChannel });
  }
  keepers = discord.addRole('keepers');
  keeper = discord.addUser('kay');
  discord.grantCommands(keepers);
  discord.giveRole(keeper, keepers);
});
afterAll(() => three.harbour.close());
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals.filter(({ status }) => status !== 404)).toEqual([]);
});

/** Bodies of everything that was sent for an interaction, the first response first. */
const sentFor = ({ token }: Interaction): unknown[] =>
  discord.requests.filter(({ path }) => path.includes(token)).map(({ body }) => body);
const upload = (data: string) => ({ filename: 'tide.md', contentType: 'text/markdown', data: `# Tides\n\n${data}\n` });
const ask = (user: APIUser, question: string): Promise<APIMessage> =>
  discord.interact({ name: 'ask', options: { question }, user }).settled();
const isDone = (message: APIMessage): boolean => !/Indexing…|Waiting for/.test(words(message));

describe('each command for moderators', () => {
  const COMMANDS = {
    add: { options: { file: upload('The tide turns at six.') } },
    remove: { options: { document: 'Tides' } },
    undo: {},
    erase: { options: { document: 'Tides' } },
    reindex: { options: { last: true } },
    gaps: {},
    'config show': {},
    'config allow': { options: { collection: 'pilots', role: '' } },
    'config deny': { options: { collection: 'pilots', role: '' } },
    'config moderators': { options: { role: '' } },
    'config audit': {},
    'config threads': { options: { after: 0 } },
    'config retention': { options: { days: 30 } },
    'config limits': { options: { 'person-day': 500 } },
    'config caution': { options: { level: 'balanced' } },
    'Add as document': { kind: 3 },
  } as const;

  it('is registered for Manage Server and for servers alone', () => {
    const names = new Set(Object.keys(COMMANDS).map((name) => name.replace(/^config .*/, 'config')));
    const registered = discord.commands().filter(({ name }) => names.has(name));
    expect(registered.map(({ name }) => name).sort()).toEqual([...names].sort());
    for (const command of registered) {
      expect(command).toMatchObject({ default_member_permissions: '32', contexts: [0] });
    }
    const others = discord.commands().filter(({ name }) => !names.has(name));
    expect(others.length).toBeGreaterThan(5);
    expect(others.filter((each) => each.default_member_permissions != null)).toEqual([]);
  });

  it.each(Object.entries(COMMANDS))(
    '/%s is refused to others in one private message, and deferred for moderators',
    async (whole, how) => {
      const [first = '', subcommand] = whole.startsWith('config ') ? whole.split(' ') : [whole];
      const given = 'options' in how ? how.options : {};
      const options = 'role' in given ? { ...given, role: keepers } : given;
      const message = discord.say({ content: 'The tide turns at six.' });
      const use = {
        name: first,
        options,
        ...(subcommand && { subcommand }),
        ...('kind' in how && { kind: how.kind, targetId: message.id }),
      };
      const [nobody, pilot, moderator] = three.members;
      for (const user of [nobody, pilot]) {
        expect(() => discord.interact({ ...use, user })).toThrow('is not shown');
        const forced = discord.interact({ ...use, user, isForced: true });
        await forced.settled();
        expect(sentFor(forced)).toEqual([REFUSED]);
      }
      const done = discord.interact({ ...use, user: moderator });
      const reply = await done.settled(isDone);
      expect(done.isPrivate(reply)).toBe(true);
      expect(sentFor(done)[0]).toEqual(DEFERRED);
      expect(sentFor(done)[1]).toMatchObject({ allowed_mentions: { parse: [] }, embeds: [expect.anything()] });
      for (const user of [nobody, pilot]) expect(discord.isShownTo(reply, user)).toBe(false);
    },
  );

  it('is for members of a role that /config names, until it no longer does', async () => {
    const mayNow = async (): Promise<boolean> =>
      !(await everything(discord.interact({ name: 'gaps', user: keeper }))).includes('Only moderators');
    expect(await mayNow()).toBe(true);
    const shown = await everything(await three.manage('config', 'moderators', { role: keepers, remove: true }));
    expect(shown).toContain(`Members of <@&${keepers}> are no moderators by that role.`);
    expect(await mayNow()).toBe(false);
    await three.manage('config', 'moderators', { role: keepers });
    expect(await mayNow()).toBe(true);
  });
});

describe('undoing', () => {
  it('brings a replaced document back as it was, for every member', async () => {
    const question = 'When does the tide of Port Ansel turn?';
    const told = (found: string) => three.whoIsShown(three.command('ask', { question, private: true }), found);
    await three.manage('add', undefined, { file: upload('The tide of Port Ansel turns at half past four.') });
    expect(await told('at half past four')).toEqual(ALL);
    const replaced = await three.manage('add', undefined, { file: upload('The tide of Port Ansel turns at noon.') });
    expect(await everything(replaced)).toContain('Replaced by the new version');
    expect(await told('at noon')).toEqual(ALL);
    await three.manage('undo');
    expect(await told('at noon')).toEqual(NONE);
    expect(await told('turns at half past four.')).toEqual(ALL);
  });
});

describe('open questions', () => {
  const ROPE = 'Which rope holds the long mast of the Corvane schooner?';
  const gaps = (user = discord.moderator) => discord.interact({ name: 'gaps', user });

  it('are merged when alike, most asked first, with those whose answer did not help, and of nobody', async () => {
    await ask(three.members[0], 'How many stairs has the tower of Sorrel?');
    for (const user of three.members) await ask(user, ROPE);
    const answer = await ask(three.members[1], 'Who mediated the talks?');
    await discord.press({ message: answer, label: '👎', user: three.members[1] }).settled();
    const list = await gaps().settled();
    const text = words(list);
    expect(text).toMatch(/Which rope holds.*asked 3 times/s);
    expect(text.match(/Which rope/g)).toHaveLength(1);
    expect(text.indexOf('Which rope')).toBeLessThan(text.indexOf('How many stairs'));
    expect(text).toMatch(/Who mediated the talks\?.*1 answer did not help/s);
    for (const user of three.members) expect(text).not.toContain(user.id);
  });

  it('are dismissed by a button, which does nothing any more for who moderates no more', async () => {
    const one = (user: APIUser) => discord.interact({ name: 'gaps', options: { question: ROPE }, user }).settled();
    const held = await one(keeper);
    discord.takeRole(keeper, keepers);
    const refused = discord.press({ message: held, label: 'Dismiss', user: keeper });
    const shown = () => JSON.stringify([discord.current(held), ...refused.messages()]);
    await discord.waitFor(() => shown().includes('Only moderators'), 'the refusal');
    expect(words(await gaps().settled())).toContain('Which rope');
    discord.giveRole(keeper, keepers);

    const open = await one(discord.moderator);
    expect(JSON.stringify(open.components)).toContain('Harbour treaty signed');
    discord.press({ message: open, label: 'Dismiss', user: discord.moderator });
    await discord.waitFor(() => words(discord.current(open)).includes('Dismissed.'), 'the dismissal');
    expect(words(await gaps().settled())).not.toContain('Which rope');
    await ask(three.members[0], ROPE);
    expect(words(await gaps().settled())).toContain('Which rope');
  });
});

describe('a reindex', () => {
  it('tells what is new, changed, gone and as it was, and what failed and why, by sums and by names', async () => {
    const { papers } = three.harbour;
    await writeFile(join(papers, 'heron.txt'), 'A heron called Ibby nests on the lighthouse.\n');
    await writeFile(join(papers, 'notice-1.txt'), 'The bakery on Quay Street closes on Tuesdays.\n');
    await rm(join(papers, 'notice-2.txt'));
    await writeFile(join(papers, 'broken.txt'), Uint8Array.of(0x41, 0xff, 0xfe, 0x42));
    const text = words((await three.manage('reindex')).messages()[0]);
    expect(text).toContain('1 added · 1 changed · 1 removed · 11 unchanged · 1 failed');
    expect(text).toMatch(/Added\n.*heron\.txt.*Changed\n.*notice-1\.txt.*Removed\n.*notice-2\.txt/s);
    expect(text).toMatch(/broken\.txt[^\n]*UTF-8/);
    await rm(join(papers, 'broken.txt'));
  });

  it('edits its message once in two seconds at most, and is cancelled by another moderator, while they are one', async () => {
    const long = Array.from({ length: 9_000 }, (_, at) => `Crane ${at} of harbour ${at * 7} stood idle in the rain.`);
    await writeFile(join(three.harbour.papers, 'cranes.txt'), long.join(' '));
    const asked = discord.interact({ name: 'reindex', user: discord.moderator });
    const edits = () => sentFor(asked).length - 1;
    const atMs: number[] = [];
    await discord.waitFor(() => {
      while (atMs.length < edits()) atMs.push(performance.now());
      return atMs.length === 3;
    }, 'three states of the reindex');
    const gapsMs = atMs.slice(1).map((each, at) => each - (atMs[at] ?? 0));
    expect(Math.min(...gapsMs)).toBeGreaterThan(1_900);
    const states = sentFor(asked).slice(1) as Parameters<typeof words>[0][];
    for (const state of states) expect(words(state)).toMatch(/Indexing…|Waiting for/);

    const other = await discord.interact({ name: 'reindex', user: keeper }).settled();
    expect(words(other)).toContain('A reindex is running already.');
    discord.takeRole(keeper, keepers);
    expect(await everything(discord.press({ message: other, label: 'Cancel', user: keeper }))).toContain('Only mod');
    discord.giveRole(keeper, keepers);
    expect(words(await discord.press({ message: other, label: 'Cancel', user: keeper }).settled())).toContain(
      'It is being stopped.',
    );
    const ended = await asked.settled(({ embeds }) => embeds[0]?.title === 'Stopped before it was done');
    expect(words(ended)).toContain(`Cancelled by <@${keeper.id}>`);
    await rm(join(three.harbour.papers, 'cranes.txt'));
  });
});

describe('the trail', () => {
  it('has a line for each act, in the database and in the channel, which only its readers see', async () => {
    await three.manage('config', 'audit', { channel: acts });
    const before = auditLines(three.harbour).length;
    await three.manage('add', undefined, { file: upload('The tide of Port Ansel turns at dusk.') });
    await three.manage('undo');
    await three.manage('remove', undefined, { document: 'Ferry fares rise' });
    await three.manage('undo');
    await three.manage('reindex');
    await ask(three.members[0], 'Which cargo insurance do Corvane skippers buy?');
    const gap = { question: 'Which cargo insurance do Corvane skippers buy?', document: 'Harbour treaty signed' };
    await three.manage('gaps', undefined, gap);
    await three.manage('config', 'threads', { after: 3 });
    const kept = auditLines(three.harbour).slice(before);
    const who = discord.moderator.id;
    expect(kept.map((line) => line.split(' · ').slice(0, 2))).toEqual(
      ['add', 'undo', 'remove', 'undo', 'reindex', 'gap-answered', 'config'].map((act) => [act, who]),
    );
    expect(kept[0]).toContain('tide.md');
    expect(kept[2]).toContain('ferry.txt');
    expect(kept[5]).toContain('treaty.md');
    expect(kept[6]).toContain('threadAfter: 3');
    for (const line of kept) expect(line).not.toContain('Which cargo insurance');

    const told = discord.messages(acts).map(words);
    expect(told.slice(1).map((line) => line.split(' · ').slice(0, 2))).toEqual(
      ['added', 'undone', 'removed', 'undone', 'reindexed', 'answered an open question', 'changed a setting'].map(
        (act) => [`<@${who}>`, act],
      ),
    );
    for (const message of discord.messages(acts)) {
      expect(message.mentions).toEqual([]);
      expect(three.members.map((user) => discord.isShownTo(message, user))).toEqual([false, false, true]);
    }
    const open = await everything(await three.manage('config', 'audit', { channel: discord.channelId }));
    expect(open).toContain('Everyone in this server can read that channel, and so what moderators do.');
  });
});
