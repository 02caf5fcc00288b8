import { describe, expect, it } from 'vitest';
import { isAside } from '../../src/message/aside.js';
import { askQuestion } from '../../src/message/ask-question.js';
import type { Caller } from '../../src/message/command.js';
import { addressOf, type Control, decode, encode } from '../../src/message/controls.js';
import { handleControl } from '../../src/message/handle-control.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
import { words } from '../../src/message/words.js';
import type { Answer, Context } from '../../src/model.js';
import { DEFAULT_SETTINGS, type Exchange } from '../../src/records.js';
import { visible } from '../support/discord-markdown.js';
import { fakeEngine } from '../support/fake-engine.js';
import {
  ABSTENTION,
  ANSWER,
  citationOf,
  document,
  GAZETTE,
  GUILD,
  HOST,
  MEDIATED,
  NOW,
  POST,
  quoteOf,
} from '../support/samples.js';

const ID = 'abcDEF123_-x';
const CALLER: Caller = {
  actor: '42',
  guildId: GUILD.owner,
  channelId: '7',
  isModerator: false,
  visible: [HOST],
  changeable: [],
  additions: GUILD,
  settings: DEFAULT_SETTINGS,
};

function pressed(control: Control, replies: Parameters<typeof fakeEngine>[0], seen = [HOST, GUILD]) {
  const { engine, calls } = fakeEngine(replies);
  const pressing = { engine, visible: seen, now: NOW, caller: { ...CALLER, visible: seen } };
  return handleControl(decode(encode(control)), pressing).then((views) => ({ views, calls, text: read(views) }));
}

describe('a thumb under an answer', () => {
  it.each([
    [true, 'Thank you. Noted: this helped.'],
    [false, 'Thank you. Noted: this did not help;'],
  ])('is kept as the word of whoever pressed it: %s', async (helpful, thanks) => {
    const { text, calls } = await pressed({ kind: 'vote', exchangeId: ID, helpful }, { vote: async () => true });
    expect(text).toContain(thanks);
    expect(calls).toEqual([{ method: 'vote', request: { exchangeId: ID, userId: '42', helpful } }]);
  });

  it('says so when the question is no longer remembered', async () => {
    const { text } = await pressed({ kind: 'vote', exchangeId: ID, helpful: true }, { vote: async () => false });
    expect(text).toContain('Ask it again');
  });
});

describe('"Sources" under an answer', () => {
  const exchange: Exchange = {
    question: 'who mediated the talks',
    collections: [HOST],
    outcome: 'answer',
    quotes: [
      addressOf(quoteOf(GAZETTE, MEDIATED)),
      addressOf(quoteOf(POST, 'Judge Oduya will stay on as mediator.')),
      addressOf(quoteOf(GAZETTE, 'A third round is planned for 14 June.')),
    ],
  };
  const found: readonly Context[] = [
    { ...contextOf(GAZETTE, MEDIATED), citation: { ...contextOf(GAZETTE, MEDIATED).citation, locator: 'para. 2' } },
    { ...contextOf(POST, 'Judge Oduya will stay on as mediator.'), current: false },
    contextOf(GAZETTE, 'A third round is planned for 14 June.'),
  ];
  const context = async ({ address }: { address: { start: number } }) =>
    found.find((each) => each.citation.quote.start === address.start);

  it('lists each document once, with its labels, link, publisher, date and age, and where it is quoted', async () => {
    const { text, views, calls } = await pressed(
      { kind: 'behind', exchangeId: ID },
      { recall: async () => exchange, context },
    );
    expect(views[0]?.embeds?.[0]?.title).toBe('Sources: who mediated the talks');
    expect(text).toBe(
      [
        '**1, 3** [Second round opens in Port Selby](https://gazette.example/2025/05/second-round) · The Harbour Gazette · 27 May 2025, 1 year ago · para. 2',
        '**2** Third round \\*confirmed\\* · Delta Post · June 2025, 1 year ago · *changed since*',
      ].join('\n\n'),
    );
    expect(visible(text)).toContain('1, 3 Second round opens in Port Selby · The Harbour Gazette');
    const asked = calls.filter(({ method }) => method === 'context').map(({ request }) => request);
    expect(asked).toEqual(exchange.quotes?.map((address) => ({ address, visible: [HOST] })));
  });

  it('shows nothing of what its presser may not see, or of what is gone, and says how much that is', async () => {
    const gone = { recall: async () => exchange, context: async () => undefined };
    const { text } = await pressed({ kind: 'behind', exchangeId: ID }, gone);
    expect(text).toBe('-# 3 quotes are from documents that are no longer here, or that you may not see.');
    const { calls } = await pressed({ kind: 'behind', exchangeId: ID }, gone, [GUILD]);
    expect(calls.at(-1)?.request).toMatchObject({ visible: [] });
  });

  it('names the question as typed to whoever does not see all that it was understood from', async () => {
    const understood = { ...exchange, question: 'when was that — Maren Oduya', options: { asked: 'when was that' } };
    const replies = { recall: async () => understood, context };
    const title = async (seen: typeof CALLER.visible) =>
      (await pressed({ kind: 'behind', exchangeId: ID }, replies, [...seen])).views[0]?.embeds?.[0]?.title;
    expect(await title([HOST])).toBe('Sources: when was that — Maren Oduya');
    expect(await title([GUILD])).toBe('Sources: when was that');
  });

  it('says so where nothing was kept, or nothing is remembered', async () => {
    const { quotes: _, ...old } = exchange;
    expect((await pressed({ kind: 'behind', exchangeId: ID }, { recall: async () => old })).text).toContain(
      'Ask again',
    );
    const { text } = await pressed({ kind: 'behind', exchangeId: ID }, { recall: async () => undefined });
    expect(text).toContain('Ask it again');
  });
});

describe('pages of an answer', () => {
  const long = Array.from({ length: 5 }, (_, at) => {
    const exact = `${at} ${'the tide rises and falls '.repeat(60)}`.trim();
    return citationOf(at + 1, document({ id: `${at}.md`, text: exact }), { words: exact });
  });
  const LONG: Answer = { ...ANSWER, citations: long };

  it('are one message, with buttons to the pages beside it, and never cut a quote', async () => {
    const { engine, calls } = fakeEngine({ ask: async () => LONG, remember: async () => ID });
    const { views } = await askQuestion({
      engine,
      question: 'tides',
      visible: [HOST, GUILD],
      now: NOW,
      caller: CALLER,
    });
    expect(views).toHaveLength(1);
    expect(labels(views)).toEqual(['1 · In context', '2 · In context', 'Next', 'More passages', 'Sources', '👍', '👎']);
    expect(views[0]?.embeds?.[0]?.footer?.text).toMatch(/ · page 1 of 3$/);
    const remembered = calls.at(-1)?.request as Exchange;
    const next = await pressed(
      { kind: 'page', exchangeId: ID, page: 1 },
      { recall: async () => remembered, ask: async () => LONG },
      [HOST],
    );
    expect(labels(next.views)).toContain('Previous');
    expect(next.views[0]?.embeds?.[0]).toMatchObject({
      title: ANSWER.question,
      footer: { text: expect.stringMatching(/page 2 of 3/) },
    });
    expect(next.calls.find(({ method }) => method === 'ask')?.request).toEqual({
      question: ANSWER.question,
      visible: [HOST],
      mayRepeat: true,
    });
    expect(next.calls.map(({ method }) => method)).not.toContain('remember');
    for (const each of [...views, ...next.views]) {
      for (const line of (each.embeds?.[0]?.description ?? '').split('\n\n')) expect(line).toMatch(/“\d .*falls”\n/);
    }
  });

  it('ask again what was typed, leaning on what it leaned on', async () => {
    const before: Exchange = { question: 'who mediated', collections: [HOST], outcome: 'answer' };
    const exchange: Exchange = {
      question: 'when was that — Maren Oduya',
      collections: [HOST],
      options: { asked: 'when was that', message: 'https://discord.com/channels/1/2/3' },
      previous: 'before',
    };
    const { calls, text } = await pressed(
      { kind: 'page', exchangeId: ID, page: 0 },
      { recall: async (id) => (id === ID ? exchange : before), ask: async () => ANSWER },
    );
    expect(calls.find(({ method }) => method === 'ask')?.request).toMatchObject({
      question: 'when was that',
      history: [{ speaker: 'user', text: 'who mediated' }],
    });
    expect(text).toContain('-# Answer to [this message](https://discord.com/channels/1/2/3)');
  });

  it.each([
    ['summarize', { about: 'tides', words: 120 }],
    ['timeline', { topic: 'tides', length: 7 }],
  ] as const)(
    'of a %s are asked for as it was',
    async (kind, { about, topic, ...options }: Record<string, unknown>) => {
      const kept: Exchange = {
        question: 'tides',
        collections: [HOST],
        kind,
        options: options as Record<string, number>,
      };
      const { views, calls } = await pressed(
        { kind: 'page', exchangeId: ID, page: 1 },
        { recall: async () => kept, summarize: async () => LONG, timeline: async () => LONG },
      );
      expect(views[0]?.embeds?.[0]?.footer?.text).toMatch(/page 2 of 3/);
      const named = kind === 'summarize' ? { about } : { topic };
      expect(calls.at(-1)).toEqual({ method: kind, request: { ...named, ...options, visible: [HOST] } });
    },
  );

  it.each(['page', 'turn'] as const)('that are forgotten (%s) do not take the place of the one shown', async (kind) => {
    const control = kind === 'page' ? { kind, exchangeId: ID, page: 1 } : { kind, exchangeId: ID, offset: 5 };
    const { views, text } = await pressed(control, { recall: async () => undefined });
    expect(text).toContain('Ask it again');
    expect(views.map(isAside)).toEqual([true]);
  });
});

describe('what is remembered of a question', () => {
  it('is the question as understood, who asked it where, what came of it, and what was shown', async () => {
    const understood = { ...ANSWER, question: 'when was that', interpretedAs: 'when was that — Maren Oduya' };
    const { engine, calls } = fakeEngine({ ask: async () => understood, remember: async () => ID });
    const message = 'https://discord.com/channels/1/2/3';
    await askQuestion({
      ...{ engine, question: 'when was that', visible: [HOST], now: NOW, caller: CALLER },
      ...{ previous: 'before', message, words: words('de') },
    });
    expect(calls.at(-1)?.request).toEqual({
      question: 'when was that — Maren Oduya',
      collections: [HOST],
      kind: 'ask',
      outcome: 'answer',
      quotes: ANSWER.citations.map(({ quote }) => addressOf(quote)),
      options: { asked: 'when was that', message },
      guildId: GUILD.owner,
      userId: '42',
      previous: 'before',
    });
  });

  it('is an abstention, too, with thumbs under it and no sources', async () => {
    const { engine, calls } = fakeEngine({
      ask: async () => ({ ...ABSTENTION, reason: 'nothing-near' }),
      remember: async () => ID,
      pointers: async () => [],
    });
    const { views } = await askQuestion({ engine, question: 'q', visible: [HOST], now: NOW, caller: CALLER });
    expect(calls.at(-1)?.request).toMatchObject({ outcome: 'abstention', quotes: [{ start: expect.any(Number) }] });
    expect(labels(views)).toEqual(['1 · In context', '👍', '👎']);
  });

  it('costs no search', async () => {
    const { engine, calls } = fakeEngine({ ask: async () => ANSWER, remember: async () => ID });
    await askQuestion({ engine, question: 'q', visible: [HOST], now: NOW });
    expect(calls.map(({ method }) => method)).toEqual(['ask', 'remember']);
  });

  it.each([
    ['strict', { caution: 'strict' }],
    ['balanced', { caution: 'balanced' }],
    ['none, as whoever runs the bot did', {}],
  ] as const)('is asked with the caution that the server chose: %s', async (_, passed) => {
    const { engine, calls } = fakeEngine({ ask: async () => ANSWER, remember: async () => ID });
    const caller = { ...CALLER, settings: { ...DEFAULT_SETTINGS, ...passed } };
    await askQuestion({ engine, question: 'q', visible: [HOST], now: NOW, caller });
    expect(calls[0]?.request).toEqual({ question: 'q', visible: [HOST], mayRepeat: true, ...passed });
  });
});

function contextOf(of: typeof GAZETTE, quoted: string): Context {
  const citation = citationOf(1, of, { words: quoted });
  return { citation, surrounding: citation.quote, current: true };
}

function read(views: readonly MessageView[]): string {
  for (const view of views) expect(check(view)).toEqual([]);
  return views
    .flatMap((view) => view.embeds ?? [])
    .flatMap(({ description }) => description ?? [])
    .join('\n');
}

function labels(views: readonly MessageView[]): string[] {
  return views
    .flatMap((view) => view.components ?? [])
    .flatMap((row) => row.components.map((each) => ('label' in each ? (each.label ?? '') : '')));
}
