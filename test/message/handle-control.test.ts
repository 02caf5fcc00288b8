import { describe, expect, it } from 'vitest';
import { addressOf, type Control, decode, encode } from '../../src/message/controls.js';
import { handleControl } from '../../src/message/handle-control.js';
import { check } from '../../src/message/limits.js';
import type { MessageView } from '../../src/message/view.js';
import { fakeEngine } from '../support/fake-engine.js';
import { CONTEXT, GAZETTE, GUILD, HOST, hitsOf, NOW, POST } from '../support/samples.js';

const CONTEXT_CONTROL: Control = { kind: 'context', address: addressOf(CONTEXT.citation.quote), which: 1 };

describe('In context', () => {
  it('shows the paragraphs around the quote, after the button went through Discord as text', async () => {
    const { engine, calls } = fakeEngine({ context: async () => CONTEXT });
    const views = await handleControl(decode(encode(CONTEXT_CONTROL)), { engine, visible: [HOST], now: NOW });
    expect(read(views)).toContain(
      'Delegates from both coasts arrived before noon. **The talks were mediated by Maren Oduya',
    );
    expect(calls).toEqual([
      { method: 'context', request: { address: addressOf(CONTEXT.citation.quote), visible: [HOST] } },
    ]);
  });

  it.each([
    ['https://gazette.example/a', 'Open the page'],
    ['https://discord.com/channels/1/2/3', 'Go to the message'],
  ])('leads to the page or the message that it came from: %s', async (url, label) => {
    const { engine } = fakeEngine({ context: async () => ({ ...CONTEXT, citation: { ...CONTEXT.citation, url } }) });
    const views = await handleControl(CONTEXT_CONTROL, { engine, visible: [HOST], now: NOW });
    expect(read(views)).toContain(`](${url})`);
    expect(views[0]?.components).toEqual([{ type: 1, components: [{ type: 2, style: 5, label, url }] }]);
  });

  it.each(['javascript:alert(1)', undefined])('leads nowhere for an address like %s', async (url) => {
    const { url: _, ...citation } = CONTEXT.citation;
    const { engine } = fakeEngine({
      context: async () => ({ ...CONTEXT, citation: { ...citation, ...(url !== undefined && { url }) } }),
    });
    const [view] = await handleControl(CONTEXT_CONTROL, { engine, visible: [HOST], now: NOW });
    expect(view).not.toHaveProperty('components');
  });

  it('says so when the document is gone', async () => {
    const { engine } = fakeEngine({ context: async () => undefined });
    const views = await handleControl(CONTEXT_CONTROL, { engine, visible: [HOST], now: NOW });
    expect(read(views)).toBe('The document of this quote is no longer here, or you may not see it.');
  });

  it('says so when the document has changed', async () => {
    const { engine } = fakeEngine({ context: async () => ({ ...CONTEXT, current: false }) });
    const views = await handleControl(CONTEXT_CONTROL, { engine, visible: [HOST], now: NOW });
    expect(views[0]?.embeds?.[0]?.footer?.text).toContain('has been changed or removed');
  });
});

describe('More passages', () => {
  const control: Control = { kind: 'more', exchangeId: 'abcDEF123_-x', offset: 5 };

  it('shows the next page, from collections that were asked and that the presser may see now', async () => {
    const exchange = { question: 'who mediated', collections: [HOST, GUILD] };
    const { engine, calls } = fakeEngine({
      recall: async () => exchange,
      search: async ({ query }) => ({ query, hits: hitsOf(POST, 6) }),
    });
    const views = await handleControl(control, { engine, visible: [GUILD, { owner: 'x', name: 'y' }], now: NOW });
    expect(calls[1]?.request).toEqual({ query: 'who mediated', visible: [GUILD], limit: 6, offset: 5 });
    expect(read(views)).toContain('**6** “');
    expect(labels(views)).toEqual([6, 7, 8, 9, 10].map((each) => `${each} · In context`).concat('Previous', 'Next'));
  });

  it('offers no next page after the last', async () => {
    const { engine } = fakeEngine({
      recall: async () => ({ question: 'q', collections: [HOST] }),
      search: async ({ query }) => ({ query, hits: [] }),
    });
    const views = await handleControl(control, { engine, visible: [HOST], now: NOW });
    expect(read(views)).toBe('There are no more passages.');
    expect(labels(views)).toEqual(['Previous']);
  });

  it('says so when the question is no longer remembered', async () => {
    const { engine } = fakeEngine({ recall: async () => undefined });
    const views = await handleControl(control, { engine, visible: [HOST], now: NOW });
    expect(read(views)).toContain('Ask it again');
  });
});

describe('Sources', () => {
  it('shows the page, with the filter and the collection that the list was narrowed by', async () => {
    const many = Array.from({ length: 25 }, (_, at) => ({ ...GAZETTE, id: `doc-${at}` }));
    const { engine, calls } = fakeEngine({ sources: async () => many });
    const first = await handleControl(
      { kind: 'sources', page: 1, filter: 'port' },
      { engine, visible: [HOST], now: NOW },
    );
    expect(calls[0]?.request).toEqual({ visible: [HOST], filter: 'port' });
    expect(first[0]?.embeds?.[0]?.footer?.text).toBe('25 documents · page 2 of 3');
    expect(read(first)).toContain('`doc-10`');
    expect(labels(first)).toEqual(['Previous', 'Next']);
    expect(first.flatMap(ids).map(decode)).toEqual([
      { kind: 'sources', page: 0, filter: 'port' },
      { kind: 'sources', page: 2, filter: 'port' },
    ]);
  });

  it('shows the last page when the list has become shorter, and nothing of a collection no longer visible', async () => {
    const { engine, calls } = fakeEngine({ sources: async () => [GAZETTE] });
    const control: Control = { kind: 'sources', page: 7, collectionKey: '00000000' };
    const views = await handleControl(control, { engine, visible: [HOST], now: NOW });
    expect(views[0]?.embeds?.[0]?.footer?.text).toBe('1 document · page 1 of 1');
    expect(calls[0]?.request).toEqual({ visible: [] });
  });
});

it('answers a button that it does not understand', async () => {
  const { engine, calls } = fakeEngine({});
  const views = await handleControl(decode('v0:old'), { engine, visible: [HOST], now: NOW });
  expect(read(views)).toContain('older version');
  expect(calls).toEqual([]);
});

function read(views: readonly MessageView[]): string {
  for (const view of views) expect(check(view)).toEqual([]);
  return views
    .flatMap((view) => view.embeds ?? [])
    .map((embed) => embed.description)
    .join('\n');
}

function labels(views: readonly MessageView[]): string[] {
  return views
    .flatMap((view) => view.components ?? [])
    .flatMap((row) => row.components.map((each) => ('label' in each ? (each.label ?? '') : '')));
}

function ids(view: MessageView): string[] {
  return (view.components ?? []).flatMap((row) =>
    row.components.flatMap((each) => ('custom_id' in each ? each.custom_id : [])),
  );
}
