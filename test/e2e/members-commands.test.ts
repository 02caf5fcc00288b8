/**
 * Every slash command for readers with each of its options, by each of three members (without a role, with one, a moderator): the
 * JSON that is sent to whoever may see papers for a role, and to whoever may not, from the process entry.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import { addFogGunPapers, GUN_IN_MAY, JUNE, MAY, SHELLS, TWICE_AN_HOUR, tellsOfTheGun } from './fog-gun-papers.js';
import { brokenLimits } from './harbour-bot.js';
import { checkSent, inContext, OPENLY, type Sent, sent, UNDER } from './sent-to-members.js';
import { type Options, ThreeMembers } from './three-members.js';

const NO_SUCH_COLLECTION = 'There is no collection “pilots” here. You may choose from **default**.';

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
  expect(discord.refusals).toEqual([]);
});

describe('the commands as they are registered', () => {
  const OPTIONS: Readonly<Record<string, readonly string[]>> = {
    ask: ['question!', 'collection…', 'private'],
    summarize: ['topic-or-document!…', 'length', 'since', 'collection…', 'private'],
    search: ['query!', 'collection…'],
    verify: ['quote!', 'collection…', 'private'],
    sources: ['filter', 'sort', 'page', 'collection…'],
    timeline: ['topic!', 'since', 'collection…', 'private'],
    help: [],
    'forget-me': [],
  };

  it.each(Object.entries(OPTIONS))('/%s is for everybody, with %j', (name, options) => {
    const command = discord.commands().find((each) => each.name === name);
    expect(command?.default_member_permissions ?? null).toBeNull();
    const found = (command?.options ?? []).map((option) => {
      const { autocomplete = false } = option as { readonly autocomplete?: boolean };
      return `${option.name}${option.required ? '!' : ''}${autocomplete ? '…' : ''}`;
    });
    expect(found).toEqual(options);
  });

  it('are the only ones that are not for moderators', () => {
    const open = discord
      .commands()
      .filter(({ type, default_member_permissions: needs }) => type === 1 && needs == null);
    expect(open.map(({ name }) => name).sort()).toEqual(Object.keys(OPTIONS).sort());
  });
});

describe('/ask', () => {
  const shown: Partial<Sent> = {
    title: SHELLS,
    text: [
      '**Sources disagree:**\n- **7** \\[2\\] (Pilot Office, June 9, 2025)\n- **12** \\[1\\] (Pilot Office, May 2, 2025)',
      `**1** “The fog gun on the mole has **12** shells left, the pilot office said.”\n${MAY}`,
      `**2** “The fog gun on the mole has **7** shells left, the pilot office said.”\n${JUNE}`,
    ].join('\n\n'),
    footer: 'Quoted word for word from 2 documents · high confidence',
    buttons: [...inContext(2), ...UNDER],
  };

  it('privately quotes the papers with publisher, link, date and age, and where they disagree', () =>
    checkSent(three, 'ask', { options: { question: SHELLS, private: true }, shown, hidden: { title: SHELLS } }));

  it('of their collection quotes them, which is no name to others', () =>
    checkSent(three, 'ask', {
      options: { question: SHELLS, private: true, collection: 'Pilots' },
      shown,
      hidden: { text: NO_SUCH_COLLECTION.replace('pilots', 'Pilots'), buttons: [] },
    }));

  it('of another collection, or for everybody to read, quotes them to nobody', async () => {
    for (const user of three.members) {
      const other = await sent(three, user, 'ask', { question: SHELLS, private: true, collection: 'default' });
      const openly = await sent(three, user, 'ask', { question: SHELLS });
      expect(openly.first).toEqual(OPENLY);
      for (const each of [other, openly]) expect(tellsOfTheGun(JSON.stringify(each))).toBe(false);
      expect(await sent(three, user, 'ask', { question: SHELLS, collection: 'pilots' })).toMatchObject({
        first: OPENLY,
        text: NO_SUCH_COLLECTION,
      });
    }
  });
});

describe('/summarize', () => {
  const document = `**1** “The fog gun on the mole has 12 shells left, the pilot office said. ${TWICE_AN_HOUR}”\n${MAY}`;
  const title = 'Summary: The fog gun in May';
  const footer = 'Quoted word for word from 1 document';
  const buttons = [...inContext(1), ...UNDER];

  it('of a document, by its title or by the id that typing offers, quotes it', async () => {
    const shown = { title, text: document, footer, buttons };
    const topics = { 'topic-or-document': 'The fog gun in May', private: true };
    await checkSent(three, 'summarize', { options: topics, shown });
    const byId = { 'topic-or-document': 'uploads/pilots/gun-may.md', private: true, collection: 'pilots' };
    await checkSent(three, 'summarize', {
      options: byId,
      shown: { text: document, footer, buttons },
      hidden: { text: NO_SUCH_COLLECTION },
    });
  });

  it('of a topic is short or long, and of documents since a date', async () => {
    const [nobody, pilot] = three.members;
    const of = (topic: string, more: Options) =>
      sent(three, pilot, 'summarize', { 'topic-or-document': topic, private: true, ...more });
    const short = await of('Harbour treaty signed', { length: 'short' });
    const long = await of('Harbour treaty signed', { length: 'long' });
    expect([short.text?.match(/“/g)?.length, long.text?.match(/“/g)?.length]).toEqual([2, 3]);
    const options = { 'topic-or-document': 'fog gun', private: true, since: '2025-06' };
    await checkSent(three, 'summarize', {
      options,
      shown: { title: 'Summary: fog gun', text: expect.stringContaining(JUNE) as string, footer, buttons },
    });
    expect((await of('fog gun', { since: '2025-06' })).text).not.toContain(GUN_IN_MAY);
    const wrong = await sent(three, nobody, 'summarize', { 'topic-or-document': 'dues', since: 'june', private: true });
    expect(wrong.text).toMatch(/^The date cannot be used\. Expected a date like 2025-05-27, found june\./);
  });

  it('for everybody to read says nothing of them, whoever asks', async () => {
    for (const user of three.members) {
      const openly = await sent(three, user, 'summarize', { 'topic-or-document': 'fog gun' });
      expect(openly.first).toEqual(OPENLY);
      expect(tellsOfTheGun(JSON.stringify(openly))).toBe(false);
    }
  });
});

describe('/search', () => {
  it('lists their passages, numbered, nearest first, of all collections or of theirs', async () => {
    const title = 'Passages: fog gun';
    const footer = 'Nearest first. A passage here need not answer the question.';
    const text = expect.stringMatching(
      /^\*\*1\*\* “The fog gun in [^”]+”\n-# \[The fog gun in [\s\S]+?\n\n\*\*2\*\* “The fog gun/,
    );
    const options = { query: 'fog gun' };
    await checkSent(three, 'search', {
      options,
      shown: { title, text, footer, buttons: [...inContext(5), 'Next'] },
      hidden: { title, footer },
    });
    await checkSent(three, 'search', {
      options: { ...options, collection: 'pilots' },
      shown: { title, text, footer, buttons: inContext(3) },
      hidden: { text: NO_SUCH_COLLECTION },
    });
  });
});

describe('/timeline', () => {
  const day = (date: string): string => `**${date}, AGE**`;

  it('tells where accounts changed, then each quote under its day, in order of publication', () =>
    checkSent(three, 'timeline', {
      options: { topic: 'fog gun', private: true },
      shown: {
        title: 'Timeline: fog gun',
        text: [
          '**Accounts changed**, gun on the mole has … shells left:\n- **12** \\[1\\] (Pilot Office, May 2, 2025)\n- **7** \\[2\\] (Pilot Office, June 9, 2025)',
          `${day('May 2, 2025')}\n**1** “The fog gun on the mole has 12 shells left, the pilot office said.”\n${MAY}`,
          `${day('June 9, 2025')}\n**2** “The fog gun on the mole has 7 shells left, the pilot office said.”\n${JUNE}`,
        ].join('\n\n'),
        footer: 'Quoted word for word from 2 documents',
        buttons: [...inContext(2), ...UNDER],
      },
      hidden: { title: 'fog gun' },
    }));

  it('since a month leaves out what is older, of one collection, and is told of nobody’s papers openly', async () => {
    const text = `${day('June 9, 2025')}\n**1** “The fog gun on the mole has 7 shells left, the pilot office said.”\n${JUNE}`;
    const options = { topic: 'fog gun shells', private: true, since: '2025-06', collection: 'pilots' };
    await checkSent(three, 'timeline', { options, shown: { text }, hidden: { text: NO_SUCH_COLLECTION } });
    for (const user of three.members) {
      const openly = await sent(three, user, 'timeline', { topic: 'fog gun' });
      expect(openly.first).toEqual(OPENLY);
      expect(tellsOfTheGun(JSON.stringify(openly))).toBe(false);
    }
  });
});
