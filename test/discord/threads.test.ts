import { REST } from 'discord.js';
import type { APIMessage } from 'discord-api-types/v10';
import { afterEach, describe, expect, it } from 'vitest';
import { placeOf } from '../../src/discord/threads.js';
import type { AskRequest } from '../../src/engine.js';
import type { Exchange } from '../../src/records.js';
import { answerOf } from './fake-engine.js';
import { type RunningBot, recordingLog, runBot } from './running-bot.js';

let running: RunningBot | undefined;
let asked: AskRequest[] = [];

afterEach(async () => {
  await running?.close();
  running = undefined;
  asked = [];
});

/** A bot that remembers its exchanges, in a server whose moderator wants a thread after so many of them. */
async function run(threadAfter: number): Promise<RunningBot> {
  const kept = new Map<string, Exchange>();
  running = await runBot({
    engine: {
      ask: async (request) => {
        asked.push(request);
        return answerOf(request.question, `Echo of ${request.question}`);
      },
      remember: async (exchange) => {
        kept.set(`exchange${kept.size}`, exchange);
        return `exchange${kept.size - 1}`;
      },
      recall: async (id) => kept.get(id),
      context: async () => undefined,
      configure: async () => undefined,
    },
  });
  const { discord } = running;
  if (threadAfter > 0) {
    const options = { after: threadAfter };
    await discord
      .interact({ name: 'config', subcommand: 'threads', options, user: discord.moderator })
      .settled((message) => message.embeds.length > 0);
  }
  return running;
}

/** Says each in reply to the bot's last answer, and gives what was said and answered, in order. */
async function talk({ discord }: RunningBot, questions: readonly string[], channelId = discord.channelId) {
  const talked: { said: APIMessage; answer: APIMessage }[] = [];
  for (const question of questions) {
    const reference = talked.at(-1)?.answer;
    const content = reference === undefined ? `<@${discord.bot.id}> ${question}` : question;
    const said = discord.say({ content, channelId, ...(reference && { reference }) });
    const answered = () =>
      discord.messages(said.id)[0] ?? discord.messages(channelId).find((each) => answers(each, said));
    await discord.waitFor(() => answered() !== undefined, `an answer to ${question}`);
    const answer = answered();
    if (answer !== undefined) talked.push({ said, answer });
  }
  return talked;
}

function answers({ author, message_reference: reference }: APIMessage, said: APIMessage): boolean {
  return author.bot === true && reference?.message_id === said.id;
}

describe('a long exchange in a channel', () => {
  it('moves, when a server wants it, into a thread on the message that asks, and goes on there', async () => {
    const bot = await run(2);
    const { discord } = bot;
    const question = `and why did nobody else do it ${'at all '.repeat(20)}?`;
    const talked = await talk(bot, ['who led the talks?', 'and when?', question]);
    expect(talked.map(({ answer }) => answer.channel_id)).toEqual([
      discord.channelId,
      discord.channelId,
      talked[2]?.said.id,
    ]);
    const [opened] = discord.requestsTo('/threads');
    const { name = '' } = (opened?.body ?? {}) as { name?: string };
    expect(name).toMatch(/^and why did nobody else do it at all .*…$/);
    expect(name.length).toBeLessThanOrEqual(100);
    const { answer } = talked[2] ?? {};
    expect(answer?.message_reference).toBeUndefined();
    const thread = answer?.channel_id ?? '';
    const said = discord.say({ content: 'and then?', channelId: thread, ...(answer && { reference: answer }) });
    const next = await discord.nextMessage(thread, undefined, said);
    expect(next.message_reference?.message_id).toBe(said.id);
    expect(discord.requestsTo('/threads')).toHaveLength(1);
    expect(asked.at(-1)?.history?.map(({ text }) => text)).toEqual([
      'who led the talks?',
      'and when?',
      question.trim(),
    ]);
    expect(discord.refusals).toEqual([]);
  });

  it('stays where it is by default', async () => {
    const bot = await run(0);
    await talk(bot, ['one?', 'two?', 'three?', 'four?', 'five?', 'six?']);
    expect(bot.discord.requestsTo('/threads')).toEqual([]);
  });

  it('stays where threads may not be opened, and the log says it once', async () => {
    const bot = await run(1);
    const { discord, log } = bot;
    discord.deny(discord.channelId, 'threads');
    const talked = await talk(bot, ['one?', 'two?', 'three?']);
    expect(talked.map(({ answer }) => answer.channel_id)).toEqual(Array(3).fill(discord.channelId));
    const told = log.filter((line) => line['needed'] === 'Create Public Threads');
    expect(told).toHaveLength(1);
  });

  it('in a thread already stays in it', async () => {
    const bot = await run(1);
    const thread = bot.discord.openThread({ name: 'Talks' });
    const talked = await talk(bot, ['one?', 'two?', 'three?'], thread);
    expect(talked.map(({ answer }) => answer.channel_id)).toEqual(Array(3).fill(thread));
    expect(bot.discord.requestsTo('POST /channels').filter(({ path }) => path.endsWith('/threads'))).toEqual([]);
  });

  it('stays where it was when the channel was deleted meanwhile, so that the answer’s own refusal says why', async () => {
    const message = { id: '1', channelId: '2', channel: null };
    const surface = { rest: new REST(), log: recordingLog().log, threadTrouble: new Set<string>() };
    const here = await placeOf({ message, question: 'why?', exchanges: 2, threadAfter: 1 }, surface);
    expect(here).toEqual({ channelId: '2', repliesTo: '1' });
  });
});
