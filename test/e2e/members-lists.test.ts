/**
 * `/verify`, `/sources`, `/help`, `/forget-me` and what is offered while an option is typed, by each of three members (without a
 * role, with one, a moderator): the JSON that is sent, and whose papers it tells of, from the process entry.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIUser } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import {
  addFogGunPapers,
  GUN_IN_JUNE,
  GUN_IN_MAY,
  MAY,
  SHELLS,
  shortenPaperOfMay,
  TWICE_AN_HOUR,
  tellsOfTheGun,
} from './fog-gun-papers.js';
import { brokenLimits } from './harbour-bot.js';
import {
  checkSent,
  inContext,
  OPENLY,
  PRIVATELY,
  partsOf,
  sent,
  sentDirectly,
  UNDER,
  withoutEcho,
} from './sent-to-members.js';
import { type Options, ThreeMembers, TITLE } from './three-members.js';

const NO_SUCH_COLLECTION = 'There is no collection “pilots” here. You may choose from **default**.';
const NOT_HERE = '**No.** These words do not stand in the documents I can see.';

let three: ThreeMembers;
let discord: Discord;

beforeAll(async () => {
  three = await ThreeMembers.prepare();
  ({ discord } = three);
  await addFogGunPapers(three);
  await three.manage('config', 'allow', { collection: 'pilots', role: three.pilots });
});
afterAll(() => three.harbour.close());
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals.filter(({ status }) => status !== 404)).toEqual([]);
});

describe('/verify', () => {
  const NINE = 'The fog gun on the mole has 9 shells left, the pilot office said.';
  const found = (verdict: string, quote = TWICE_AN_HOUR): string => `${verdict}\n\n**1** “${quote}”\n${MAY}`;
  const nothing = { text: NOT_HERE, buttons: [] };
  const verify = (quote: string, text: string, options: Options = {}) =>
    checkSent(three, 'verify', {
      options: { quote, private: true, ...options },
      shown: { title: `Verify: ${quote}`, text, buttons: inContext(1) },
      hidden:
        options['collection'] === undefined ? { title: `Verify: ${quote}`, ...nothing } : { text: NO_SUCH_COLLECTION },
    });

  it('tells an exact quote, of all collections and of one', async () => {
    await verify(TWICE_AN_HOUR, found('**Yes, to the letter.**'));
    await verify(TWICE_AN_HOUR, found('**Yes, to the letter.**'), { collection: 'pilots' });
    const [, pilot] = three.members;
    const elsewhere = { quote: TWICE_AN_HOUR, private: true, collection: 'default' };
    expect(await sent(three, pilot, 'verify', elsewhere)).toMatchObject(nothing);
  });

  it('tells one that differs in case alone', () =>
    verify(
      'the fog gun is FIRED twice an hour',
      found('**Yes, but for case, quotation marks, dashes or spaces.**', TWICE_AN_HOUR.slice(0, -1)),
    ));

  it('shows how one differs, word for word', () =>
    verify(
      NINE,
      [
        '**Not in these words.** The closest passage differs:',
        '> The fog gun on the mole has **12** ~~9~~ shells left, the pilot office said.\n-# **bold**: only in the document · ~~struck~~: only in your words',
        `**1** “${NINE.replace('9', '12')}”\n${MAY}`,
      ].join('\n\n'),
    ));

  it('for everybody to read knows nobody’s papers, whoever asks', async () => {
    for (const user of three.members) {
      expect(await sent(three, user, 'verify', { quote: TWICE_AN_HOUR })).toMatchObject({ first: OPENLY, ...nothing });
    }
  });

  it('tells what stood in an earlier version', async () => {
    await shortenPaperOfMay(three);
    await verify(TWICE_AN_HOUR, found('**Not any more.** These words stood in an earlier version of the document:'));
    await three.manage('undo');
    await verify(TWICE_AN_HOUR, found('**Yes, to the letter.**'));
  });
});

describe('/sources', () => {
  const ROTA = `**${TITLE}**\n-# February 11, 2025, AGE · \`uploads/pilots/rota.md\``;
  const gun = (month: string, url: string, date: string): string =>
    `**[The fog gun in ${month}](${url})**\n-# Pilot Office · ${date}, AGE · \`uploads/pilots/gun-${month.toLowerCase()}.md\``;
  const [JUNE, IN_MAY] = [gun('June', GUN_IN_JUNE, 'June 9, 2025'), gun('May', GUN_IN_MAY, 'May 2, 2025')];
  const TREATY = '**Harbour treaty signed**\n-# Elmsby Courier · March 21, 2025, AGE · `treaty.md`';
  const TALKS = '**Corvane and Elmsby sit down at Port Ansel**\n-# The Ansel Gull · March 4, 2025, AGE · `talks.md`';
  const begins = (...blocks: string[]): string => expect.stringMatching(beginningWith(blocks)) as string;

  it('lists by title, and counts for each member what they may see', () =>
    checkSent(three, 'sources', {
      options: {},
      shown: { title: 'Sources', text: begins(TALKS), footer: '16 documents · page 1 of 2', buttons: ['Next'] },
      hidden: { title: 'Sources', text: begins(TALKS), footer: '13 documents · page 1 of 2', buttons: ['Next'] },
    }));

  it.each([
    ['newest', [JUNE, IN_MAY, TREATY, TALKS, ROTA], [TREATY, TALKS]],
    ['oldest', [ROTA, TALKS, TREATY, IN_MAY, JUNE], [TALKS, TREATY]],
    ['title', [TALKS], [TALKS]],
  ])('lists by date or title: %s', (sort, shown, hidden) =>
    checkSent(three, 'sources', {
      options: { sort },
      shown: { text: begins(...shown) },
      hidden: { text: begins(...hidden) },
    }),
  );

  it('opens at a page, and has none past the last', async () => {
    const all = [ROTA, JUNE, IN_MAY].join('\n\n');
    const shown = {
      text: expect.stringContaining(all) as string,
      footer: '16 documents · page 2 of 2',
      buttons: ['Previous'],
    };
    const hidden = { footer: '13 documents · page 2 of 2', buttons: ['Previous'] };
    for (const page of [2, 9]) await checkSent(three, 'sources', { options: { page }, shown, hidden });
  });

  it('is narrowed by a filter, or to a collection', async () => {
    const two = { text: [JUNE, IN_MAY].join('\n\n'), footer: '2 documents · page 1 of 1', buttons: [] };
    const none = { text: 'No document matches these words.', footer: undefined, buttons: [] };
    await checkSent(three, 'sources', { options: { filter: 'pilot office' }, shown: two, hidden: none });
    const shown = { text: [ROTA, JUNE, IN_MAY].join('\n\n'), footer: '3 documents · page 1 of 1', buttons: [] };
    await checkSent(three, 'sources', {
      options: { collection: 'pilots' },
      shown,
      hidden: { text: NO_SUCH_COLLECTION },
    });
    const both = { filter: 'gun', sort: 'oldest', page: 1, collection: 'pilots' };
    await checkSent(three, 'sources', { options: both, shown: { text: [IN_MAY, JUNE].join('\n\n') } });
  });
});

describe('/help', () => {
  it('has examples that bring an answer to whoever reads them, and counts what they may see', async () => {
    const counted = ['13 documents in **default**', '16 documents in **default**, **pilots**'];
    for (const [at, user] of three.members.entries()) {
      let help = await sent(three, user, 'help', {});
      // What is not answered within a second is left out, and is there the next time.
      for (let tries = 0; tries < 9 && /^- `\/\w+` \*/m.test(help.text ?? ''); tries += 1) {
        help = await sent(three, user, 'help', {});
      }
      const { first, text = '' } = help;
      expect(first).toEqual(PRIVATELY);
      expect(text).toContain(`I can read ${counted[Math.min(at, 1)]}.`);
      for (const [name, option] of [
        ['ask', 'question'],
        ['summarize', 'topic-or-document'],
        ['timeline', 'topic'],
      ] as const) {
        const example = new RegExp(`^- \`/${name}\` (.*)$`, 'm').exec(text)?.[1] ?? '';
        const { buttons } = await sent(three, user, name, { [option]: example, private: true });
        expect(buttons, `${user.username}: /${name} ${example}`).toEqual(expect.arrayContaining(UNDER));
      }
    }
  });
});

describe('/forget-me', () => {
  it('asks each member before it deletes anything, privately', async () => {
    for (const user of three.members) {
      const form = await sent(three, user, 'forget-me', {});
      expect(form).toMatchObject({ first: PRIVATELY, title: 'Forget me', buttons: ['Delete all of it'] });
      expect(form.text).toMatch(/^This deletes your questions and your feedback, .* It cannot be undone\.$/);
    }
  });
});

describe('in direct messages', () => {
  it.each([
    ['ask', { question: SHELLS }],
    ['summarize', { 'topic-or-document': 'fog gun' }],
    ['search', { query: 'fog gun' }],
    ['verify', { quote: TWICE_AN_HOUR }],
    ['sources', { filter: 'gun' }],
    ['timeline', { topic: 'fog gun' }],
  ] as [string, Options][])('/%s tells of them to the role and to moderators', async (name, options) => {
    const told: boolean[] = [];
    for (const user of three.members)
      told.push(tellsOfTheGun(withoutEcho(await sentDirectly(three, user, name, options), options)));
    expect(told).toEqual([false, true, true]);
  });
});

describe('what is offered while it is typed', () => {
  const choices = async (user: APIUser, name: string, focused: string, options: Options) => {
    const asked = discord.autocomplete({ name, focused, options, user });
    expect((await asked.firstResponse()).type).toBe(8);
    return asked.choices();
  };

  it('is a title, however it is misspelt, to whoever may see it', async () => {
    const [nobody, pilot, moderator] = three.members;
    const about = 'topic-or-document';
    for (const typed of ['fgo gnu in jnue', 'JUNE', 'the fog gun in ju']) {
      const typing = { [about]: typed, private: true };
      const [best] = await choices(pilot, 'summarize', about, typing);
      expect(best).toEqual({ name: 'The fog gun in June', value: 'uploads/pilots/gun-june.md' });
      expect((await choices(moderator, 'summarize', about, typing))[0]).toEqual(best);
      expect(tellsOfTheGun(JSON.stringify(await choices(nobody, 'summarize', about, typing)))).toBe(false);
      for (const user of three.members) {
        expect(tellsOfTheGun(JSON.stringify(await choices(user, 'summarize', about, { [about]: typed })))).toBe(false);
      }
    }
  });

  it.each(['ask', 'summarize', 'search', 'verify', 'sources', 'timeline'])('is a collection for /%s', async (name) => {
    const isAlwaysPrivate = name === 'search' || name === 'sources';
    const open = { name: 'default', value: 'default' };
    const pilots = { name: 'pilots', value: 'pilots' };
    const options = { collection: '', ...(isAlwaysPrivate ? {} : { private: true }) };
    const offered: unknown[] = [];
    for (const user of three.members) offered.push(await choices(user, name, 'collection', options));
    expect(offered).toEqual([[open], [open, pilots], [open, pilots]]);
    if (isAlwaysPrivate) return;
    for (const user of three.members)
      expect(await choices(user, name, 'collection', { collection: '' })).toEqual([open]);
  });

  it('comes while a reindex is under way', async () => {
    const text = Array.from({ length: 60 }, (_, at) => `Gate ${at} opens at nine and shuts at ten.`).join(' ');
    const gates = Array.from({ length: 40 }, (_, at) => join(three.harbour.papers, `gate-${at}.txt`));
    for (const [at, gate] of gates.entries()) await writeFile(gate, `Gatehouse ${at}. ${text}\n`);
    const reindex = discord.interact({ name: 'reindex', user: discord.moderator });
    const running = await reindex.settled((message) => partsOf(message).buttons.includes('Cancel'));
    const typed = { 'topic-or-document': 'fog gun', private: true };
    const told: boolean[] = [];
    for (const user of three.members) {
      told.push(tellsOfTheGun(JSON.stringify(await choices(user, 'summarize', 'topic-or-document', typed))));
    }
    expect(told).toEqual([false, true, true]);
    expect(partsOf(discord.current(running)).buttons).toEqual(['Cancel']);
    discord.press({ message: discord.current(running), label: 'Cancel', user: discord.moderator });
    await reindex.settled(({ embeds }) => JSON.stringify(embeds).includes('Stopped before it was done'));
    for (const gate of gates) await rm(gate);
  });
});

function beginningWith(blocks: readonly string[]): RegExp {
  return new RegExp(`^${blocks.join('\n\n').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
