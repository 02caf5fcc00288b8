import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CollectionRef, Reply } from '../../src/model.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const GUILD: CollectionRef = { owner: '4001', name: 'default' };
const READER = { visible: [HOST] };
const TALKS = `# River talks

The talks were mediated by Ilse Maarten, a retired judge. She had never mediated before.

The ferry between the two banks stopped for nine days in winter. Nobody crossed the river.
`;

let engine: LocalEngine;

beforeEach(async () => {
  engine = openLocal(fakeEmbedder());
  const targets = [path.dirname(engine.file('docs/talks.md', TALKS))];
  engine.file('docs/copy.txt', 'Wire report.\n\nThe talks were mediated by Ilse Maarten, a retired judge.\n');
  await engine.ingest({ collection: HOST, actor: 'test', targets });
});
afterEach(() => engine.close());

async function expectTrue(reply: Reply): Promise<void> {
  for (const { quote, highlight } of reply.citations) {
    const document = await engine.document({ ...READER, documentId: quote.documentId });
    expect(document?.version).toBe(quote.version);
    expect(document?.text.slice(quote.start, quote.end)).toBe(quote.exact);
    if (highlight !== undefined) {
      expect(highlight.start).toBeGreaterThanOrEqual(quote.start);
      expect(highlight.end).toBeLessThanOrEqual(quote.end);
    }
  }
}

describe('ask', () => {
  it('answers with true quotes, best first, and says where else a sentence stands', async () => {
    const reply = await engine.ask({ ...READER, id: 'q1', question: ' Who mediated the talks? ' });
    expect(reply).toMatchObject({
      id: 'q1',
      question: 'Who mediated the talks?',
      outcome: 'answer',
      method: 'extractive',
    });
    expect(reply.citations[0]?.quote.exact).toBe('The talks were mediated by Ilse Maarten, a retired judge.');
    expect(reply.citations[0]?.alsoIn).toHaveLength(1);
    expect(reply.citations.map(({ label }) => label)).toEqual(reply.citations.map((_, at) => at + 1));
    await expectTrue(reply);
  });

  it('brings the sentence before one that opens with "She"', async () => {
    const reply = await engine.ask({ ...READER, question: 'had she never mediated before' });
    const quote = reply.citations.find(({ quote: { exact } }) => exact.includes('She had never'));
    expect(quote?.quote.exact).toMatch(/^The talks were mediated/);
    await expectTrue(reply);
  });

  it('abstains when nothing is indexed for this reader, however much others have', async () => {
    const reply = await engine.ask({ visible: [GUILD], question: 'Who mediated the talks?' });
    expect(reply).toMatchObject({ outcome: 'abstention', reason: 'nothing-indexed', nearest: [], citations: [] });
  });

  it('says that nothing may be shown, not that nothing is indexed, to whom no collection is open', async () => {
    const replies = await Promise.all([
      engine.ask({ visible: [], question: 'Who mediated the talks?' }),
      engine.summarize({ visible: [], about: 'talks' }),
      engine.timeline({ visible: [], topic: 'talks' }),
    ]);
    expect(replies.map((reply) => reply.outcome === 'abstention' && reply.reason)).toEqual(
      replies.map(() => 'not-allowed'),
    );
  });

  it('abstains when nothing is near, with the nearest passages as true slices', async () => {
    const reply = await engine.ask({ ...READER, question: 'zebra xylophone quantum' });
    expect(reply.outcome).toBe('abstention');
    for (const { documentId, start, end, exact } of reply.nearest) {
      const document = await engine.document({ ...READER, documentId });
      expect(document?.text.slice(start, end)).toBe(exact);
    }
  });

  it.each(['🎉🎉🎉', 'من توسط في المحادثات؟', '"((((', '\u202Etalks', '¯\\_(ツ)_/¯', 'a'.repeat(4_000)])(
    'survives %j',
    async (question) => {
      const reply = await engine.ask({ ...READER, question });
      expect(['answer', 'abstention']).toContain(reply.outcome);
      await expectTrue(reply);
    },
  );

  it.each([
    ['', /empty/],
    ['  \n ', /empty/],
    ['a'.repeat(5_000), /at most 4,000 characters, found 5,000/],
  ])('refuses a question that cannot be one', async (question, message) => {
    await expect(engine.ask({ ...READER, question })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message),
    });
  });

  it('refuses to compare vectors of two models, and says what to do', async () => {
    const folder = engine.folder;
    const other = openLocal(fakeEmbedder('fake:2'), folder);
    await expect(other.ask({ ...READER, question: 'Who?' })).rejects.toMatchObject({ code: 'fingerprint' });
    await expect(other.ask({ ...READER, question: 'Who?' })).rejects.toThrow(/fake:1.*fake:2.*VERBATIM_EMBEDDINGS/);
    await other.close();
    engine = openLocal(fakeEmbedder());
  });
});

describe('search', () => {
  it('ranks from 1 and pages', async () => {
    const { hits } = await engine.search({ ...READER, query: 'ferry talks', limit: 10 });
    expect(hits.map(({ rank }) => rank)).toEqual(hits.map((_, at) => at + 1));
    const { hits: rest } = await engine.search({ ...READER, query: 'ferry talks', limit: 10, offset: 1 });
    expect(rest).toEqual(hits.slice(1));
    expect(hits[0]).not.toHaveProperty('sentenceVectors');
  });
});

describe('verify', () => {
  it.each([
    ['The ferry between the two banks stopped for nine days in winter.', 'exact'],
    ['“the FERRY between  the two banks stopped”', 'normalised'],
    ['winter. Nobody crossed', 'exact'],
    ['The ferry between the two banks stopped for ten days in winter.', 'near'],
    ['Purple monkeys dance upon silver mountains tonight.', 'absent'],
  ] as const)('says of %j that it is %s', async (words, outcome) => {
    const verification = await engine.verify({ ...READER, words });
    expect(verification).toMatchObject({ words: words.trim(), outcome });
    if (outcome === 'near') {
      const part = (kind: string): string =>
        verification.difference
          ?.filter((one) => one.kind === kind)
          .map(({ text }) => text)
          .join('|') ?? '';
      expect([part('stored'), part('asked')]).toEqual(['nine', 'ten']);
    }
  });

  it('knows words that stood in a version since replaced', async () => {
    const file = engine.file('docs/talks.md', TALKS.replace('nine days', 'twelve days'));
    await engine.ingest({ collection: HOST, actor: 'test', targets: [path.dirname(file)] });
    const verification = await engine.verify({ ...READER, words: 'stopped for nine days in winter' });
    expect(verification.outcome).toBe('earlier-version');
    expect(verification.matches[0]?.quote.exact).toBe('stopped for nine days in winter');
  });
});

describe('context', () => {
  const address = async (): Promise<{ version: string; documentKey: string; start: number; end: number }> => {
    const { matches } = await engine.verify({ ...READER, words: 'Nobody crossed the river.' });
    const quote = matches[0]?.quote;
    if (quote === undefined) throw new Error('not found');
    const documentKey = createHash('sha256').update(quote.documentId).digest('hex').slice(0, 8);
    return { version: quote.version.slice(0, 32), documentKey, start: quote.start, end: quote.end };
  };

  it('shows the paragraph around a quote, and says when it was replaced', async () => {
    const pressed = { ...READER, address: await address() };
    const context = await engine.context(pressed);
    expect(context?.current).toBe(true);
    expect(context?.surrounding.exact).toContain('The ferry between the two banks');
    engine.file('docs/talks.md', '# River talks\n\nAll of it was rewritten.\n');
    await engine.ingest({ collection: HOST, actor: 'test', targets: [path.join(engine.folder, 'docs')] });
    const later = await engine.context(pressed);
    expect(later).toMatchObject({ current: false, citation: { quote: { exact: 'Nobody crossed the river.' } } });
  });

  it('shows nothing of a document that was removed, or that this reader may not see', async () => {
    const pressed = { ...READER, address: await address() };
    expect(await engine.context({ ...pressed, visible: [GUILD] })).toBeUndefined();
    await engine.remove({ collection: HOST, actor: 'test', documentId: 'talks.md' });
    expect(await engine.context(pressed)).toBeUndefined();
  });
});

describe('summarize', () => {
  it('takes a document by id or title, and a topic otherwise', async () => {
    for (const about of ['talks.md', 'river TALKS', 'the ferry in winter']) {
      const reply = await engine.summarize({ ...READER, about, length: 3 });
      expect(reply.outcome).toBe('answer');
      expect(reply.citations.length).toBeLessThanOrEqual(3);
      await expectTrue(reply);
    }
  });

  it('abstains on a topic that is not there', async () => {
    expect(await engine.summarize({ visible: [GUILD], about: 'ferries' })).toMatchObject({ reason: 'nothing-indexed' });
  });
});

describe('sources', () => {
  it('are filtered by title, id or publisher, accents and case aside', async () => {
    expect((await engine.sources({ ...READER, filter: 'RIVER' })).map(({ id }) => id)).toEqual(['talks.md']);
    expect(await engine.sources({ visible: [GUILD] })).toEqual([]);
    rmSync(path.join(engine.folder, 'docs', 'copy.txt'));
  });
});
