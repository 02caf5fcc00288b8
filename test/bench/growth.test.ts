import { describe, expect, it } from 'vitest';
import { corpusOf } from '../../bench/growth/corpus.mjs';
import type { RealDocument } from '../../bench/growth/real.mjs';
import { recallOf } from '../../bench/growth/recall.mjs';
import { figuresOf, printed, withMemory } from '../../bench/growth/report.mjs';
import type { NewDocument } from '../../src/index/store.js';
import { terms } from '../../src/text/terms.js';

const WORDS = ['The ferry crosses at noon.', 'Nobody counted the gulls.', 'A lighthouse stands on the cape.'];

/** A document of one-sentence passages, each with a vector of its own. */
function real(documentId: string, passages: number): RealDocument {
  const texts = Array.from({ length: passages }, (_, at) => WORDS[at % WORDS.length] as string);
  const spans = texts.map((text, at) => {
    const start = texts.slice(0, at).join('\n\n').length + (at === 0 ? 0 : 2);
    return { start, end: start + text.length };
  });
  const draft = { title: `Log of ${documentId}`, text: texts.join('\n\n'), outline: { headings: [], pageStarts: [] } };
  return {
    documentId,
    draft,
    digest: documentId,
    passages: spans.map((span, at) => {
      const angle = documentId.length + at;
      const vector = Float32Array.from([Math.cos(angle), Math.sin(angle), 0, 0]);
      return { span, sentences: [span], inputDigest: `${documentId}-${at}`, vector, int8: new Int8Array(4) };
    }),
  };
}

const REAL = [real('a', 3), real('bb', 1), real('ccc', 4), real('dddd', 2)];
const built = (size: number, from = 0): NewDocument[] =>
  [...corpusOf({ real: REAL, size, from })].map(({ document }) => document);
const passagesOf = (documents: readonly NewDocument[]) => documents.flatMap(({ passages }) => passages);

describe('the corpus of a size', () => {
  it('has exactly as many passages as asked, of real documents alone while they suffice', () => {
    for (const size of [1, 3, 6, 10, 11, 47]) expect(passagesOf(built(size))).toHaveLength(size);
    expect(built(10).every(({ target }) => target === 'real')).toBe(true);
    expect(built(47).filter(({ target }) => target === 'real')).toHaveLength(4);
  });

  it('is the same every time, and goes on in the middle as if it had begun at the front', () => {
    expect(built(60)).toEqual(built(60));
    expect(built(60, 6)).toEqual(built(60).slice(6));
  });

  it('is made, beyond the real documents, of whole real sentences and of unit vectors', () => {
    for (const { draft, passages } of built(60).slice(4)) {
      for (const { span, sentences, vector, terms: indexed } of passages) {
        const texts = sentences.map(({ start, end }) => draft.text.slice(start, end));
        for (const text of texts) expect(WORDS).toContain(text);
        expect(draft.text.slice(span.start, span.end)).toBe(texts.join(' '));
        expect(indexed).toEqual([...terms(draft.title ?? '', 'en'), ...terms(texts.join(' '), 'en')]);
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      }
    }
  });
});

describe('recall', () => {
  const scores = (...values: number[]) => values.map((score) => ({ score }));

  it('counts what is as near as the tenth nearest, and no more than ten of it', () => {
    expect(recallOf(scores(0.9, 0.8, 0.8, 0.4), 0.8)).toBe(0.3);
    expect(recallOf(scores(...Array.from({ length: 100 }, () => 0.8)), 0.8)).toBe(1);
    expect(recallOf([], 0.8)).toBe(0);
  });
});

describe('the report', () => {
  const time = (whole: number) => ({ whole, lexical: whole / 4, semantic: whole / 2 });
  const found = (size: number, factor: number) => ({
    size,
    starts: [100, 300, 200],
    rounds: [[time(factor)], [time(2 * factor)], [time(3 * factor)]],
    changes: [{ wholeMs: 30, embedMs: 20, askedAfterMs: 1, removeMs: 2, askedAfterRemovalMs: 1 }],
    recall: 0.99,
    memory: 50e6 + size * 2_000,
    disk: { database: size * 3_000, graphs: size * 1_000 },
  });
  const facts = { cpu: 'test', cores: 2, memoryGiB: 4, system: 'test', node: '20', load: 0 };
  const figures = withMemory([found(10_000, 2), found(1_000_000, 6)].map(figuresOf), { dimensions: 100 });
  const rowOf = (name: string) =>
    printed(figures, { each: 1, rounds: 3, facts })
      .split('\n')
      .find((line) => line.includes(name))
      ?.split('|')
      .map((cell) => cell.trim());

  it('shows medians with their range, and the largest beside 10,000 round by round', () => {
    expect(rowOf('start to first')).toContain('200 (100-300)');
    expect(rowOf('retrieval p50')?.slice(2)).toEqual(['4.00 (2.00-6.00)', '12.0 (6.00-18.0)', '3.00 (3.00-3.00)', '']);
    expect(rowOf('fusing and fetching p50')).toContain('1.00 (0.500-1.50)');
  });

  it('counts memory a passage beyond what the smallest size needs, beside the bytes of a vector', () => {
    expect(rowOf('bytes a passage')).toContain('2000');
    expect(rowOf('bytes of a vector')).toContain('5.00');
  });
});
