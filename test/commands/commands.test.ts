import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import type { Engine } from '../../src/engine.js';
import type { Caller, Command, CommandOptions } from '../../src/message/command.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
import { DEFAULT_SETTINGS } from '../../src/records.js';
import { fakeEngine } from '../support/fake-engine.js';
import {
  ABSTENTION,
  ANSWER,
  document,
  GAZETTE,
  GUILD,
  HOST,
  hitsOf,
  NOW,
  POST,
  VERIFICATION,
} from '../support/samples.js';

const ELSEWHERE = document({ id: 'elsewhere.md', text: 'The river court sits in Port Selby.' });

const EVERY: Partial<Engine> = {
  ask: async () => ANSWER,
  search: async ({ query }) => ({ query, hits: hitsOf(ELSEWHERE, 6) }),
  verify: async () => VERIFICATION,
  summarize: async () => ANSWER,
  sources: async () => [GAZETTE, POST],
  timeline: async () => ANSWER,
  document: async () => GAZETTE,
  pointers: async () => [],
  remember: async () => 'abcDEF123_-x',
};

describe('whether a reply is private', () => {
  it('is the choice of who asks', () => {
    for (const name of ['ask', 'summarize', 'verify', 'timeline']) {
      expect(command(name).isPrivate({ private: true })).toBe(true);
      expect(command(name).isPrivate({})).toBe(false);
    }
  });

  it('is settled for lists, pages, reports and help', () => {
    for (const name of ['search', 'sources', 'reindex', 'help'])
      expect(command(name).isPrivate({ private: false })).toBe(true);
  });
});

describe('/ask', () => {
  it('answers from what the asker may see, and remembers the question by addresses only', async () => {
    const { text, calls, labels } = await run('ask', { question: ' who mediated the talks ' });
    expect(text).toContain('“The talks were mediated by **Maren Oduya**');
    expect(calls[0]).toEqual({
      method: 'ask',
      request: { question: 'who mediated the talks', visible: [HOST, GUILD], mayRepeat: true },
    });
    expect(calls.at(-1)).toMatchObject({
      method: 'remember',
      request: {
        ...{ question: 'who mediated the talks', collections: [HOST, GUILD], kind: 'ask', outcome: 'answer' },
        ...{ guildId: '4001', userId: '42' },
      },
    });
    expect(JSON.stringify(calls.at(-1))).not.toContain('mediated by');
    expect(labels.slice(-4)).toEqual(['More passages', 'Sources', '👍', '👎']);
  });

  it('abstains with what a moderator pointed at asked for, and no more', async () => {
    const { text, calls, labels } = await run(
      'ask',
      { question: 'q' },
      { ask: async () => ({ ...ABSTENTION, reason: 'nothing-near' }) },
    );
    expect(text).toContain('The documents say nothing about this.');
    expect(calls.map((each) => each.method)).toEqual(['ask', 'pointers', 'remember']);
    expect(labels).not.toContain('More passages');
  });

  it('narrows to a collection by its name, and never beyond what is visible', async () => {
    const { calls } = await run('ask', { question: 'q', collection: 'Minutes' });
    expect(calls[0]?.request).toEqual({ question: 'q', visible: [GUILD], mayRepeat: true });
    const unknown = await run('ask', { question: 'q', collection: 'secret' });
    expect(unknown.text).toBe('There is no collection “secret” here. You may choose from **default**, **minutes**.');
    expect(unknown.calls).toEqual([]);
  });

  it.each(['', '   ', '\u200b\u202e'])('refuses a question of nothing: %j', async (question) => {
    const { text, calls } = await run('ask', { question });
    expect(text).toContain('There is no question in this.');
    expect(calls).toEqual([]);
  });

  it('refuses a question of 5,000 characters, and says how long it may be', async () => {
    const { text, calls } = await run('ask', { question: 'x'.repeat(5000) });
    expect(text).toContain('5,000 characters; I read up to 4,000');
    expect(calls).toEqual([]);
  });

  it.each(['🤷🤷🤷', 'من توسط في المحادثات؟', '@everyone <@1>', '**', '\ud800', '```'])(
    'asks %j as any other',
    async (question) => {
      const { text, titles } = await run('ask', { question }, { ask: async () => ({ ...ABSTENTION, question }) });
      expect(text).toContain('The documents do not say.');
      expect(titles).toHaveLength(1);
    },
  );
});

describe('/summarize and /timeline', () => {
  it('take a length, and a date', async () => {
    const options = { 'topic-or-document': 'the talks', length: 'long', since: ' 2025-05 ' };
    const { calls, titles } = await run('summarize', options);
    expect(calls[0]?.request).toEqual({ about: 'the talks', visible: [HOST, GUILD], since: '2025-05', words: 250 });
    expect(titles).toEqual(['Summary: who mediated the talks']);
    expect(calls.at(-1)?.request).toMatchObject({
      ...{ question: 'the talks', kind: 'summarize', options: { since: '2025-05', words: 250 } },
    });
  });

  it('a timeline has its dates before its quotes, and what changed first', async () => {
    const positions = [
      { claim: 'Tuesday', citations: [1] },
      { claim: 'Friday', citations: [2] },
    ];
    const disagreements = [{ about: 'the day of the talks', positions }];
    const timeline: Engine['timeline'] = async () => ({ ...ANSWER, disagreements, undated: 2 });
    const { text, titles, views, labels } = await run('timeline', { topic: 'the talks' }, { timeline });
    expect(titles).toEqual(['Timeline: who mediated the talks']);
    expect(text).toMatch(/^\*\*Accounts changed\*\*, the day of the talks:\n- \*\*Tuesday\*\*/);
    expect(text).toMatch(/\*\*27 May 2025, [^*]+\*\*\n\*\*1\*\* “/);
    expect(views.at(-1)?.embeds?.[0]?.footer?.text).toContain('2 documents state no date and are left out');
    expect(labels).toContain('Sources');
  });

  it('say so when nothing about a topic is dated', async () => {
    const { text } = await run('timeline', { topic: 'x' }, { timeline: async () => ({ ...ABSTENTION, undated: 3 }) });
    expect(text).toContain('do not say when they were published');
  });
});

describe('the other commands', () => {
  it('/summarize shows quotes, or abstains', async () => {
    expect((await run('summarize', { 'topic-or-document': 'the talks' })).text).toContain('**1** “');
    const nothing = await run('summarize', { 'topic-or-document': 'x' }, { summarize: async () => ABSTENTION });
    expect(nothing.text).toContain('The documents do not say.');
  });

  it('/search pages only when there is a second page', async () => {
    expect((await run('search', { query: 'talks' })).labels.at(-1)).toBe('Next');
    const few = await run(
      'search',
      { query: 'x' },
      { search: async ({ query }) => ({ query, hits: hitsOf(POST, 5) }) },
    );
    expect(few.labels).not.toContain('Next');
    expect(few.calls.map((each) => each.method)).toEqual(['search']);
  });

  it('/verify shows how the words differ', async () => {
    const { text } = await run('verify', { quote: 'The talks were led by Maren Oduya' });
    expect(text).toContain('The talks were **mediated** ~~led~~ by Maren Oduya');
  });

  it('/sources filters, and remembers the collection in its buttons', async () => {
    const many = Array.from({ length: 11 }, (_, at) => ({ ...GAZETTE, id: `d${at}` }));
    const { calls, views } = await run(
      'sources',
      { filter: ' port ', collection: 'minutes' },
      { sources: async () => many },
    );
    expect(calls[0]?.request).toEqual({ visible: [GUILD], filter: 'port' });
    expect(JSON.stringify(views)).toMatch(/"custom_id":"v1:src:1:[0-9a-f]{8}:port"/);
  });

  it('/sources opens a page, in order of date, those without one last', async () => {
    const undated = { ...GAZETTE, id: 'undated' };
    delete (undated as { publishedAt?: string }).publishedAt;
    const dated = Array.from({ length: 11 }, (_, at) => ({
      ...GAZETTE,
      id: `d${at}`,
      publishedAt: `2025-01-${10 + at}`,
    }));
    const sources = async () => [undated, ...dated];
    const { text, views } = await run('sources', { sort: 'newest', page: 2 }, { sources });
    expect(text).toMatch(/`d0`[\s\S]*`undated`/);
    expect(JSON.stringify(views)).toContain('"custom_id":"v1:srt:0:n::"');
    const first = await run('sources', { sort: 'oldest' }, { sources });
    expect(first.text).toMatch(/^[\s\S]*`d0`[\s\S]*`d9`$/);
  });

  it('/help says what can be read here, with examples that work', async () => {
    const { text, calls } = await run('help', {});
    expect(text).toContain('I can read 2 documents in **default**, **minutes**.');
    expect(calls.map(({ method }) => method)).toEqual(['sources', 'document', 'timeline', 'ask']);
    expect(text).toContain('`/ask` who is Maren Oduya');
    expect(text).toContain('`/timeline` Maren Oduya');
    expect(text).not.toContain('/config');
    const none = await run('help', {}, { sources: async () => [] });
    expect(none.text).toContain('There are no documents here yet.');
    expect(none.text).toContain('`/ask` *your question*');
  });

  it('/help does not show a question that is not answered', async () => {
    const { text } = await run('help', {}, { ask: async () => ABSTENTION });
    expect(text).toContain('`/ask` *your question*');
  });

  it('refuse words that are no words', async () => {
    for (const [name, option] of [
      ['summarize', 'topic-or-document'],
      ['search', 'query'],
      ['verify', 'quote'],
      ['timeline', 'topic'],
    ] as const) {
      const { text, calls } = await run(name, { [option]: ' ' });
      expect(text).toMatch(/^There is no (topic|query|quote) in this\./);
      expect(calls).toEqual([]);
    }
  });
});

function command(name: string): Command {
  const found = commands.find((each) => each.data.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
}

async function run(
  name: string,
  options: CommandOptions,
  replies: Partial<Engine> = {},
  update: (view: MessageView) => void = () => {},
) {
  const { engine, calls } = fakeEngine({ ...EVERY, ...replies });
  const caller: Caller = {
    ...{ actor: '42', guildId: '4001', channelId: '9', isModerator: false, settings: DEFAULT_SETTINGS },
    ...{ visible: [HOST, GUILD], changeable: [], additions: GUILD },
  };
  const context = { ...caller, engine, options, now: NOW, update };
  const views = await command(name).execute(context);
  for (const view of views) expect(check(view)).toEqual([]);
  const embeds = views.flatMap((view) => view.embeds ?? []);
  return {
    views,
    calls,
    text: embeds.map((embed) => embed.description).join('\n\n'),
    titles: embeds.flatMap((embed) => embed.title ?? []),
    labels: views.flatMap((view) =>
      (view.components ?? []).flatMap((row) =>
        row.components.map((each) => ('label' in each ? (each.label ?? '') : '')),
      ),
    ),
  };
}
