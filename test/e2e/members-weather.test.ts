/**
 * Bad weather, as each of three members (without a role, with one, a moderator) meets it, from the process entry: what is private
 * stays with whoever asked, each is told once what they may see, or the log has it, and says nothing of the papers.
 */
import type { APIUser } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import type { Interaction } from '../support/emulator/interaction-handle.js';
import { brokenLimits, words } from './harbour-bot.js';
import { QUESTION, SECRET, ThreeMembers, tells } from './three-members.js';

const OF_THE_ROLE = [false, true, true];
const OPEN = 'Who mediated the talks?';
const MEDIATED = 'Petra Vane';

let three: ThreeMembers;
let discord: Discord;

beforeAll(async () => {
  three = await ThreeMembers.prepare();
  ({ discord } = three);
  await three.manage('config', 'allow', { collection: 'pilots', role: three.pilots });
});
afterAll(() => three.harbour.close());
/** Whatever went wrong, nobody reads of the papers in the channel, nor in the log. */
afterEach(() => {
  expect(brokenLimits(discord)).toEqual([]);
  expect(tells(JSON.stringify(discord.messages()))).toBe(false);
  expect(three.harbour.bot?.output).not.toContain(SECRET);
});

const ask = (user: APIUser, options: Readonly<Record<string, string | boolean>>, ageMs = 0): Interaction =>
  discord.interact({ name: 'ask', options: { question: QUESTION, ...options }, user, ageMs });

/** Whether they were told of the papers by one message, which they alone see. */
async function toldAlone(asked: Interaction, user: APIUser): Promise<boolean> {
  const message = await asked.settled();
  expect(asked.messages()).toHaveLength(1);
  expect(three.members.filter((each) => discord.isShownTo(message, each))).toEqual([user]);
  return tells(JSON.stringify(message));
}

const PATCH = 'PATCH /webhooks';
const GATEWAY: Readonly<Record<string, () => void>> = {
  'a reconnect': () => discord.requestReconnect(),
  'a connection that is cut': () => discord.dropGateway(),
};
const REST: Readonly<Record<string, () => void>> = {
  '429, saying until when': () => discord.rateLimitNext({ route: PATCH, retryAfter: 0.1 }),
  '429 for everything, saying until when': () => discord.rateLimitNext({ route: PATCH, retryAfter: 0.1, global: true }),
  '429, not saying until when': () => discord.rateLimitNext({ route: PATCH }),
  '429 of the first response': () => discord.rateLimitNext({ route: '/callback', retryAfter: 0.1 }),
  '500': () => discord.failNext({ route: PATCH, status: 500 }),
  '502': () => discord.failNext({ route: PATCH, status: 502 }),
  '503 of the first response': () => discord.failNext({ route: '/callback', status: 503 }),
  'an answer of Discord’s that is lost': () => discord.hangUpNext({ route: PATCH, isDone: true }),
  'a first response that is lost': () => discord.hangUpNext({ route: '/callback', isDone: true }),
  'a request that is lost': () => discord.hangUpNext({ route: PATCH }),
};

/** How many requests were refused or lost. */
const failed = (): number => discord.requests.filter(({ status }) => status === 0 || status >= 400).length;

describe('each member is told once, alone, what they may see, in spite of', () => {
  it.each(Object.entries({ ...GATEWAY, ...REST }))('%s', async (name, begin) => {
    const before = failed();
    const told: boolean[] = [];
    for (const user of three.members) {
      begin();
      told.push(await toldAlone(ask(user, { private: true }), user));
    }
    expect(told).toEqual(OF_THE_ROLE);
    begin();
    const openly = ask(discord.user, { question: OPEN });
    const answer = await openly.settled();
    expect(words(answer)).toContain(MEDIATED);
    expect(openly.messages()).toHaveLength(1);
    expect(three.members.map((each) => discord.isShownTo(answer, each))).toEqual([true, true, true]);
    if (name in REST) expect(failed() - before).toBeGreaterThanOrEqual(4);
    else expect(failed()).toBe(before);
  });

  it('a session that is forgotten', async () => {
    const before = discord.identifies;
    discord.invalidateSession(false);
    await discord.waitFor(() => discord.identifies > before, 'a new session', 15_000);
    await discord.connected();
    const told: boolean[] = [];
    for (const user of three.members) told.push(await toldAlone(ask(user, { private: true }), user));
    expect(told).toEqual(OF_THE_ROLE);
  });

  it('a button whose answer fails at first', async () => {
    const told: boolean[] = [];
    for (const user of three.members) {
      const message = await three.privately(user, `${OPEN} ${QUESTION}`);
      discord.failNext({ route: PATCH, status: 502 });
      told.push(await toldAlone(discord.press({ message, label: 'More passages', user }), user));
    }
    expect(told).toEqual(OF_THE_ROLE);
  });

  it('fifty questions in one second', async () => {
    const asked = Array.from({ length: 51 }, (_, at) => {
      const user = three.members[at % 3] ?? discord.user;
      return { user, interaction: ask(user, { private: true }) };
    });
    const told = await Promise.all(asked.map(({ user, interaction }) => toldAlone(interaction, user)));
    expect(told).toEqual(Array.from({ length: 17 }, () => OF_THE_ROLE).flat());
  });
});

describe('a private answer that Discord does not take', () => {
  it('is told as such to its asker alone, with a reference that stands in the log', async () => {
    for (const user of three.members) {
      discord.failNext({ route: PATCH, status: 400, body: { code: 50_035, message: 'Invalid Form Body' } });
      const asked = ask(user, { private: true });
      expect(await toldAlone(asked, user)).toBe(false);
      const id = /Reference `([0-9a-f]{8})`/.exec(words(asked.messages()[0]))?.[1];
      await three.harbour.bot?.loggedWith(
        (line) => line['incident'] === id && line['interaction'] === asked.id,
        'the incident',
      );
    }
  });

  it.each([
    ['fails for good', () => discord.failNext({ route: /(PATCH|POST) \/webhooks/, status: 502, times: 8 })],
    ['comes too late', undefined],
  ] as const)('%s: the log has it, and nobody is shown anything', async (_, begin) => {
    for (const user of three.members) {
      const shown = discord.messages().length;
      begin?.();
      const asked = ask(user, { private: true }, begin === undefined ? 3_001 : 0);
      const line = await three.harbour.bot?.loggedWith(
        (each) => each['interaction'] === asked.id && String(each['msg']).includes('could not be answered'),
        'the failure',
      );
      expect(line).toMatchObject({ user: user.id });
      expect(asked.messages()).toEqual([]);
      expect(discord.messages()).toHaveLength(shown);
    }
  });

  it('whose token or channel ends meanwhile is in the log, and goes nowhere else', async () => {
    for (const [at, user] of three.members.entries()) {
      const channelId = discord.addChannel(`short-lived-${at}`);
      const before = discord.requestsTo(PATCH).length;
      const release = discord.hold(PATCH);
      const options = { question: QUESTION, private: true };
      const asked = discord.interact({ name: 'ask', options, user, channelId });
      await discord.waitFor(() => discord.requestsTo(PATCH).length > before, 'the answer to be sent');
      if (at === 1) discord.removeChannel(channelId);
      else discord.expireInteraction(asked);
      release();
      const line = await three.harbour.bot?.loggedWith(
        (each) => each['interaction'] === asked.id && 'why' in each,
        'why',
      );
      expect(String(line?.['why'])).toMatch(at === 1 ? /channel was deleted/ : /15 minutes/);
      expect(discord.requestsTo('POST /channels').filter(({ body }) => tells(JSON.stringify(body)))).toEqual([]);
    }
  });
});

describe('where the bot lacks a permission', () => {
  it.each(['send', 'embed', 'history', 'threads'] as const)(
    'to %s, each member is told privately as ever',
    async (right) => {
      const channelId = discord.addChannel(`no-${right}`);
      discord.deny(channelId, right);
      const told: boolean[] = [];
      for (const user of three.members) {
        const options = { question: QUESTION, private: true };
        told.push(await toldAlone(discord.interact({ name: 'ask', options, user, channelId }), user));
      }
      expect(told).toEqual(OF_THE_ROLE);
      const mention = { content: `<@${discord.bot.id}> ${QUESTION}`, channelId };
      for (const author of three.members) {
        const said = discord.say({ ...mention, author });
        if (right === 'send') {
          const line = await three.harbour.bot?.loggedWith(
            (each) => each['message'] === said.id && 'needed' in each,
            'it',
          );
          expect(line?.['needed']).toContain('Send Messages');
          continue;
        }
        const reply = await discord.nextMessage(channelId, undefined, said);
        expect(reply.embeds.length === 0).toBe(right === 'embed');
        expect(tells(JSON.stringify(reply).replaceAll(QUESTION, ''))).toBe(false);
      }
    },
  );

  it('to write somebody directly, the log has it', async () => {
    for (const author of three.members) {
      const channelId = discord.directMessages(author);
      discord.failNext({
        route: `POST /channels/${channelId}/messages`,
        status: 403,
        body: { code: 50_007, message: 'Cannot send messages to this user' },
      });
      const said = discord.say({ content: QUESTION, author, channelId });
      const line = await three.harbour.bot?.loggedWith(
        (each) => each['message'] === said.id && Number(each['level']) >= 40,
        'a direct message that could not be sent',
      );
      expect(line).toMatchObject({ user: author.id, channel: channelId });
    }
  });
});
