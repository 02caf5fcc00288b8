import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/all.js';
import type { Engine } from '../../src/engine.js';
import type { Command, CommandOptions } from '../../src/message/command.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
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
  REPORT,
  VERIFICATION,
} from '../support/samples.js';

const ELSEWHERE = document({ id: 'elsewhere.md', text: 'The river court sits in Port Selby.' });

const EVERY: Partial<Engine> = {
  ask: async () => ANSWER,
  search: async ({ query }) => ({ query, hits: hitsOf(ELSEWHERE, 6) }),
  verify: async () => VERIFICATION,
  summarize: async () => ANSWER,
  sources: async () => [GAZETTE, POST],
  reindex: async () => REPORT,
  remember: async () => 'abcDEF123_-x',
};

describe('what is registered with Discord', () => {
  it('is these commands', () => {
    expect(commands.map((each) => each.data.name)).toEqual([
      'ask',
      'summarize',
      'search',
      'verify',
      'sources',
      'reindex',
      'help',
    ]);
  });

  it.each(commands.map((each) => [each.data.name, each] as const))(
    '/%s keeps the rules for names and texts',
    (_, each) => {
      const data = each.data as {
        name: string;
        description: string;
        options?: { name: string; description: string; required?: boolean }[];
      };
      const options = data.options ?? [];
      for (const { name, description } of [data, ...options]) {
        expect(name).toMatch(/^[a-z0-9-]{1,32}$/);
        expect(description.length).toBeGreaterThan(0);
        expect(description.length).toBeLessThanOrEqual(100);
      }
      const required = options.map((option) => option.required === true);
      expect([...required].sort((one, other) => Number(other) - Number(one))).toEqual(required);
    },
  );

  it('offers changes to moderators only, and in servers only', () => {
    const moderating = commands.filter((each) => each.moderatorsOnly);
    expect(moderating.map((each) => each.data.name)).toEqual(['reindex']);
    expect(moderating[0]?.data).toMatchObject({
      default_member_permissions: '32',
      contexts: [0],
      integration_types: [0],
    });
  });

  it('takes the options that are promised', () => {
    expect(
      commands.map(({ data }) => ('options' in data ? (data.options ?? []) : []).map((each) => each.name)),
    ).toEqual([
      ['question', 'collection', 'private'],
      ['topic-or-document', 'collection', 'private'],
      ['query', 'collection'],
      ['quote', 'collection', 'private'],
      ['filter', 'collection'],
      ['full'],
      [],
    ]);
  });
});

describe('whether a reply is private', () => {
  it('is the choice of who asks', () => {
    for (const name of ['ask', 'summarize', 'verify']) {
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
  it('answers from what the asker may see, and remembers the question when there is more', async () => {
    const { text, calls, labels } = await run('ask', { question: ' who mediated the talks ' });
    expect(text).toContain('“The talks were mediated by **Maren Oduya**');
    expect(calls[0]).toEqual({
      method: 'ask',
      request: { question: 'who mediated the talks', visible: [HOST, GUILD] },
    });
    expect(calls.at(-1)).toEqual({
      method: 'remember',
      request: { question: 'who mediated the talks', collections: [HOST, GUILD] },
    });
    expect(labels.at(-1)).toBe('More passages');
  });

  it('remembers nothing when every passage found is quoted already', async () => {
    const hits = hitsOf(GAZETTE, 1).concat(hitsOf(POST, 1));
    const { labels, calls } = await run('ask', { question: 'q' }, { search: async ({ query }) => ({ query, hits }) });
    expect(labels).toEqual(['1 · In context', '2 · In context']);
    expect(calls.map((each) => each.method)).not.toContain('remember');
  });

  it('abstains without looking further when nothing is near', async () => {
    const { text, calls } = await run(
      'ask',
      { question: 'q' },
      { ask: async () => ({ ...ABSTENTION, reason: 'nothing-near' }) },
    );
    expect(text).toContain('The documents say nothing about this.');
    expect(calls.map((each) => each.method)).toEqual(['ask']);
  });

  it('narrows to a collection by its name, and never beyond what is visible', async () => {
    const { calls } = await run('ask', { question: 'q', collection: 'Minutes' });
    expect(calls[0]?.request).toEqual({ question: 'q', visible: [GUILD] });
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

  it('/reindex works on the caller’s own collection, shows its progress and reports', async () => {
    const change = { documentId: 'a.md', source: 'a.md', passages: 2 };
    const shown: MessageView[] = [];
    const reindex: Engine['reindex'] = async (_, onProgress) => {
      onProgress?.({ kind: 'added', change, documents: 1, passages: 2 });
      return REPORT;
    };
    const { text, calls } = await run('reindex', { full: true }, { reindex }, (view) => shown.push(view));
    expect(calls[0]?.request).toEqual({ collection: GUILD, actor: '42', full: true });
    expect(shown[0]?.embeds?.[0]?.description).toBe('Indexing… 1 document, 2 passages\n-# added: `a.md`');
    expect(text).toContain('1 failed');
    expect(text).toContain('It is no text. Convert it first.');
  });

  it('/help says what can be read here', async () => {
    expect((await run('help', {})).text).toContain('I can read 2 documents in **default**, **minutes**.');
    expect((await run('help', {}, { sources: async () => [] })).text).toContain('There are no documents here yet.');
  });

  it('refuse words that are no words', async () => {
    for (const [name, option] of [
      ['summarize', 'topic-or-document'],
      ['search', 'query'],
      ['verify', 'quote'],
    ] as const) {
      const { text, calls } = await run(name, { [option]: ' ' });
      expect(text).toMatch(/^There is no (topic|query|quote) in this\./);
      expect(calls).toEqual([]);
    }
  });
});

it('has no option type that the playground could not draw', () => {
  const types = commands.flatMap(({ data }) =>
    ('options' in data ? (data.options ?? []) : []).map((each) => each.type),
  );
  const drawn = [ApplicationCommandOptionType.String, ApplicationCommandOptionType.Boolean];
  expect(types.filter((type) => !drawn.some((each) => each === type))).toEqual([]);
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
  const context = { engine, options, visible: [HOST, GUILD], changes: GUILD, actor: '42', now: NOW, update };
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
