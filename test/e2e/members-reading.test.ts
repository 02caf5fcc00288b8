/**
 * What stands under an answer, pressed by each of three members (without a role, with one, a moderator): who is shown what of
 * papers for the role, in their channel and elsewhere, before and after a restart, from the process entry.
 */
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { brokenLimits, words } from './harbour-bot.js';
import { QUESTION, SECRET, ThreeMembers, TITLE, tells } from './three-members.js';

const OPEN = 'Who mediated the talks?';
const ALL = [true, true, true];
const OF_THE_ROLE = [false, true, true];

let three: ThreeMembers;
let discord: Discord;
/** Public, in the channel that the papers are for. */
let answer: APIMessage;

beforeAll(async () => {
  three = await ThreeMembers.prepare();
  ({ discord } = three);
  await three.manage('config', 'allow', { collection: 'pilots', role: three.pilots });
  await three.manage('config', 'allow', { collection: 'pilots', channel: three.bridge });
  answer = await discord.interact({ name: 'ask', options: { question: QUESTION }, channelId: three.bridge }).settled();
});
afterAll(() => three.harbour.close());
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals.filter(({ status }) => status !== 404)).toEqual([]);
});

describe('an answer', () => {
  it('has a label, the answering words in bold, title, date and age, and says how sure it is and of how many documents', () => {
    const [embed] = answer.embeds;
    expect(embed?.title).toBe(QUESTION);
    const [quote, source] = embed?.description?.split('\n') ?? [];
    expect(quote).toBe(
      `**1** “The night pilot of the harbour bar is **${SECRET}**, who has the only key to the signal house.”`,
    );
    expect(source).toMatch(/^-# Rota of the night pilots · February 11, 2025, \d+ years? ago · para\. 1$/);
    expect(embed?.footer?.text).toBe('Quoted word for word from 1 document · high confidence');
    expect(JSON.stringify(answer.components)).toContain('1 · In context');
  });
});

const LABELS = ['1 · In context', 'Sources', 'More passages'];

describe.each(['before a restart', 'after a restart'])('a public answer in the channel of the papers, %s', (when) => {
  beforeAll(async () => {
    if (when === 'after a restart') await three.restart();
  });

  it.each(LABELS)('%s shows everybody who reads the channel', async (label) => {
    expect(await three.whoIsTold(three.pressed(answer, label))).toEqual(ALL);
  });

  it.each(['👍', '👎'])('%s is counted for each of them, privately', async (label) => {
    expect(await three.whoIsShown(three.pressed(answer, label), 'Thank you.')).toEqual(ALL);
    for (const user of three.members) {
      const pressed = discord.press({ message: answer, label, user });
      expect(pressed.isPrivate(await pressed.settled())).toBe(true);
    }
  });
});

describe('once the channel is no longer one for the papers', () => {
  beforeAll(() => three.manage('config', 'deny', { collection: 'pilots', channel: three.bridge }));

  it.each(LABELS)('%s shows them to the role and to moderators alone', async (label) => {
    expect(await three.whoIsTold(three.pressed(answer, label))).toEqual(OF_THE_ROLE);
  });

  it('and says to others why there is nothing', async () => {
    const [nobody] = three.members;
    const json = await three.pressed(answer, 'Sources')(nobody);
    expect(json).toContain('that are no longer here, or that you may not see');
  });
});

describe('"In context"', () => {
  it('shows the paragraph around the quote, with links to where it comes from', async () => {
    const said = discord.say({ content: 'Reminder: the fish market moves to Lantern Square in June.' });
    const menu = { name: 'Add as document', kind: 3, targetId: said.id, user: discord.moderator } as const;
    await discord.interact(menu).settled((message) => !/Indexing…/.test(words(message)));
    const question = 'Where does the fish market move to in June?';
    const asked = await discord.interact({ name: 'ask', options: { question } }).settled();
    const link = `https://discord.com/channels/${discord.guildId}/${discord.channelId}/${said.id}`;
    expect(await three.whoIsShown(three.pressed(asked, '1 · In context'), link)).toEqual(ALL);
    expect(await three.whoIsShown(three.pressed(asked, 'Sources'), link)).toEqual(ALL);
  });
});

describe('"More passages"', () => {
  it('turns its pages for whoever pressed it, from the papers that they may see', async () => {
    for (const [at, user] of three.members.entries()) {
      const message = await three.privately(user, `${OPEN} ${QUESTION}`);
      const more = await discord.press({ message, label: 'More passages', user }).settled();
      const seen = new Set([words(more)]);
      for (let turn = 0; turn < 4 && hasButton(more, 'Next'); turn++) {
        const before = words(discord.current(more));
        if (!hasButton(discord.current(more), 'Next')) break;
        discord.press({ message: discord.current(more), label: 'Next', user });
        await discord.waitFor(() => words(discord.current(more)) !== before, 'the next page');
        seen.add(words(discord.current(more)));
      }
      expect(seen.size).toBeGreaterThan(1);
      expect(tells([...seen].join('\n').replaceAll(QUESTION, ''))).toBe(OF_THE_ROLE[at]);
    }
  });
});

describe('a document that is gone', () => {
  it('is quoted by no button for anybody: it says why, and a moderator’s undo brings it back as it was', async () => {
    await three.manage('config', 'allow', { collection: 'pilots', channel: three.bridge });
    const removed = discord.interact({ name: 'remove', options: { document: TITLE }, user: discord.moderator });
    expect((await removed.settled()).embeds[0]?.title).toBe('Removed');
    for (const label of LABELS) {
      expect(await three.whoIsTold(three.pressed(answer, label)), label).toEqual([false, false, false]);
    }
    expect(await three.whoIsShown(three.pressed(answer, 'Sources'), 'no longer here')).toEqual(ALL);
    await three.manage('undo');
    expect(await three.whoIsTold(three.pressed(answer, 'Sources'))).toEqual(ALL);
  });
});

function hasButton({ components }: APIMessage, label: string): boolean {
  return JSON.stringify(components ?? []).includes(`"${label}"`);
}
