import { afterEach, describe, expect, it } from 'vitest';
import { questionIn } from '../../src/discord/mentions.js';
import type { AskRequest, Engine } from '../../src/engine.js';
import { answerOf, hits } from './fake-engine.js';
import { type RunningBot, type RunOptions, runBot } from './running-bot.js';

let running: RunningBot | undefined;

async function run(options: RunOptions = {}): Promise<RunningBot> {
  const ask = async ({ question }: { readonly question: string }) => answerOf(question, `Echo of ${question}`);
  running = await runBot({ engine: { ask }, ...options });
  return running;
}

afterEach(async () => {
  await running?.close();
  running = undefined;
});

/** The text of a message's first embed. */
function description(message: { readonly embeds: readonly { readonly description?: string }[] }): string {
  return message.embeds[0]?.description ?? '';
}

describe('a mention', () => {
  it('is answered by a reply to it that pings nobody, after typing', async () => {
    const { discord } = await run();
    const said = discord.say({ content: `<@${discord.bot.id}> who mediated the talks?` });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    expect(description(reply)).toContain('Echo of who mediated the talks?');
    expect(reply.message_reference?.message_id).toBe(said.id);
    const [sent] = discord.requestsTo(`POST /channels/${said.channel_id}/messages`);
    expect(sent?.body).toMatchObject({
      message_reference: { message_id: said.id, fail_if_not_exists: false },
      allowed_mentions: { parse: [], replied_user: false },
    });
    expect(discord.requestsTo('/typing')).toHaveLength(1);
    expect(discord.refusals).toEqual([]);
  });

  it('without a question gets help and asks the engine nothing', async () => {
    const { discord } = await run({ engine: {} });
    const said = discord.say({ content: `<@${discord.bot.id}>` });
    expect(description(await discord.nextMessage(said.channel_id, undefined, said))).toContain('`/ask`');
  });

  it('that fails is answered with an id which stands in the log', async () => {
    const { discord, log } = await run({ engine: { ask: () => Promise.reject(new Error('disk on fire')) } });
    const said = discord.say({ content: `<@${discord.bot.id}> who?` });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    const id = /`([0-9a-f]{8})`/.exec(description(reply))?.[1];
    expect(log).toContainEqual(expect.objectContaining({ level: 50, incident: id, message: said.id }));
  });

  it('whose author deleted it is answered all the same', async () => {
    const { discord } = await run({
      engine: {
        ask: async ({ question }) => {
          discord.delete(said);
          return answerOf(question, 'Still here.');
        },
      },
    });
    const said = discord.say({ content: `<@${discord.bot.id}> who?` });
    expect(description(await discord.nextMessage(said.channel_id, undefined, said))).toContain('Still here.');
  });

  it('where the history may not be read is answered without a reply reference', async () => {
    const { discord } = await run();
    const route = `POST /channels/${discord.channelId}/messages`;
    discord.failNext({ route, status: 400, body: { code: 160_002, message: 'Cannot reply' } });
    const said = discord.say({ content: `<@${discord.bot.id}> who?` });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    expect(reply.message_reference).toBeUndefined();
  });

  it('where embeds may not be sent is answered in plain text, with its buttons', async () => {
    const { discord, log } = await run();
    discord.deny(discord.channelId, 'embed');
    const said = discord.say({ content: `<@${discord.bot.id}> who?` });
    const reply = await discord.nextMessage(said.channel_id, undefined, said);
    expect(reply.content).toBe(
      [
        '**who?**',
        '',
        '> **1** “Echo of who?”',
        '-# Harbour talks · The Gull',
        '-# Quoted word for word from 1 document · high confidence',
        '-# I show this better with the permission Embed Links.',
      ].join('\n'),
    );
    expect(reply.components).toHaveLength(2);
    expect(reply.message_reference?.message_id).toBe(said.id);
    expect(log).toContainEqual(expect.objectContaining({ level: 40, needed: expect.stringContaining('Embed Links') }));
  });

  it('where nothing may be sent is logged, and the next one is answered', async () => {
    const { discord, log } = await run();
    const silent = discord.addChannel('silent');
    discord.deny(silent, 'send');
    discord.say({ content: `<@${discord.bot.id}> who?`, channelId: silent });
    await discord.waitFor(() => discord.refusals.length === 2, 'the refusals');
    const said = discord.say({ content: `<@${discord.bot.id}> who?` });
    await discord.nextMessage(said.channel_id, undefined, said);
    expect(log).toContainEqual(expect.objectContaining({ level: 40, channel: silent }));
  });
});

describe('a mention in a channel that is gone', () => {
  it('is dropped, and the log says why', async () => {
    const { discord, log } = await run({
      engine: {
        ask: async ({ question }) => {
          if (question === 'who?') discord.removeChannel(gone);
          return answerOf(question, 'Too late.');
        },
      },
    });
    const gone = discord.addChannel('gone');
    discord.say({ content: `<@${discord.bot.id}> who?`, channelId: gone });
    await discord.waitFor(() => discord.refusals.some(({ method }) => method === 'POST'), 'the refusal');
    const said = discord.say({ content: `<@${discord.bot.id}> still there?` });
    await discord.nextMessage(said.channel_id, undefined, said);
    expect(log).toContainEqual(expect.objectContaining({ channel: gone, why: 'the channel was deleted meanwhile' }));
    expect(log.filter((line) => Number(line['level']) >= 50)).toEqual([]);
  });
});

describe('a reply to the bot', () => {
  it('is answered when it pings, and left alone when it does not', async () => {
    const { discord } = await run();
    const first = discord.say({ content: `<@${discord.bot.id}> who?` });
    const answer = await discord.nextMessage(first.channel_id, undefined, first);
    discord.say({ content: 'quietly?', reference: answer, pings: false });
    const said = discord.say({ content: 'and when?', reference: answer });
    const reply = await discord.nextMessage(said.channel_id, undefined, answer);
    expect(description(reply)).toContain('Echo of and when?');
    expect(reply.message_reference?.message_id).toBe(said.id);
  });

  /** A bot whose answers have a button for more passages; what its engine was asked. */
  async function remembering(recall: Engine['recall']) {
    const asked: AskRequest[] = [];
    const { discord, log } = await run({
      engine: {
        ask: async (request) => {
          asked.push(request);
          return answerOf(request.question, `Echo of ${request.question}`);
        },
        search: async ({ query }) => ({ query, hits: hits(6) }),
        remember: async () => 'abcDEF123_-x',
        recall,
      },
    });
    const first = discord.say({ content: `<@${discord.bot.id}> who led the talks?` });
    const answer = await discord.nextMessage(first.channel_id, undefined, first);
    const said = discord.say({ content: 'and when?', reference: answer });
    const reply = await discord.nextMessage(said.channel_id, undefined, answer);
    expect(discord.refusals).toEqual([]);
    return { asked, reply: description(reply), log };
  }

  it('may lean on the question that was answered', async () => {
    const recalled: string[] = [];
    const { asked } = await remembering(async (id) => {
      recalled.push(id);
      return { question: 'who led the talks?', collections: [] };
    });
    expect(recalled).toEqual(['abcDEF123_-x']);
    expect(asked.map(({ history }) => history)).toEqual([undefined, [{ speaker: 'user', text: 'who led the talks?' }]]);
  });

  it.each([
    ['is forgotten', async () => undefined],
    ['cannot be read', () => Promise.reject(new Error('disk on fire'))],
  ])('is answered as it stands when that question %s', async (_, recall) => {
    const { asked, reply } = await remembering(recall);
    expect(asked[1]).not.toHaveProperty('history');
    expect(reply).toContain('Echo of and when?');
  });

  it('whose message is gone is answered as it stands', async () => {
    const { discord, log } = await run();
    const first = discord.say({ content: `<@${discord.bot.id}> who?` });
    const answer = await discord.nextMessage(first.channel_id, undefined, first);
    discord.failNext({
      route: `GET /channels/${first.channel_id}/messages`,
      status: 404,
      body: { code: 10_008, message: 'x' },
    });
    discord.say({ content: 'and when?', reference: answer });
    expect(description(await discord.nextMessage(first.channel_id, undefined, answer))).toContain('Echo of and when?');
    expect(log).toContainEqual(expect.objectContaining({ msg: 'What was replied to could not be read' }));
  });
});

describe('what is not for the bot', () => {
  it('is left alone: talk, everyone, a role, another bot’s mention', async () => {
    const { discord } = await run();
    const robot = { ...discord.addUser('robot'), bot: true };
    discord.say({ content: 'who mediated the talks?' });
    discord.say({ content: '@everyone who mediated the talks?' });
    discord.say({ content: `<@&${discord.guildId}> who mediated the talks?` });
    discord.say({ content: `<@${discord.bot.id}> beep`, author: robot });
    const said = discord.say({ content: `<@${discord.bot.id}> the last?` });
    const reply = await discord.nextMessage(said.channel_id);
    expect(reply.message_reference?.message_id).toBe(said.id);
  });
});

describe('questionIn', () => {
  it.each([
    ['<@1> who?', 'who?'],
    ['who <@!1> mediated?', 'who mediated?'],
    ['<@1>', ''],
    ['<@1>  \n who\n met?  ', 'who met?'],
    ['<@1> did <@2> say so?', 'did <@2> say so?'],
  ])('reads %j as %j', (content, question) => {
    expect(questionIn(content, '1')).toBe(question);
  });
});
