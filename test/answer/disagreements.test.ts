import { describe, expect, it } from 'vitest';
import { positionsOf } from '../../src/answer/disagreements.js';
import { keyOf } from '../../src/answer/documents.js';
import type { Evidence } from '../../src/answer/evidence.js';
import { FEATURES, type SentenceFeatures } from '../../src/answer/features.js';
import type { Document } from '../../src/model.js';

interface Told {
  readonly text: string;
  readonly words: string;
  readonly read?: number;
  readonly score?: number;
  readonly metadata?: Partial<Document>;
}

/** Documents of one sentence each, best first. */
function positions(question: string, told: readonly Told[]) {
  const documents = new Map<string, Document>();
  const evidence = told.map(({ text, words, read = 4, score = 0, metadata = {} }, at): Evidence => {
    const names = { id: `d${at}`, version: `v${at}`, collections: ['default'], source: `d${at}` };
    const document: Document = { ...names, text, outline: { headings: [], pageStarts: [] }, ...metadata };
    documents.set(keyOf({ documentId: document.id, version: document.version }), document);
    const span = { start: 0, end: text.length };
    const start = text.indexOf(words);
    const nothing = Object.fromEntries(FEATURES.map((name) => [name, 0])) as unknown as SentenceFeatures;
    const passage = { documentId: document.id, version: document.version, ordinal: 0, span, text, sentences: [span] };
    return {
      ...{ documentId: document.id, version: document.version, span, text, score: score - at / 10 },
      ...{ semantic: 0.5, lexical: 0.5, features: { ...nothing, read }, passage, at: 0 },
      words: { start, end: start + words.length },
    };
  });
  return positionsOf(question, evidence, documents).map(({ claim, evidence: own }) => [
    claim,
    ...own.map(({ documentId }) => documentId),
  ]);
}

const LEASE = { text: 'The Varrow lease was signed in 1902.', words: '1902' };
const OTHER = { text: 'In 1911 the Varrow lease was signed.', words: '1911' };

describe('documents that disagree', () => {
  it('are shown as sides, each with all that say so', () => {
    const third = { text: 'The lease of Varrow dates from 1902, he said.', words: '1902' };
    expect(positions('When was the Varrow lease signed?', [LEASE, OTHER, third])).toEqual([
      ['1902', 'd0', 'd2'],
      ['1911', 'd1'],
    ]);
  });

  it('are not those that speak of something else', () => {
    const elsewhere = { text: 'The Elden lease was signed in 1911.', words: '1911' };
    expect(positions('When was the Varrow lease signed?', [LEASE, elsewhere])).toEqual([]);
  });

  it('are not those of which the reader is unsure, unless they share the names of the question', () => {
    const unsure = { ...OTHER, read: -2 };
    expect(positions('When was the Varrow lease signed?', [LEASE, unsure])).toHaveLength(2);
    expect(positions('when was the varrow lease signed', [LEASE, unsure])).toEqual([]);
    expect(positions('When was the Varrow lease signed?', [LEASE, { ...OTHER, read: -9 }])).toEqual([]);
  });

  it('are not asked for a reason, or for several things', () => {
    expect(positions('Why was the Varrow lease signed?', [LEASE, OTHER])).toEqual([]);
    expect(positions('Which leases of Varrow were signed?', [LEASE, OTHER])).toEqual([]);
  });

  it('are not those of which one is merely more precise', () => {
    const precise = { text: 'The Varrow lease was signed on 3 May 1902.', words: '3 May 1902' };
    expect(positions('When was the Varrow lease signed?', [LEASE, precise])).toEqual([]);
  });
});

describe('a source that corrected itself', () => {
  const paper = { title: 'The lease', publisher: 'Elden Gazette' };

  it('speaks with its newest version only', () => {
    const old = { ...LEASE, metadata: { ...paper, publishedAt: '2024-05-01' } };
    const corrected = { ...OTHER, metadata: { ...paper, publishedAt: '2024-05-03' } };
    expect(positions('When was the Varrow lease signed?', [corrected, old])).toEqual([]);
    const another = { ...old, metadata: { ...old.metadata, publisher: 'Harbour News' } };
    expect(positions('When was the Varrow lease signed?', [corrected, another])).toHaveLength(2);
  });
});
