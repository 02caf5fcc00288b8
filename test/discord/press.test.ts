import { InteractionResponseType } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '../../src/errors.js';
import { answerOf, hits } from './fake-engine.js';
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

/** The text of a message's first embed. */
function description(message: { readonly embeds: readonly { readonly description?: string }[] }): string {
  return message.embeds[0]?.description ?? '';
}

describe('a button', () => {
  it('of an older version is said to be gone, privately', async () => {
    const { discord, log } = await run({ engine: { ask: async ({ question }) => answerOf(question, 'Yes.') } });
    const answer = await discord.interact(ask).settled();
    const [row] = answer.components ?? [];
    const button = row !== undefined && 'components' in row ? row.components[0] : undefined;
    if (button === undefined || !('custom_id' in button)) throw new Error('The answer has no button');
    Object.assign(button, { custom_id: 'v0:ctx:1' });
    const pressed = discord.press({ message: answer, customId: 'v0:ctx:1' });
    expect(pressed.isPrivate(await pressed.settled())).toBe(true);
    expect(log).toContainEqual(expect.objectContaining({ level: 40, control: 'v0:ctx' }));
  });

  it('that turns a page changes the message it stands under', async () => {
    const documents = Array.from({ length: 12 }, (_, at) => ({
      id: `${at}.md`,
      version: 'ab'.repeat(32),
      collections: ['default'],
      source: `${at}.md`,
      title: `Paper ${at}`,
    }));
    const { discord } = await run({ engine: { sources: async () => documents } });
    const listed = await discord.interact({ name: 'sources' }).settled();
    const pressed = discord.press({ message: listed, label: 'Next' });
    expect((await pressed.firstResponse()).type).toBe(InteractionResponseType.DeferredMessageUpdate);
    await discord.waitFor(() => description(discord.current(listed)).includes('Paper 11'), 'the second page');
  });

  it('to a page of what is forgotten says so beside the message, which stays as it is', async () => {
    const long = Array.from({ length: 5 }, (_, at) => `${at} ${'the tide rises and falls '.repeat(60)}`);
    const { discord } = await run({
      engine: { ask: async ({ question }) => answerOf(question, ...long), recall: async () => undefined },
    });
    const answer = await discord.interact(ask).settled();
    const pressed = discord.press({ message: answer, label: 'Next' });
    await discord.waitFor(() => pressed.followups.length === 1, 'the notice');
    expect(pressed.followups.map(description)).toEqual([expect.stringContaining('Ask it again')]);
    expect(pressed.followups.map((each) => pressed.isPrivate(each))).toEqual([true]);
    expect(discord.current(answer).embeds).toEqual(answer.embeds);
    expect(discord.current(answer).components).toEqual(answer.components);
  });

  it('back to the first passages turns the page as well', async () => {
    const exchange = { question: 'Who?', collections: [{ owner: 'host', name: 'default' }] };
    const all = hits(9);
    const { discord } = await run({
      engine: {
        ask: async ({ question }) => answerOf(question, 'Yes.'),
        remember: async () => 'abcDEF123_-x',
        recall: async () => exchange,
        search: async ({ query, offset = 0, limit = 10 }) => ({ query, hits: all.slice(offset, offset + limit) }),
      },
    });
    const answer = await discord.interact(ask).settled();
    const opened = discord.press({ message: answer, label: 'More passages' });
    const list = await opened.settled();
    expect(opened.isPrivate(list)).toBe(true);
    for (const label of ['Next', 'Previous']) {
      const pressed = discord.press({ message: discord.current(list), label });
      expect((await pressed.firstResponse()).type).toBe(InteractionResponseType.DeferredMessageUpdate);
      await discord.waitFor(
        () => JSON.stringify(discord.current(list).components).includes(label === 'Next' ? 'Previous' : 'Next'),
        label,
      );
    }
  });

  it('that fails says so privately and leaves its message as it is', async () => {
    let calls = 0;
    const documents = Array.from({ length: 12 }, (_, at) => ({
      id: `${at}.md`,
      version: 'ab'.repeat(32),
      collections: ['default'],
      source: `${at}.md`,
    }));
    const sources = async () => {
      calls += 1;
      if (calls > 1) throw failure('index', { what: 'The index is broken' });
      return documents;
    };
    const { discord } = await run({ engine: { sources } });
    const listed = await discord.interact({ name: 'sources' }).settled();
    const pressed = discord.press({ message: listed, label: 'Next' });
    await discord.waitFor(() => pressed.followups.length === 1, 'the notice');
    expect(pressed.followups.map((message) => pressed.isPrivate(message))).toEqual([true]);
    expect(discord.current(listed).embeds).toEqual(listed.embeds);
  });

  it('"More passages" opens them for who pressed it', async () => {
    const { discord } = await run({
      engine: {
        ask: async ({ question }) => answerOf(question, 'Yes.'),
        search: async ({ query, offset = 0 }) => ({ query, hits: hits(6, offset) }),
        remember: async () => 'abcdefghijkl',
        recall: async () => ({ question: 'Who?', collections: [{ owner: 'host', name: 'default' }] }),
      },
    });
    const answer = await discord.interact(ask).settled();
    const pressed = discord.press({ message: answer, label: 'More passages', user: discord.moderator });
    const shown = await pressed.settled();
    expect(description(shown)).toContain('Passage 1 says so.');
    expect(pressed.isPrivate(shown)).toBe(true);
    const turned = discord.press({ message: shown, label: 'Next', user: discord.moderator });
    await discord.waitFor(() => description(discord.current(shown)).includes('Passage 6'), 'the next page');
    expect((await turned.firstResponse()).type).toBe(InteractionResponseType.DeferredMessageUpdate);
  });
});
