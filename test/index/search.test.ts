/** Lexical and exact search beside naive models of themselves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BM25 } from '../../src/index/bm25.js';
import {
  bytesToFloats,
  bytesToSentences,
  bytesToSpans,
  floatsToBytes,
  sentencesToBytes,
  spansToBytes,
} from '../../src/index/bytes.js';
import { Best, dot, scan } from '../../src/index/exact.js';
import { lexicalQuery, type SearchedCollection, searchLexical, type TermSource } from '../../src/index/lexical.js';
import { LiveSet } from '../../src/index/live.js';
import { type Postings, packForward, packPostings, visitForward } from '../../src/index/packing.js';
import { PostingList } from '../../src/index/posting-list.js';
import { vectorOf } from '../support/stored.js';

describe('Best', () => {
  it('keeps what sorting everything would keep', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (scores, limit) => {
          const best = new Best(limit);
          for (const [row, score] of scores.entries()) best.offer(row, score);
          const naive = scores
            .map((score, row) => ({ row, score }))
            .sort((left, right) => right.score - left.score || left.row - right.row)
            .slice(0, limit);
          expect(best.sorted()).toEqual(naive);
        },
      ),
    );
  });
});

describe('scan', () => {
  it('finds the rows of highest inner product', () => {
    const rows = Array.from({ length: 50 }, (_, at) => vectorOf(`row ${at}`));
    const matrix = new Float32Array(rows.flatMap((row) => [...row]));
    const query = vectorOf('query');
    const naive = rows.map((row, at) => ({ row: at, score: dot(row, query) })).sort((a, b) => b.score - a.score);
    expect(scan(matrix, query, 5).map(({ row }) => row)).toEqual(naive.slice(0, 5).map(({ row }) => row));
  });
});

describe('searchLexical', () => {
  // Words of very different frequency, so that common ones are skipped.
  const word = fc
    .integer({ min: 0, max: 999 })
    .map((luck) =>
      luck < 600 ? 'talk' : luck < 850 ? 'norway' : luck < 960 ? 'rain' : luck < 995 ? 'port' : 'treaty',
    );
  const corpus = fc.array(fc.array(word, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 300 });
  const query = fc.array(word, { minLength: 1, maxLength: 5 });
  // How far ids lie apart: all side by side, some windows of the search, pages that nothing is in.
  const apart = fc.constantFrom(1, 100, 4_099, 70_001);

  it('ranks and scores as BM25 computed by hand over the visible passages', () => {
    fc.assert(
      fc.property(corpus, query, fc.integer({ min: 1, max: 8 }), apart, (passages, terms, limit, step) => {
        const isVisible = (at: number): boolean => at % 5 !== 3;
        const seen = passages.filter((_, at) => isVisible(at));
        const { collection, source } = inMemory(passages, { isVisible, step });
        const { top, scoreOf } = searchLexical(lexicalQuery([collection], source, terms), limit);
        const scored = passages.map((passage, at) => {
          const score = scoreOf(at * step + 1);
          expect(score).toBeCloseTo(isVisible(at) ? naiveBm25(passage, seen, terms) : 0, 10);
          return { passageId: at * step + 1, score };
        });
        const best = scored
          .filter(({ score }) => score > 0)
          .sort((left, right) => right.score - left.score || left.passageId - right.passageId);
        // To the bit, and with the right ones of those that score alike.
        expect(top).toEqual(best.slice(0, limit));
      }),
      { numRuns: 300 },
    );
  });
});

describe('packed lists', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 50 });

  it('give postings back, however far apart and frequent', () => {
    fc.assert(
      fc.property(ids, fc.infiniteStream(fc.integer({ min: 1, max: 255 })), (unsorted, stream) => {
        const sorted = Uint32Array.from(unsorted).sort();
        const frequencies = Uint8Array.from(sorted, () => stream.next().value as number);
        const data = packPostings({ ids: sorted, frequencies });
        const list = PostingList.unpack([{ count: sorted.length, data }]);
        expect({ ids: list.ids(), frequencies: list.frequencies }).toEqual({ ids: sorted, frequencies });
      }),
    );
  });

  it('are one list, however many blocks they are read from', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 20 }), (unsorted, size) => {
        const sorted = Uint32Array.from(unsorted).sort();
        const frequencies = Uint8Array.from(sorted, (id) => 1 + (id % 200));
        const blocks = Array.from({ length: Math.ceil(sorted.length / size) }, (_, at) => {
          const [from, to] = [at * size, (at + 1) * size];
          const part = { ids: sorted.subarray(from, to), frequencies: frequencies.subarray(from, to) };
          return { count: part.ids.length, data: packPostings(part) };
        });
        expect(PostingList.unpack(blocks)).toEqual(PostingList.of({ ids: sorted, frequencies }));
      }),
    );
  });

  it('give a forward index back, empty passages included', () => {
    const counts = fc.uniqueArray(
      fc.record({ termId: fc.integer({ min: 0, max: 2 ** 31 }), frequency: fc.integer({ min: 1, max: 255 }) }),
      { selector: ({ termId }) => termId, maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 8 }), (unsorted) => {
        const passages = unsorted.map((terms) => [...terms].sort((left, right) => left.termId - right.termId));
        const back: { termId: number; frequency: number }[][] = passages.map(() => []);
        visitForward(packForward(passages), (index, termId, frequency) => back[index]?.push({ termId, frequency }));
        expect(back).toEqual(passages);
      }),
    );
  });
});

describe('stored bytes', () => {
  it('give floats and spans back to the letter, and sentence vectors the same bytes again', () => {
    const vector = vectorOf('a');
    expect(bytesToFloats(floatsToBytes(vector))).toEqual(vector);
    const spans = [
      { start: 0, end: 5 },
      { start: 7, end: 70_000 },
    ];
    expect(bytesToSpans(spansToBytes(spans))).toEqual(spans);
    const bytes = sentencesToBytes([vectorOf('a'), vectorOf('b')]);
    const [first] = bytesToSentences(bytes, vector.length);
    expect(dot(first ?? vector, vector)).toBeGreaterThan(0.98);
    expect(sentencesToBytes(bytesToSentences(bytes, vector.length)).equals(bytes)).toBe(true);
  });
});

/** One collection of passages, each a list of terms, ids from 1 in steps. */
function inMemory(
  passages: readonly (readonly string[])[],
  { isVisible, step }: { readonly isVisible: (at: number) => boolean; readonly step: number },
): { readonly collection: SearchedCollection; readonly source: TermSource } {
  const live = new LiveSet();
  for (const [at, terms] of passages.entries()) {
    if (isVisible(at)) live.show({ first: at * step + 1, lengths: Uint16Array.of(terms.length), language: 'en' });
  }
  const vocabulary = [...new Set(passages.flat())];
  const postings = vocabulary.map((term): Postings => {
    const found = passages
      .map((terms, at) => ({ id: at * step + 1, frequency: terms.filter((other) => other === term).length }))
      .filter(({ frequency }) => frequency > 0);
    return {
      ids: Uint32Array.from(found, ({ id }) => id),
      frequencies: Uint8Array.from(found, ({ frequency }) => frequency),
    };
  });
  const frequencyOf = (termId: number): number =>
    [...(postings[termId]?.ids ?? [])].filter((id) => live.has(id)).length;
  return {
    collection: { owner: 'host', live, frequencyOf },
    source: {
      idOf: (_, term) => (vocabulary.includes(term) ? vocabulary.indexOf(term) : undefined),
      postingsOf: (termId) => {
        const all = postings[termId];
        if (all === undefined) return [];
        const half = all.ids.length >> 1;
        return [
          PostingList.of({ ids: all.ids.subarray(0, half), frequencies: all.frequencies.subarray(0, half) }),
          PostingList.of({ ids: all.ids.subarray(half), frequencies: all.frequencies.subarray(half) }),
        ];
      },
    },
  };
}

function naiveBm25(passage: readonly string[], all: readonly (readonly string[])[], query: readonly string[]): number {
  const average = all.reduce((sum, { length }) => sum + length, 0) / all.length;
  return query.reduce((score, term) => {
    const df = all.filter((other) => other.includes(term)).length;
    const tf = passage.filter((other) => other === term).length;
    const idf = Math.log(1 + (all.length - df + 0.5) / (df + 0.5));
    const norm = BM25.k1 * (1 - BM25.b + (BM25.b * passage.length) / average);
    return score + (tf === 0 ? 0 : (idf * tf * (BM25.k1 + 1)) / (tf + norm));
  }, 0);
}
