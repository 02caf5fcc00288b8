/** What people say to the bot and what it says back, from its process entry, through gateway and REST. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import type { BotProcess } from './bot-process.js';
import { brokenLimits, HarbourBot, sentViews, words } from './harbour-bot.js';

const MEDIATED = '“The talks were mediated by the retired judge Petra Vane, whom both towns had asked for.”';
const DENIED = { parse: [], replied_user: false };
const DEFERRED = { type: 5 };
const DEFERRED_PRIVATELY = { type: 5, data: { flags: 64 } };

let harbour: HarbourBot;
let discord: Discord;
let bot: BotProcess;
/** How many refusals the tests themselves asked for. */
let refusalsWanted = 0;

beforeAll(async () => {
  harbour = await HarbourBot.prepare();
  discord = harbour.discord;
  bot = await harbour.start();
  await harbour.liftLimits();
});

afterAll(() => harbour.close());

afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(discord.refusals).toHaveLength(refusalsWanted);
});

const ask = (question: string, options: Readonly<Record<string, boolean>> = {}) => ({
  name: 'ask',
  options: { question, ...options },
});

/** The body of the first response to an interaction. */
function firstBody(asked: { readonly token: string }): unknown {
  return discord.requests.find(({ path }) => path.includes(asked.token) && path.endsWith('/callback'))?.body;
}

describe('/ask', () => {
  it('answers with a quote, its source and its date, after a first response that carries nothing', async () => {
    const asked = discord.interact(ask('Who mediated the talks?'));
    await asked.settled();
    expect(firstBody(asked)).toEqual(DEFERRED);
    const views = sentViews(discord, asked);
    expect(views).toHaveLength(1);
    expect(words(views[0])).toContain(MEDIATED);
    expect(words(views[0])).toMatch(/The Ansel Gull[^\n]*March 4, 2025/);
    expect(views[0]).toMatchObject({ allowed_mentions: DENIED, embeds: [{ title: 'Who mediated the talks?' }] });
  });

  it('speaks the language of whoever alone sees the answer, beside a quote that stays as it is', async () => {
    const asked = discord.interact({ ...ask('Who mediated the talks?', { private: true }), locale: 'de' });
    await asked.settled();
    const [view] = sentViews(discord, asked);
    expect(words(view)).toContain(MEDIATED);
    expect(words(view)).toMatch(/The Ansel Gull[^\n]*4\. März 2025, vor/);
    expect(view?.embeds?.[0]?.footer?.text).toMatch(/^Wörtlich zitiert aus 1 Dokument · /);
  });

  it('is private when asked to be', async () => {
    const asked = discord.interact(ask('Who mediated the talks?', { private: true }));
    expect(asked.isPrivate(await asked.settled())).toBe(true);
    expect(firstBody(asked)).toEqual(DEFERRED_PRIVATELY);
  });

  it('shows many quotes, each with its label and its button', async () => {
    const asked = discord.interact(ask('What does the treaty say about the dues, the harbour office and the council?'));
    const shown = words(await asked.settled());
    const buttons = JSON.stringify(sentViews(discord, asked)).match(/"label":"\d · In context"/g) ?? [];
    expect(buttons.length).toBeGreaterThanOrEqual(3);
    expect(shown.match(/^\d “Under the treaty [^\n]*”$/gm)?.length).toBeGreaterThanOrEqual(3);
    expect(shown.match(/“/g)).toHaveLength(buttons.length);
  });

  it('abstains when the documents are silent, and shows the nearest passages', async () => {
    const asked = discord.interact(ask('What is the boiling point of tungsten?'));
    await asked.settled();
    const [view] = sentViews(discord, asked);
    expect(view?.embeds?.[0]?.title).toBe('What is the boiling point of tungsten?');
    expect(words(view)).toMatch(/^The documents /);
    expect(words(view)).toMatch(/“[^”]+”/);
  });

  it('answers fifty people at once', async () => {
    const asked = Array.from({ length: 50 }, () => discord.interact(ask('Who mediated the talks?')));
    const answers = await Promise.all(asked.map((each) => each.settled()));
    expect(answers.filter((answer) => words(answer).includes(MEDIATED))).toHaveLength(50);
  });

  it('turns down what is no question with a plain sentence', async () => {
    for (const question of ['   ', '🙈🙈🙈', 'x'.repeat(2_000)]) {
      const asked = discord.interact(ask(question));
      expect(words(await asked.settled())).not.toBe('');
    }
  });
});

describe('the other commands', () => {
  it('/summarize quotes the document it is asked about', async () => {
    const asked = discord.interact({ name: 'summarize', options: { 'topic-or-document': 'Harbour treaty signed' } });
    await asked.settled();
    expect(firstBody(asked)).toEqual(DEFERRED);
    expect(words(sentViews(discord, asked)[0])).toContain('“The harbour treaty was signed on 20 March 2025');
  });

  it('/search lists passages privately', async () => {
    const asked = discord.interact({ name: 'search', options: { query: 'ferry to the island of Sorrel' } });
    expect(words(await asked.settled())).toContain('costs four crowns');
    expect(firstBody(asked)).toEqual(DEFERRED_PRIVATELY);
  });

  it('/verify tells an exact quote from one that differs', async () => {
    const exact = discord.interact({ name: 'verify', options: { quote: 'Children travel free.' } });
    expect(words(await exact.settled())).toContain('“Children travel free.”');
    const quote = 'The harbour treaty was signed on 25 March 2025 in the customs house of Port Ansel.';
    const near = discord.interact({ name: 'verify', options: { quote } });
    const shown = words(await near.settled());
    expect(shown).toMatch(/20/);
    expect(shown).toMatch(/25/);
  });

  it('/sources lists the documents and turns its pages in place', async () => {
    const listed = await discord.interact({ name: 'sources' }).settled();
    expect(listed.embeds[0]?.footer?.text).toContain('13 documents');
    const turned = discord.press({ message: listed, label: 'Next' });
    await discord.waitFor(() => words(discord.current(listed)) !== words(listed), 'the second page');
    expect(firstBody(turned)).toEqual({ type: 6 });
  });

  it('/help says how to ask', async () => {
    expect(words(await discord.interact({ name: 'help' }).settled())).toContain('/ask');
  });

  it('left over from an older version gets a polite no', async () => {
    const asked = discord.interact({ name: 'oracle', isStale: true });
    await asked.settled();
    expect(firstBody(asked)).toMatchObject({ type: 4, data: { flags: 64, allowed_mentions: DENIED } });
    expect(words(sentViews(discord, asked)[0])).toContain('`/oracle`');
    await bot.logged('A command that this version does not have');
  });
});

describe('/reindex', () => {
  it('is refused to a member', async () => {
    const asked = discord.interact({ name: 'reindex', isForced: true });
    await asked.settled();
    expect(firstBody(asked)).toMatchObject({ type: 4, data: { flags: 64 } });
    expect(words(sentViews(discord, asked)[0])).toContain('Manage Server');
  });

  it('brings in, for a moderator, what is new in the folder and takes out what is gone', async () => {
    await writeFile(
      join(harbour.papers, 'whale.txt'),
      'A white whale called Odda swam into the harbour of Port Ansel.\n',
    );
    await rm(join(harbour.papers, 'notice-10.txt'));
    const asked = discord.interact({ name: 'reindex', user: discord.moderator });
    await asked.settled((message) => words(message).includes('whale.txt'));
    expect(firstBody(asked)).toEqual(DEFERRED_PRIVATELY);
    const report = words(asked.original());
    expect(report).toContain('notice-10.txt');
    const answer = await discord.interact(ask('Which whale swam into the harbour?')).settled();
    expect(words(answer)).toContain('A white whale called Odda');
  });
});

describe('in a channel', () => {
  it('a mention is answered by a reply that pings nobody', async () => {
    const said = discord.say({ content: `<@${discord.bot.id}> who mediated the talks?` });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    expect(words(reply)).toContain(MEDIATED);
    const sent = discord.requestsTo(`POST /channels/${said.channel_id}/messages`).at(-1);
    const message_reference = { message_id: said.id, fail_if_not_exists: false };
    expect(sent?.body).toMatchObject({ message_reference, allowed_mentions: DENIED });
  });

  it('a reply to the bot that pings it is answered, too', async () => {
    const first = discord.say({ content: `<@${discord.bot.id}> who mediated the talks?` });
    const answer = await discord.nextMessage(first.channel_id, undefined, first);
    const said = discord.say({ content: 'When was the harbour treaty signed?', reference: answer });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    expect(words(reply)).toContain('signed on 20 March 2025');
    expect(reply.message_reference?.message_id).toBe(said.id);
  });
});

describe('trouble', () => {
  it('of the gateway is resumed, and what was asked meanwhile is answered', async () => {
    discord.dropGateway();
    await discord.disconnected();
    const asked = discord.interact(ask('Who mediated the talks?'));
    expect(words(await asked.settled())).toContain(MEDIATED);
    expect([discord.identifies, discord.resumes]).toEqual([1, 1]);
    await bot.logged('Connection to Discord resumed');
  });

  it('with a rate limit is waited out', async () => {
    discord.rateLimitNext({ route: 'PATCH /webhooks', retryAfter: 0.2 });
    refusalsWanted += 1;
    const asked = discord.interact(ask('Who mediated the talks?'));
    expect(words(await asked.settled())).toContain(MEDIATED);
    await bot.logged('(429)');
  });

  it('with an interaction that expired is logged, and the next one is answered', async () => {
    const late = discord.interact({ ...ask('Who mediated the talks?'), ageMs: 3_001 });
    refusalsWanted += 1;
    expect(await bot.logged('An interaction could not be answered')).toMatchObject({ interaction: late.id });
    expect(words(await discord.interact(ask('Who mediated the talks?')).settled())).toContain(MEDIATED);
  });

  it('reaches the user with an id that stands in the log', async () => {
    discord.failNext({ route: 'PATCH /webhooks', status: 400, body: { code: 50_035, message: 'Invalid Form Body' } });
    refusalsWanted += 1;
    const asked = discord.interact(ask('Who mediated the talks?'));
    const id = /Reference `([0-9a-f]{8})`/.exec(words(await asked.settled()))?.[1];
    expect(await bot.logged('A request failed')).toMatchObject({ incident: id, interaction: asked.id });
  });

  it('never shows the token in the log', () => {
    expect(bot.output).not.toContain(discord.token);
  });
});
