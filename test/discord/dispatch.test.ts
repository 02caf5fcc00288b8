import { InteractionResponseType, MessageFlags } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { ask as askCommand } from '../../commands/ask.js';
import type { Command } from '../../src/message/command.js';
import { notice } from '../../src/message/layout.js';
import { answerOf } from './fake-engine.js';
import { ManualClock } from './manual-clock.js';
import { type RunningBot, type RunOptions, runBot } from './running-bot.js';

let running: RunningBot | undefined;

async function run(options: RunOptions): Promise<RunningBot> {
  running = await runBot(options);
  return running;
}

afterEach(async () => {
  await running?.close();
  running = undefined;
});

const ask = { name: 'ask', options: { question: 'Who mediated the talks?' } };

/** `/ask`, of which every answer is three messages. */
const inThreeMessages: Command = {
  ...askCommand,
  execute: async () => [1, 2, 3].map((part) => notice(`Part ${part}`)),
};

/** The text of a message's first embed. */
function description(message: { readonly embeds: readonly { readonly description?: string }[] }): string {
  return message.embeds[0]?.description ?? '';
}

describe('a slash command', () => {
  it('is acknowledged before the engine is asked, then answered by an edit', async () => {
    const order: string[] = [];
    const { discord } = await run({
      engine: {
        ask: async ({ question }) => {
          order.push(
            ...discord.requestsTo('POST /interactions').map(({ status }) => `acknowledged ${status}`),
            'asked',
          );
          return answerOf(question, 'Judge Vane mediated the talks.');
        },
      },
    });
    const asked = discord.interact(ask);
    expect(description(await asked.settled())).toContain('Judge Vane mediated the talks.');
    expect(order).toEqual(['acknowledged 204', 'asked']);
    expect(await asked.firstResponse()).toMatchObject({
      type: InteractionResponseType.DeferredChannelMessageWithSource,
    });
    expect(discord.refusals).toEqual([]);
  });

  it('is private from the first response on when its caller says so', async () => {
    const { discord } = await run({ engine: { ask: async ({ question }) => answerOf(question, 'Yes.') } });
    const asked = discord.interact({ ...ask, options: { ...ask.options, private: true } });
    expect(asked.isPrivate(await asked.settled())).toBe(true);
    expect((await asked.firstResponse()).data).toEqual({ flags: MessageFlags.Ephemeral });
  });

  it('sends what does not fit into one message as follow-ups, as private as the first', async () => {
    const { discord } = await run({ commands: [inThreeMessages] });
    for (const isPrivate of [true, false]) {
      const asked = discord.interact({ ...ask, options: { ...ask.options, private: isPrivate } });
      await discord.waitFor(() => asked.messages().length >= 3, 'three messages');
      expect(asked.messages().map((message) => asked.isPrivate(message))).toEqual([isPrivate, isPrivate, isPrivate]);
    }
    expect(discord.refusals).toEqual([]);
  });

  it('pings nobody, whatever a document says', async () => {
    const { discord } = await run({
      engine: { ask: async ({ question }) => answerOf(question, '@everyone go home.') },
    });
    const asked = discord.interact(ask);
    await asked.settled();
    const [edit] = discord.requestsTo('PATCH /webhooks');
    expect(edit?.body).toMatchObject({ allowed_mentions: { parse: [], replied_user: false } });
  });

  it('of an older version is said to be gone, privately, and logged', async () => {
    const { discord, log } = await run({});
    const asked = discord.interact({ name: 'oracle', isStale: true });
    const reply = await asked.settled();
    expect(description(reply)).toContain('`/oracle`');
    expect(asked.isPrivate(reply)).toBe(true);
    expect(log).toContainEqual(expect.objectContaining({ level: 40, command: 'oracle' }));
  });

  it('for moderators is refused to a member, whatever Discord let through', async () => {
    const { discord } = await run({});
    const asked = discord.interact({ name: 'reindex', isForced: true });
    const reply = await asked.settled();
    expect(description(reply)).toContain('Manage Server');
    expect(asked.isPrivate(reply)).toBe(true);
  });

  it('that failed tells its user an id which stands in the log with the cause', async () => {
    const { discord, log } = await run({ engine: { ask: () => Promise.reject(new Error('disk on fire')) } });
    const reply = await discord.interact(ask).settled();
    const id = /`([0-9a-f]{8})`/.exec(description(reply))?.[1];
    expect(description(reply)).not.toContain('fire');
    const line = log.find(({ incident }) => incident === id);
    expect(line).toMatchObject({
      level: 50,
      code: 'internal',
      err: { message: expect.stringContaining('disk on fire') },
    });
  });

  it('whose answer Discord refuses ends in a notice with an id, too', async () => {
    const { discord, log } = await run({ engine: { ask: async ({ question }) => answerOf(question, 'Yes.') } });
    discord.failNext({ route: 'PATCH /webhooks', status: 400, body: { code: 50_035, message: 'Invalid Form Body' } });
    const reply = await discord.interact(ask).settled();
    expect(description(reply)).toMatch(/Reference `[0-9a-f]{8}`/);
    expect(log).toContainEqual(expect.objectContaining({ level: 50, incident: expect.any(String) }));
  });

  it('keeps the answer shown when a follow-up fails, and says so beside it', async () => {
    const { discord } = await run({ commands: [inThreeMessages] });
    discord.failNext({ route: 'POST /webhooks', status: 400 });
    const asked = discord.interact(ask);
    await discord.waitFor(() => asked.followups.length === 1, 'the notice');
    expect(asked.followups.map(description)).toEqual([expect.stringContaining('Reference')]);
    expect(description(asked.messages()[0] ?? { embeds: [] })).toContain('Part 1');
  });

  it('that came too late is logged and does no work', async () => {
    let asked = 0;
    const { discord, log } = await run({
      engine: {
        ask: async ({ question }) => {
          asked += 1;
          return answerOf(question, 'Yes.');
        },
      },
    });
    discord.interact({ ...ask, ageMs: 3_001 });
    await discord.waitFor(() => discord.refusals.length === 1, 'the refusal');
    await discord.interact(ask).settled();
    expect(asked).toBe(1);
    expect(log).toContainEqual(expect.objectContaining({ level: 40, why: expect.stringContaining('3 s') }));
  });

  it('that another process answered already is logged and left alone', async () => {
    const { discord, log } = await run({ engine: { ask: async ({ question }) => answerOf(question, 'Yes.') } });
    discord.failNext({ route: 'POST /interactions', status: 400, body: { code: 40_060, message: 'acknowledged' } });
    discord.interact(ask);
    await discord.waitFor(() => discord.refusals.length === 1, 'the refusal');
    await discord.interact(ask).settled();
    expect(log).toContainEqual(expect.objectContaining({ level: 40, why: expect.stringContaining('another process') }));
  });

  it('whose 15 minutes are over before its answer is logged, and brings nothing down', async () => {
    const { discord, log } = await run({
      engine: {
        ask: async ({ question }) => {
          if (question.startsWith('slow')) discord.expireInteraction(slow);
          return answerOf(question, 'Yes.');
        },
      },
    });
    const slow = discord.interact({ ...ask, options: { question: 'slow?' } });
    await discord.waitFor(() => discord.refusals.length === 1, 'the refusal');
    await discord.interact(ask).settled();
    expect(log).toContainEqual(expect.objectContaining({ level: 40, why: expect.stringContaining('15 minutes') }));
  });

  it('shows progress at most every two seconds, and its end last', async () => {
    const clock = new ManualClock();
    let finish = () => {};
    let collections = 0;
    const report = { added: [], changed: [], removed: [], unchanged: [], failed: [] };
    const { discord } = await run({
      clock,
      engine: {
        reindex: async (_request, onProgress) => {
          collections += 1;
          // Those of the server itself have nothing to read.
          if (collections > 1) return report;
          const tell = (documents: number) => {
            const change = { documentId: `${documents}.md`, source: `${documents}.md`, passages: 1 };
            onProgress?.({ kind: 'added', change, documents, passages: documents });
          };
          for (let documents = 1; documents <= 100; documents += 1) tell(documents);
          await new Promise<void>((resolve) => (finish = resolve));
          tell(101);
          return report;
        },
      },
    });
    const edits = () => discord.requestsTo('PATCH /webhooks').filter(({ status }) => status === 200);
    const asked = discord.interact({ name: 'reindex', user: discord.moderator });
    await discord.waitFor(() => edits().length === 1, 'the first state');
    await clock.pass(2_000);
    await discord.waitFor(() => edits().length === 2, 'the newest state');
    expect(description(asked.messages()[0] ?? { embeds: [] })).toContain('100');
    finish();
    await clock.pass(1_000);
    await discord.waitFor(() => edits().length === 3, 'the end');
    await clock.pass(5_000);
    await discord.interact({ name: 'oracle', isStale: true }).settled();
    expect(edits()).toHaveLength(3);
    expect(description(asked.messages()[0] ?? { embeds: [] })).not.toContain('101');
  });

  it('answers fifty at once', async () => {
    const { discord } = await run({
      engine: {
        ask: async ({ question }) => answerOf(question, `Echo of ${question}`),
        configure: async () => undefined,
      },
    });
    const names = ['person-minute', 'person-at-once', 'server-minute', 'server-at-once'];
    const options = Object.fromEntries(names.map((name) => [name, 100]));
    await discord.interact({ name: 'config', subcommand: 'limits', options, user: discord.moderator }).settled();
    const asked = Array.from({ length: 50 }, (_, at) =>
      discord.interact({ ...ask, options: { question: `number ${at}?` } }),
    );
    const shown = await Promise.all(asked.map((each) => each.settled()));
    expect(shown.every((message, at) => description(message).includes(`Echo of number ${at}?`))).toBe(true);
    expect(discord.refusals).toEqual([]);
  });
});
