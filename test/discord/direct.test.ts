import type { APIMessage } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { AskRequest, Engine } from '../../src/engine.js';
import type { Exchange } from '../../src/records.js';
import { answerOf } from './fake-engine.js';
import { type RunningBot, type RunOptions, runBot } from './running-bot.js';

let running: RunningBot | undefined;
let asked: AskRequest[] = [];
/** Server by user. */
const chosen = new Map<string, string>();

afterEach(async () => {
  await running?.close();
  running = undefined;
  asked = [];
  chosen.clear();
});

/** A bot in as many servers as are named. */
async function run(names: readonly string[], options: RunOptions = {}): Promise<RunningBot> {
  const engine: Partial<Engine> = {
    ask: async (request) => {
      asked.push(request);
      return answerOf(request.question, `Echo of ${request.question}`);
    },
    chosenServer: async (userId) => chosen.get(userId),
    chooseServer: async ({ userId, guildId }) => void chosen.set(userId, guildId),
    ...options.engine,
  };
  running = await runBot({ emulator: { guilds: names.map((name) => ({ name })) }, ...options, engine });
  return running;
}

type Shown = { readonly content?: string; readonly embeds: readonly { readonly description?: string }[] };

function description(message: Shown): string {
  return message.embeds[0]?.description ?? '';
}

async function write({ discord }: RunningBot, content: string, author = discord.user) {
  const said = discord.say({ content, author, channelId: discord.directMessages(author) });
  return discord.nextMessage(said.channel_id, undefined, said);
}

/** Chooses a server in a menu and gives the message that follows. */
async function choose({ discord }: RunningBot, message: APIMessage, guildId: string, customId = 'v1:servers') {
  const used = discord.select({ message, customId, values: [guildId] });
  await discord.waitFor(() => used.followups.length > 0, 'what follows the choice');
  return used.followups[0] ?? message;
}

describe('somebody who writes to the bot alone', () => {
  it('and shares one server with it is answered from that server’s documents, which is not named', async () => {
    const bot = await run(['Harbour']);
    const reply = await write(bot, 'who mediated the talks?');
    expect(description(reply)).toContain('Echo of who mediated the talks?');
    expect(reply.content).toBe('');
    expect(asked[0]?.visible).toContainEqual({ owner: bot.discord.guildId, name: 'default' });
    expect(bot.discord.refusals).toEqual([]);
  });

  it('and shares none is told so, and nothing is asked', async () => {
    const bot = await run(['Harbour']);
    const reply = await write(bot, 'who?', bot.discord.addUser('stranger', []));
    expect(description(reply)).toMatch(/^Documents belong to servers, and I find none that you and I are both in\./);
    expect(asked).toEqual([]);
  });

  it('and shares several chooses one, is answered from it at once, and reads whose it is', async () => {
    const bot = await run(['Harbour', 'Lighthouse']);
    const { discord } = bot;
    const menu = await write(bot, 'who?');
    expect(description(menu)).toMatch(/^You and I are in several servers\..* and I answer your question from them\.$/);
    expect(asked).toEqual([]);
    const lighthouse = discord.guildAt(1).guildId;
    const answer = await choose(bot, menu, lighthouse);
    expect(description(discord.current(menu))).toContain('**Lighthouse**');
    expect(answer.content).toBe('-# From the documents of **Lighthouse** · write “server” to choose another');
    expect(description(answer)).toContain('Echo of who?');
    expect(asked.map(({ visible }) => visible.map(({ owner }) => owner))).toEqual([[lighthouse]]);
    expect(description(await write(bot, 'where?'))).toContain('Echo of where?');
    expect(discord.refusals).toEqual([]);
  });

  it('and chooses with the menu that they asked for is asked for a question, and nothing is asked for them', async () => {
    const bot = await run(['Harbour', 'Lighthouse']);
    const { discord } = bot;
    const menu = await write(bot, 'Server');
    discord.select({ message: menu, customId: 'v1:servers', values: [discord.guildAt(1).guildId] });
    await discord.waitFor(() => description(discord.current(menu)).includes('**Lighthouse**'), 'the choice');
    expect(description(discord.current(menu))).toMatch(/Ask me something about them\.$/);
    const again = await write(bot, 'Server');
    expect(again.components).toHaveLength(1);
    expect(description(again)).toContain('**Lighthouse**');
    expect(asked).toEqual([]);
  });

  it('and took their question away before they chose is asked for one', async () => {
    const bot = await run(['Harbour', 'Lighthouse']);
    const { discord } = bot;
    const said = discord.say({ content: 'who?', channelId: discord.directMessages() });
    const menu = await discord.nextMessage(said.channel_id, undefined, said);
    discord.delete(said);
    discord.select({ message: menu, customId: 'v1:servers', values: [discord.guildAt(1).guildId] });
    await discord.waitFor(() => description(discord.current(menu)).includes('**Lighthouse**'), 'the choice');
    expect(description(discord.current(menu))).toMatch(/Ask me something about them\.$/);
    expect(asked).toEqual([]);
  });

  it('and goes on from an answer with the question that waited', async () => {
    const bot = await run(['Harbour', 'Lighthouse'], {
      engine: { recall: async () => ({ question: 'Who led the talks?', collections: [] }) },
    });
    const { discord } = bot;
    const first = await write(bot, 'who led the talks?');
    const answer = await choose(bot, first, discord.guildAt(0).guildId);
    chosen.clear();
    const said = discord.say({ content: 'and when?', reference: answer, channelId: discord.directMessages() });
    const menu = await discord.nextMessage(said.channel_id, undefined, said);
    await choose(bot, menu, discord.guildAt(1).guildId);
    expect(asked.at(-1)?.question).toBe('and when?');
    expect(asked.at(-1)?.history).toEqual([{ speaker: 'user', text: 'Who led the talks?' }]);
  });

  it('and asked with a command is answered once a server is chosen, from what was remembered; nobody else is', async () => {
    const kept = new Map<string, Exchange>();
    const bot = await run(['Harbour', 'Lighthouse'], {
      engine: {
        remember: async (exchange) => {
          const id = `exchange-${kept.size}`;
          kept.set(id, exchange);
          return id;
        },
        recall: async (id) => kept.get(id),
      },
    });
    const { discord } = bot;
    const channelId = discord.directMessages();
    const menu = await discord.interact({ name: 'ask', options: { question: 'Who?' }, channelId }).settled();
    expect(kept.get('exchange-0')).toEqual({ question: 'Who?', collections: [], userId: discord.user.id });
    const answer = await choose(bot, menu, discord.guildAt(1).guildId, 'v1:servers:exchange-0');
    expect(description(answer)).toContain('Echo of Who?');
    kept.set('exchange-0', { question: 'Who?', collections: [], userId: 'somebody else' });
    asked = [];
    discord.select({ message: menu, customId: 'v1:servers:exchange-0', values: [discord.guildAt(0).guildId] });
    await discord.waitFor(() => description(discord.current(menu)).includes('**Harbour**'), 'the other choice');
    expect(description(discord.current(menu))).toMatch(/Ask me something about them\.$/);
    expect(asked).toEqual([]);
  });

  it('and is past a limit when they choose reads so, and nothing is asked', async () => {
    const bot = await run(['Harbour', 'Lighthouse']);
    const { discord } = bot;
    const menu = await write(bot, 'who?');
    for (let at = 0; at < 10; at++) await choose(bot, menu, discord.guildAt(0).guildId);
    expect(asked).toHaveLength(10);
    expect(description(await choose(bot, menu, discord.guildAt(0).guildId))).not.toContain('Echo');
    expect(asked).toHaveLength(10);
  });

  it('is not given a server that they are not in, whatever a menu says', async () => {
    const bot = await run(['Harbour', 'Lighthouse', 'Board']);
    const { discord } = bot;
    const [harbour, lighthouse, board] = [0, 1, 2].map((at) => discord.guildAt(at).guildId);
    const guest = discord.addUser(
      'guest',
      [harbour, lighthouse].flatMap((each) => each ?? []),
    );
    const menu = await write(bot, 'who?', guest);
    const [row] = menu.components ?? [];
    expect(JSON.stringify(row)).not.toContain(board);
    Object.assign(row !== undefined && 'components' in row ? (row.components[0] ?? {}) : {}, {
      options: [{ label: 'Board', value: board ?? '' }],
    });
    discord.select({ user: guest, message: menu, customId: 'v1:servers', values: [board ?? ''] });
    await discord.waitFor(() => discord.requestsTo('PATCH /webhooks').length === 1, 'the menu again');
    expect(description(await write(bot, 'who?', guest))).toMatch(/^You and I are in several servers\./);
    expect(asked).toEqual([]);
  });

  it('without words gets help, and past a limit a plain no', async () => {
    const bot = await run(['Harbour']);
    expect(description(await write(bot, '  '))).toContain('`/ask`');
    for (let at = 0; at < 10; at++) await write(bot, `number ${at}?`);
    expect(asked).toHaveLength(10);
    expect(description(await write(bot, 'one more?'))).not.toContain('Echo');
    expect(asked).toHaveLength(10);
  });

  it('may use commands and buttons, and turns to another server by the menu', async () => {
    const exchange = { question: 'Who?', collections: [] };
    const votes: unknown[] = [];
    const bot = await run(['Harbour'], {
      engine: {
        recall: async () => exchange,
        vote: async (vote) => {
          votes.push(vote);
          return true;
        },
      },
    });
    const { discord } = bot;
    const channelId = discord.directMessages();
    const answer = await discord.interact({ name: 'ask', options: { question: 'Who?' }, channelId }).settled();
    expect(description(answer)).toContain('Echo of Who?');
    const pressed = discord.press({ message: answer, label: '👍' });
    expect(description(await pressed.settled())).toMatch(/^Thank you\./);
    expect(votes).toEqual([{ exchangeId: 'abcDEF123_-x', userId: discord.user.id, helpful: true }]);
    expect(discord.refusals).toEqual([]);
  });

  it('goes on from an answer by replying to it', async () => {
    const bot = await run(['Harbour'], {
      engine: { recall: async () => ({ question: 'Who led the talks?', collections: [] }) },
    });
    const { discord } = bot;
    const answer = await write(bot, 'who led the talks?');
    const said = discord.say({ content: 'and when?', reference: answer, channelId: discord.directMessages() });
    await discord.nextMessage(said.channel_id, undefined, said);
    expect(asked.at(-1)?.history).toEqual([{ speaker: 'user', text: 'Who led the talks?' }]);
  });
});

describe('autocomplete in a direct message', () => {
  it('offers collections of the server that is asked', async () => {
    const { discord } = await run(['Harbour']);
    const typed = discord.autocomplete({
      name: 'ask',
      options: { question: 'who', collection: 'de' },
      focused: 'collection',
      channelId: discord.directMessages(),
    });
    expect(await typed.choices()).toEqual([{ name: 'default', value: 'default' }]);
  });
});
