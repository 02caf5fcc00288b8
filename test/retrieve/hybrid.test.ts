import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllScores, Scored, Snapshot, StoredPassage } from '../../src/index/store.js';
import { FUSION, queryTerms, retrieve } from '../../src/retrieve/hybrid.js';

interface Scores {
  readonly lexical: Readonly<Record<number, number>>;
  readonly cosine: Readonly<Record<number, number>>;
}

interface Options {
  readonly languages?: readonly string[];
  /** What rough cosines are off by: at random, up to so much. */
  readonly error?: number;
  readonly onCosines?: (count: number) => void;
}

function snapshotOf({ lexical, cosine }: Scores, options: Options = {}): Snapshot {
  const { languages = ['en'], error = 0, onCosines } = options;
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
    scoreAll: async () => undefined,
    frequencies: unused,
    nearTerms: unused,
    nearest: async (_vector, limit) => sorted(cosine).slice(0, limit),
    cosines: async (_vector, ids) => {
      onCosines?.(ids.length);
      return ids.map((id) => cosine[id] ?? 0);
    },
    roughCosines: async (_vector, ids) => ({
      cosines: ids.map((id) => (cosine[id] ?? 0) + error * Math.sin(id * 12.9898)),
      error,
    }),
    passages: async (ids) => ids.map(passageOf),
    passagesOf: unused,
    documents: unused,
    document: unused,
    version: unused,
    earlierVersions: unused,
  };
}

/** Everything scored at once: of each passage what words say, its cosine, and whether it is visible. */
function scoredWhole(
  passages: readonly { readonly words: number; readonly cosine: number; readonly isVisible: boolean }[],
  error: number,
  onCosine: () => void = () => {},
): Snapshot {
  const lexical = passages.map(({ words, isVisible }) => (isVisible ? Math.max(0, words) : -1));
  const cosines = passages.map(({ cosine, isVisible }, id) =>
    isVisible ? Math.fround(Math.max(0, cosine + error * Math.sin(id * 12.9898))) : -1,
  );
  const all: AllScores = {
    ids: Uint32Array.from(passages.keys()),
    lexical: Float64Array.from(lexical),
    highestLexical: Math.max(0, ...lexical),
    cosines: Float32Array.from(cosines),
    highestCosine: Math.max(0, ...cosines),
    // What rounding to 32 bits may add.
    error: error + 1e-7,
    cosineAt: (at) => {
      onCosine();
      return passages[at]?.cosine ?? 0;
    },
    idf: new Map(),
  };
  return { ...snapshotOf({ lexical: {}, cosine: {} }), scoreAll: async () => all };
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
      (await retrieve(snapshotOf(scores, { languages }), { ...query, query: text })).hits[0]?.passage.documentId;
    expect(await first(['en'], 'talks')).toBe('2');
    expect(await first(['de'], 'Gespräche')).toBe('1');
    expect(await first(['en'], '谁主持了会谈')).toBe('1');
    expect(FUSION.lexicalWeightElsewhere).toBeGreaterThan(FUSION.lexicalWeight);
  });

  it('ranks as with exact cosines where it has only rough ones, and asks for few exact ones', async () => {
    const score = fc.integer({ min: 0, max: 60 }).map((value) => value / 60);
    // More than retrieval takes from each side, and seldom good in both, so that many are known by words alone.
    const scored = fc.array(fc.tuple(score, score), { minLength: 150, maxLength: 400, size: 'max' });
    const limits = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(scored, limits, fc.constantFrom(0.001, 0.01, 0.2), async (pairs, limit, error) => {
        const scores = {
          lexical: Object.fromEntries(pairs.map(([lexical], id) => [id, 10 * lexical])),
          cosine: Object.fromEntries(pairs.map(([lexical, luck], id) => [id, 0.7 * (1 - lexical) + 0.3 * luck])),
        };
        const exact = await retrieve(snapshotOf(scores), { ...query, limit });
        const rough = await retrieve(snapshotOf(scores, { error }), { ...query, limit });
        expect(rough).toEqual(exact);
      }),
    );
    let asked = 0;
    const half = Array.from({ length: 100 }, (_, id) => id);
    const scores = {
      lexical: Object.fromEntries(half.map((id) => [id, 10 - id / 20])),
      cosine: Object.fromEntries(half.flatMap((id) => [[id, 0.4 - id / 1000] as const, [id + 100, 0.6] as const])),
    };
    const onCosines = (count: number): void => {
      asked += count;
    };
    await retrieve(snapshotOf(scores, { error: 0.001, onCosines }), query);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(20);
  });

  it('takes the highest cosine as the measure, also of a passage that the nearest lack', async () => {
    // As a graph may miss one.
    const scores = { lexical: { 1: 10, 2: 9, 3: 0.1 }, cosine: { 1: 0.2, 2: 0.3, 3: 0.32 } };
    const missing = (snapshot: Snapshot): Snapshot => ({
      ...snapshot,
      lexical: async (terms, limit) => {
        const found = await snapshot.lexical(terms, limit);
        return {
          ...found,
          top: [...found.top, ...Array.from({ length: 97 }, (_, at) => ({ passageId: at + 4, score: 0.01 }))],
        };
      },
      nearest: async () => [{ passageId: 2, score: 0.3 }],
    });
    const exact = await retrieve(missing(snapshotOf(scores)), { ...query, limit: 1 });
    expect(exact.hits[0]?.score).toBeCloseTo(0.5 * 0.9 + 0.5 * (0.3 / 0.32), 12);
    expect(await retrieve(missing(snapshotOf(scores, { error: 0.01 })), { ...query, limit: 1 })).toEqual(exact);
  });

  it('ranks what is scored whole as with exact cosines, without what is not visible', async () => {
    const score = fc.integer({ min: -20, max: 60 }).map((value) => value / 60);
    const rows = fc.array(fc.record({ words: score, cosine: score, isVisible: fc.boolean() }), {
      maxLength: 400,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 12 }), fc.constantFrom(0, 0.01, 0.2), async (...given) => {
        const [passages, limit, error] = given;
        const { hits } = await retrieve(scoredWhole(passages, error), { ...query, limit });
        const seen = passages.map((each, id) => ({ ...each, id })).filter(({ isVisible }) => isVisible);
        const highestWords = Math.max(Number.EPSILON, ...seen.map(({ words }) => Math.max(0, words)));
        const highestCosine = Math.max(Number.EPSILON, ...seen.map(({ cosine }) => cosine));
        const fused = seen.map(({ id, words, cosine }) => ({
          id: `${id}`,
          score: (0.5 * Math.max(0, words)) / highestWords + (0.5 * Math.max(0, cosine)) / highestCosine,
        }));
        // Stable: of equal ones the earlier is first.
        const best = fused.sort((left, right) => right.score - left.score).slice(0, limit);
        expect(hits.map(({ passage, score }) => ({ id: passage.documentId, score }))).toEqual(best);
      }),
    );
  });

  it('asks for few exact cosines of what is scored whole', async () => {
    let asked = 0;
    const passages = Array.from({ length: 1_000 }, (_, id) => ({
      ...{ words: (id * 7.31) % 1, cosine: (id * 3.77) % 1, isVisible: true },
    }));
    await retrieve(
      scoredWhole(passages, 0.005, () => {
        asked += 1;
      }),
      query,
    );
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(60);
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
