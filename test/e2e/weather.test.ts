/**
 * What goes wrong around the bot, through its process entry: whoever asked gets one clear message or, where Discord allows
 * none, the log has it; and the next question is answered.
 */
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Discord } from '../support/emulator/discord.js';
import type { Interaction } from '../support/emulator/interaction-handle.js';
import type { BotProcess, LogLine } from './bot-process.js';
import { brokenLimits, HarbourBot, words } from './harbour-bot.js';

const MEDIATED = 'Petra Vane';
const QUESTION = 'Who mediated the talks?';

let harbour: HarbourBot;
let discord: Discord;
let bot: BotProcess;

beforeAll(async () => {
  harbour = await HarbourBot.prepare();
  discord = harbour.discord;
  bot = await harbour.start();
  await harbour.liftLimits();
});

afterAll(() => harbour.close());

/** Whatever the weather was, it goes on. */
afterEach(async () => {
  expect(words(await ask().settled())).toContain(MEDIATED);
  expect(brokenLimits(discord)).toEqual([]);
});

function ask(options: Readonly<Record<string, string | boolean>> = {}, ageMs = 0): Interaction {
  return discord.interact({ name: 'ask', options: { question: QUESTION, ...options }, ageMs });
}

function mention(channelId: string): APIMessage {
  return discord.say({ channelId, content: `<@${discord.bot.id}> ${QUESTION}` });
}

/** A log line about this one thing. */
function loggedOf(fields: Readonly<Record<string, unknown>>, message: string): Promise<LogLine> {
  return bot.loggedWith(
    (line) => {
      const isAbout = Object.entries(fields).every(([name, value]) => line[name] === value);
      return isAbout && String(line['msg']).includes(message);
    },
    `${message} ${JSON.stringify(fields)}`,
  );
}

/** What stands in a channel, but for what people said. */
function answersIn(channelId: string): readonly APIMessage[] {
  return discord.messages(channelId).filter(({ author }) => author.id === discord.bot.id);
}

describe('the gateway', () => {
  it('asks for a new connection: the session is taken up, and a question asked meanwhile is answered', async () => {
    const before = discord.resumes;
    discord.requestReconnect();
    await discord.waitFor(() => discord.resumes > before, 'the session to be resumed');
    expect(words(await ask().settled())).toContain(MEDIATED);
    expect(discord.identifies).toBe(1);
  });

  it('forgets the session: the bot begins another', async () => {
    discord.invalidateSession(false);
    await discord.waitFor(() => discord.identifies === 2, 'a new session', 15_000);
    await discord.connected();
    const answer = await ask().settled();
    expect(words(answer)).toContain(MEDIATED);
    const channelId = discord.addChannel('after-the-storm');
    const said = mention(channelId);
    expect(words(await discord.nextMessage(channelId, undefined, said))).toContain(MEDIATED);
  });

  it('no longer acknowledges: the dead connection is left, and nothing asked meanwhile is lost', async () => {
    discord.dropGateway();
    await discord.disconnected();
    const asked = [ask(), ask({ private: true })];
    for (const each of asked) expect(words(await each.settled())).toContain(MEDIATED);
  });
});

describe('REST', () => {
  it('slows the bot down, saying until when or not: the answer comes', async () => {
    discord.rateLimitNext({ route: 'PATCH /webhooks', retryAfter: 0.1, times: 2 });
    expect(words(await ask().settled())).toContain(MEDIATED);
    discord.rateLimitNext({ route: 'PATCH /webhooks', times: 2 });
    expect(words(await ask().settled())).toContain(MEDIATED);
    discord.rateLimitNext({ route: '/callback', retryAfter: 0.1 });
    expect(words(await ask().settled())).toContain(MEDIATED);
    await bot.logged('(429)');
  });

  it('fails for a moment, or loses an answer that it had: one answer stands, not two', async () => {
    for (const status of [500, 502, 503]) {
      discord.failNext({ route: 'PATCH /webhooks', status });
      const asked = ask();
      expect(words(await asked.settled())).toContain(MEDIATED);
      expect(asked.messages()).toHaveLength(1);
    }
    discord.hangUpNext({ route: 'PATCH /webhooks', isDone: true });
    const asked = ask();
    const isSent = () => discord.requests.filter(({ path }) => path.includes(asked.token)).length === 3;
    await discord.waitFor(isSent, 'the answer to be sent again');
    expect(words(await asked.settled())).toContain(MEDIATED);
    expect(asked.messages()).toHaveLength(1);
  });

  it('loses the answer to the first response: what Discord took is gone on with', async () => {
    discord.hangUpNext({ route: '/callback', isDone: true });
    const asked = ask();
    expect(words(await asked.settled())).toContain(MEDIATED);
    expect(asked.messages()).toHaveLength(1);
  });

  it('fails for good: the log has it, under the interaction that it was', async () => {
    discord.failNext({ route: /PATCH \/webhooks|POST \/webhooks/, status: 502, times: 8 });
    const asked = ask();
    const line = await loggedOf({ interaction: asked.id }, 'could not be answered');
    expect(line).toMatchObject({ level: 50 });
  });

  it('answers nothing for longer than a client waits: the request is made again', { timeout: 60_000 }, async () => {
    const isAnswer = 'PATCH /webhooks';
    const before = discord.requestsTo(isAnswer).length;
    const release = discord.hold(isAnswer);
    const asked = ask();
    await discord.waitFor(() => discord.requestsTo(isAnswer).length === before + 2, 'a second attempt', 40_000);
    release();
    expect(words(await asked.settled())).toContain(MEDIATED);
    expect(asked.messages()).toHaveLength(1);
  });
});

describe('a permission is missing', () => {
  it('to post: nothing can be said there, and the log says what is needed', async () => {
    const channelId = discord.addChannel('silent');
    discord.deny(channelId, 'send');
    const said = mention(channelId);
    const line = await loggedOf({ message: said.id }, 'a permission is missing');
    expect(line['needed']).toContain('Send Messages');
    expect(answersIn(channelId)).toEqual([]);
    expect(
      words(await discord.interact({ name: 'ask', options: { question: QUESTION }, channelId }).settled()),
    ).toContain(MEDIATED);
  });

  it('to embed: the answer comes as plain text, with its quote and source', async () => {
    const channelId = discord.addChannel('plain');
    discord.deny(channelId, 'embed');
    const answer = await discord.nextMessage(channelId, undefined, mention(channelId));
    expect(answer.embeds).toEqual([]);
    expect(answer.content.replaceAll('*', '')).toContain('“The talks were mediated by the retired judge Petra Vane');
    expect(answer.content).toContain('The Ansel Gull');
    expect(answersIn(channelId)).toHaveLength(1);
  });

  it('to read earlier messages: the answer stands alone instead of replying', async () => {
    const channelId = discord.addChannel('forgetful');
    discord.deny(channelId, 'history');
    const answer = await discord.nextMessage(channelId, undefined, mention(channelId));
    expect(words(answer)).toContain(MEDIATED);
    expect(answer.message_reference).toBeUndefined();
    expect(answersIn(channelId)).toHaveLength(1);
  });

  it('to open a thread: the conversation stays in its channel, and the log says so once', async () => {
    const channelId = discord.addChannel('threadless');
    discord.deny(channelId, 'threads');
    const options = { after: 1 };
    await discord.interact({ name: 'config', subcommand: 'threads', options, user: discord.moderator }).settled();
    const first = await discord.nextMessage(channelId, undefined, mention(channelId));
    const asked = discord.say({ channelId, content: 'When was the treaty signed?', reference: first });
    const second = await discord.nextMessage(channelId, undefined, asked);
    expect(words(second)).toContain('20 March 2025');
    expect(discord.threads(channelId)).toEqual([]);
    expect(await loggedOf({ channel: channelId }, 'A thread could not be opened')).toMatchObject({
      needed: 'Create Public Threads',
    });
    const none = { ...options, after: 0 };
    await discord.interact({ name: 'config', subcommand: 'threads', options: none, user: discord.moderator }).settled();
  });
});

describe('meanwhile', () => {
  /** Holds the answer back until `what` has happened. */
  async function whileHeld(route: string, begin: () => void, what: () => void): Promise<void> {
    const before = discord.requestsTo(route).length;
    const release = discord.hold(route);
    begin();
    await discord.waitFor(() => discord.requestsTo(route).length > before, 'the answer to be sent');
    what();
    release();
  }

  it('the question is deleted: it is answered all the same, replying to nothing', async () => {
    const channelId = discord.addChannel('deleting');
    const said = mention(channelId);
    discord.delete(said);
    const answer = await discord.nextMessage(channelId, undefined, said);
    expect(words(answer)).toContain(MEDIATED);
    expect(answer.message_reference).toBeUndefined();
  });

  it('the channel is deleted: the log says so', async () => {
    const channelId = discord.addChannel('short-lived');
    let said: APIMessage | undefined;
    const begin = () => {
      said = mention(channelId);
    };
    await whileHeld(`POST /channels/${channelId}/messages`, begin, () => discord.removeChannel(channelId));
    expect(await loggedOf({ message: said?.id }, 'could not be sent')).toMatchObject({
      why: 'the channel was deleted meanwhile',
    });
  });

  it('the channel of a command is deleted: the log says so', async () => {
    const channelId = discord.addChannel('short-lived-too');
    let asked: Interaction | undefined;
    const begin = () => {
      asked = discord.interact({ name: 'ask', options: { question: QUESTION }, channelId });
    };
    await whileHeld('PATCH /webhooks', begin, () => discord.removeChannel(channelId));
    expect(await loggedOf({ interaction: asked?.id }, 'could not be answered')).toMatchObject({
      why: 'the channel was deleted meanwhile',
    });
  });

  it('somebody deletes the placeholder of an answer: the log says so', async () => {
    let asked: Interaction | undefined;
    const begin = () => {
      asked = ask();
    };
    await whileHeld('PATCH /webhooks', begin, () => {
      const placeholder = asked?.original();
      if (placeholder !== undefined) discord.delete(placeholder);
    });
    expect(await loggedOf({ interaction: asked?.id }, 'could not be answered')).toMatchObject({
      why: 'the message was deleted meanwhile',
    });
  });

  it('the interaction grows older than its token: the log says so', async () => {
    let asked: Interaction | undefined;
    const begin = () => {
      asked = ask();
    };
    await whileHeld('PATCH /webhooks', begin, () => {
      if (asked !== undefined) discord.expireInteraction(asked);
    });
    expect(await loggedOf({ interaction: asked?.id }, 'could not be answered')).toMatchObject({
      why: expect.stringContaining('15 minutes'),
    });
  });

  it('a button is pressed too late for its first response: the log says so, and the next press works', async () => {
    const answer = await ask().settled();
    const late = discord.press({ message: answer, label: '1 · In context', ageMs: 3_001 });
    expect(await loggedOf({ interaction: late.id }, 'could not be answered')).toMatchObject({
      why: expect.stringContaining('within 3 s'),
    });
    const pressed = discord.press({ message: answer, label: '1 · In context' });
    expect(words(await pressed.settled())).toContain('Judge Vane');
  });
});

it('fifty questions of fifty people in one second are all answered, each once', async () => {
  const channelId = discord.addChannel('busy');
  const people = Array.from({ length: 50 }, (_, at) => discord.addUser(`sailor${at}`));
  const asked = people.map((user, at) =>
    discord.interact({ name: 'ask', user, channelId, options: { question: QUESTION, private: at % 2 === 0 } }),
  );
  const answers = await Promise.all(asked.map((each) => each.settled()));
  expect(answers.filter((answer) => words(answer).includes(MEDIATED))).toHaveLength(50);
  expect(asked.map((each) => each.messages().length)).toEqual(people.map(() => 1));
});
