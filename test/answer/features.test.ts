import { describe, expect, test } from 'vitest';
import { type Evidence, gather } from '../../src/answer/evidence.js';
import { isFragment } from '../../src/answer/features.js';
import type { Hit } from '../../src/model.js';

describe('a fragment', () => {
  test.each([
    ['The pilots of Port Elden', true],
    ['The pilots of Port Elden met in the rope works.', false],
    ['引航员在绳厂里开会，讨论新的港口费。', false],
    ['新的港口费', true],
    ['', true],
  ])('%j: %s', (text, is) => {
    expect(isFragment(text)).toBe(is);
  });
});

describe('of two sentences that are as near', () => {
  const SENTENCES = [
    'The harbour office of Port Elden opened to the public.',
    'The harbour office of Port Elden opened in May 1902.',
  ];
  const text = SENTENCES.join(' ');
  const sentences = SENTENCES.map((sentence) => ({
    start: text.indexOf(sentence),
    end: text.indexOf(sentence) + sentence.length,
  }));
  const passage = { documentId: 'a', version: 'v', ordinal: 0, span: { start: 0, end: text.length }, text, sentences };
  const document = { id: 'a', version: 'v', collections: ['default'], source: 'a', language: 'en' };
  const hit = { ...{ passage, document, score: 1, lexical: 1, semantic: 0.5 }, sentenceVectors: [] } as unknown as Hit;
  const vector = new Float32Array(2);
  const mark = { score: 1, words: { start: 0, end: 3 } };
  const marks = new Map([[passage, [mark, mark]]]);
  const first = (question: string): Evidence | undefined =>
    gather([hit], { ...{ vector, idf: new Map(), question, marks } })[0];

  test('the one with a time is evidence for when', () => {
    expect(first('When did the harbour office open?')?.at).toBe(1);
    expect(first('When did the harbour office open?')?.features.kindMissing).toBe(0);
  });

  test('the one that opens the passage is, where no time is asked for', () => {
    expect(first('Who opened the harbour office?')?.at).toBe(0);
  });
});
