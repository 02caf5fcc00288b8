import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDate, isSince } from '../../src/engine/recent.js';
import type { Reply } from '../../src/model.js';
import { wordCount } from '../../src/text/spans.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const READER = { visible: [HOST] };
const ROWS = [
  {
    id: 'spring',
    date: '2024-03-02',
    text: 'The ferry crews asked for more pay in spring. The orchard festival drew a small crowd of visitors.',
  },
  {
    id: 'autumn',
    date: '2024-10-20',
    text: 'The ferry crews went on strike for nine days in autumn. The company then paid the ferry crews more.',
  },
  {
    id: 'undated',
    text: 'Ferry crews have always been paid badly on this coast. Nobody remembers why the crews stayed.',
  },
];

let engine: LocalEngine;

beforeAll(async () => {
  engine = openLocal(fakeEmbedder());
  const targets = [engine.file('news.jsonl', ROWS.map((row) => `${JSON.stringify(row)}\n`).join(''))];
  await engine.ingest({ collection: HOST, actor: 'test', targets });
});
afterAll(() => engine.close());

const documentsIn = ({ citations }: Reply): string[] =>
  [...new Set(citations.map(({ quote }) => quote.documentId))].sort();

describe('summarize', () => {
  it('keeps a topic to the one document that is named', async () => {
    const reply = await engine.summarize({ ...READER, about: 'ferry crews', documentId: 'autumn' });
    expect(documentsIn(reply)).toEqual(['autumn']);
    expect(reply.question).toBe('ferry crews');
  });

  it('takes all of a document when no topic is given', async () => {
    const reply = await engine.summarize({ ...READER, about: '', documentId: 'spring' });
    expect(documentsIn(reply)).toEqual(['spring']);
  });

  it('abstains on a topic of which the document says nothing', async () => {
    const reply = await engine.summarize({ ...READER, about: 'zebra xylophone quantum', documentId: 'spring' });
    expect(reply).toMatchObject({ outcome: 'abstention', reason: 'nothing-near' });
  });

  it('tells only of documents published since, with a topic and without', async () => {
    for (const about of ['ferry crews', '']) {
      expect(documentsIn(await engine.summarize({ ...READER, about, since: '2024-06' }))).toEqual(['autumn']);
      expect((await engine.summarize({ ...READER, about, since: '2025' })).outcome).toBe('abstention');
    }
    expect((await engine.summarize({ ...READER, about: '', documentId: 'undated', since: '2000' })).outcome).toBe(
      'abstention',
    );
  });

  it('keeps to the words', async () => {
    const reply = await engine.summarize({ ...READER, about: 'ferry crews', words: 20 });
    expect(reply.citations.reduce((sum, { quote }) => sum + wordCount(quote.exact), 0)).toBeLessThanOrEqual(20);
  });

  it.each([
    { words: 19 },
    { words: 1_001 },
    { words: 2.5 },
    { length: 0 },
    { length: 11 },
    { since: 'May' },
    { since: '2024-02-30' },
  ])('refuses %j', async (options) => {
    await expect(engine.summarize({ ...READER, about: 'ferry', ...options })).rejects.toMatchObject({ code: 'usage' });
  });

  it('refuses no topic at all, and a document that this reader may not see', async () => {
    await expect(engine.summarize({ ...READER, about: ' ' })).rejects.toMatchObject({ code: 'usage' });
    const hidden = { visible: [{ owner: '4001', name: 'default' }], about: 'ferry', documentId: 'autumn' };
    await expect(engine.summarize(hidden)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('dates', () => {
  it.each([
    ['2024-05-10', '2024-05-10', true],
    ['2024-05-09T23:00:00Z', '2024-05-10', false],
    ['2024-05', '2024-05-10', true],
    ['2024-04', '2024-05-10', false],
    ['2025', '2024-05-10', true],
    ['2024-01-01', '2024', true],
  ])('%s is since %s: %s', (publishedAt, since, expected) => {
    expect(isSince({ publishedAt }, since)).toBe(expected);
  });

  it('are of the calendar', () => {
    expect(['2024', '2024-02', '2024-02-29'].every(isDate)).toBe(true);
    expect(['2023-02-29', '2024-13', '24-01-01', '2024-1-1', ''].some(isDate)).toBe(false);
  });
});
