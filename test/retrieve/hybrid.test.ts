import { describe, expect, it } from 'vitest';
import type { Scored, Snapshot, StoredPassage } from '../../src/index/store.js';
import { FUSION, queryTerms, retrieve } from '../../src/retrieve/hybrid.js';

interface Scores {
  readonly lexical: Readonly<Record<number, number>>;
  readonly cosine: Readonly<Record<number, number>>;
}

function snapshotOf({ lexical, cosine }: Scores, languages: readonly string[] = ['en']): Snapshot {
  const sorted = (scores: Readonly<Record<number, number>>): Scored[] =>
    Object.entries(scores)
      .map(([id, score]) => ({ passageId: Number(id), score }))
      .sort((left, right) => right.score - left.score);
  const passageOf = (passageId: number): StoredPassage => {
    const span = { start: 0, end: 1 };
    const passage = { documentId: `${passageId}`, version: 'v', ordinal: 0, span, text: 'a', sentences: [span] };
    const document = { id: `${passageId}`, version: 'v', collections: [], source: '' };
    return { passageId, passage, document, sentenceVectors: [] };
  };
  const unused = (): never => {
    throw new Error('Retrieval has no business with this');
  };
  return {
    fingerprint: 'f',
    size: 10,
    languages,
    lexical: async (_terms, limit) => ({
      top: sorted(lexical).slice(0, limit),
      scoreOf: (id) => lexical[id] ?? 0,
      idf: new Map([['talk', 1]]),
    }),
    nearest: async (_vector, limit) => sorted(cosine).slice(0, limit),
    cosines: async (_vector, ids) => ids.map((id) => cosine[id] ?? 0),
    passages: async (ids) => ids.map(passageOf),
    passagesOf: unused,
    documents: unused,
    document: unused,
    version: unused,
    earlierVersions: unused,
  };
}

const query = { query: 'talks', vector: new Float32Array(2), limit: 10, embedderLanguages: ['en'] };

describe('retrieve', () => {
  it('averages both scores, each divided by its maximum over the candidates', async () => {
    const { hits } = await retrieve(
      snapshotOf({ lexical: { 1: 10, 2: 5 }, cosine: { 1: 0.2, 2: 0.4, 3: 0.3 } }),
      query,
    );
    expect(hits.map(({ passage, score }) => [passage.documentId, score])).toEqual([
      ['1', 0.5 * 1 + 0.5 * 0.5],
      ['2', 0.5 * 0.5 + 0.5 * 1],
      ['3', 0.5 * 0 + 0.5 * (0.3 / 0.4)],
    ]);
    expect(hits.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });

  it('keeps the raw scores beside the fused one', async () => {
    const { hits } = await retrieve(snapshotOf({ lexical: { 1: 10 }, cosine: { 1: 0.2 } }), query);
    expect(hits[0]).toMatchObject({ lexical: 10, semantic: 0.2, score: 1 });
  });

  it('puts the earlier passage first when scores are equal', async () => {
    const { hits } = await retrieve(snapshotOf({ lexical: {}, cosine: { 7: 0.5, 3: 0.5 } }), query);
    expect(hits.map(({ passage }) => passage.documentId)).toEqual(['3', '7']);
  });

  it('leans on words in a language that the embedder does not know', async () => {
    const scores = { lexical: { 1: 10, 2: 4 }, cosine: { 1: 0.1, 2: 0.9 } };
    const first = async (languages: string[], text: string): Promise<string | undefined> =>
      (await retrieve(snapshotOf(scores, languages), { ...query, query: text })).hits[0]?.passage.documentId;
    expect(await first(['en'], 'talks')).toBe('2');
    expect(await first(['de'], 'Gespräche')).toBe('1');
    expect(await first(['en'], '谁主持了会谈')).toBe('1');
    expect(FUSION.lexicalWeightElsewhere).toBeGreaterThan(FUSION.lexicalWeight);
  });

  it('finds nothing in nothing', async () => {
    expect((await retrieve(snapshotOf({ lexical: {}, cosine: {} }), query)).hits).toEqual([]);
  });
});

describe('queryTerms', () => {
  it('analyses a query under every language of the documents, each term once', () => {
    expect(queryTerms('running', ['de', 'en'])).toEqual(['running', 'run']);
    expect(queryTerms('talks talks', ['en'])).toEqual(['talk']);
  });
});
