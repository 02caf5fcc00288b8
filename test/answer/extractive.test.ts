import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../src/answer/documents.js';
import type { Evidence } from '../../src/answer/evidence.js';
import { chooseQuotes, SELECTION } from '../../src/answer/extractive.js';
import { FEATURES, type SentenceFeatures } from '../../src/answer/features.js';
import type { Document, Passage } from '../../src/model.js';
import { sentences } from '../../src/text/sentences.js';
import { overlaps } from '../../src/text/spans.js';

const TEXT = `Harbour news

The harbour board met on Monday. It chose a new chair. She had led the board before.

The cranes stood still for nine days. Nobody unloaded a ship. The cranes stood still for nine days.`;

function documentOf(id: string, text: string): Document {
  const title = text.split('\n', 1)[0] ?? '';
  const outline = { headings: [{ start: 0, end: title.length, level: 1, title }], pageStarts: [] };
  return { id, version: `hash-${id}`, collections: ['default'], source: id, text, outline };
}

function evidenceOf(document: Document, scores: readonly number[]): Evidence[] {
  const found = sentences(document.text);
  const all = found.map((span, at) => ({
    documentId: document.id,
    version: document.version,
    span,
    text: document.text.slice(span.start, span.end),
    score: scores[at] ?? 0,
    semantic: 0.5,
    lexical: 0.5,
    features: NOTHING,
    passage: passageOf(document),
    at,
  }));
  return all.sort((left, right) => right.score - left.score);
}

const NOTHING = Object.fromEntries(FEATURES.map((name) => [name, 0])) as unknown as SentenceFeatures;

function passageOf({ id, version, text }: Document): Passage {
  const span = { start: 0, end: text.length };
  return { documentId: id, version, ordinal: 0, span, text, sentences: sentences(text) };
}

const byKey = (...documents: Document[]): Map<string, Document> =>
  new Map(documents.map((document) => [keyOf({ documentId: document.id, version: document.version }), document]));

const document = documentOf('a', TEXT);
//                 title, met, chose, led, cranes, nobody, cranes again
const quotes = (...scores: number[]): string[] =>
  chooseQuotes('a question', evidenceOf(document, scores), byKey(document)).map(({ quote }) => quote.exact);

describe('chooseQuotes', () => {
  it('shows the best first and leaves out what scores far below it', () => {
    expect(quotes(0, 0.9, 0, 0, 1, 0, 0)).toEqual([
      'The cranes stood still for nine days.',
      'The harbour board met on Monday.',
    ]);
  });

  it('never answers with a heading while there are sentences', () => {
    expect(quotes(1, 0.9, 0, 0, 0, 0, 0)).toEqual(['The harbour board met on Monday.']);
  });

  it('brings the sentence before one that leans on it, unless that one leans back too', () => {
    expect(quotes(0, 0, 1, 0, 0, 0, 0)).toEqual(['The harbour board met on Monday. It chose a new chair.']);
    expect(quotes(0, 0, 0, 1, 0, 0, 0)).toEqual(['She had led the board before.']);
  });

  it('shows what is required though it scores far below, in its place', () => {
    const evidence = evidenceOf(document, [0, 9, 0, 0, 0, 1, 0]);
    const required = evidence.filter(({ text }) => text.startsWith('Nobody'));
    const shown = chooseQuotes('what happened?', evidence, byKey(document), required).map(({ quote }) => quote.exact);
    expect(shown).toEqual(['The harbour board met on Monday.', 'Nobody unloaded a ship.']);
  });

  it('shows more where several things are asked for, but not all of one document', () => {
    const scores = [0, 3, 2.9, 2.8, 2.7, 2.6, 0];
    const evidence = evidenceOf(document, scores).map((one) => ({ ...one, words: one.span }));
    const shown = (question: string): number => chooseQuotes(question, evidence, byKey(document)).length;
    expect(shown('which things happened?')).toBe(SELECTION.ofOneDocument);
    expect(shown('what happened?')).toBe(5);
  });

  it('does not say the same twice within a document, nor show one place in two quotes', () => {
    expect(quotes(0, 0, 0, 0, 1, 0, 1)).toEqual(['The cranes stood still for nine days.']);
    expect(quotes(0, 1, 0.9, 0, 0, 0, 0)).toEqual(['The harbour board met on Monday.', 'It chose a new chair.']);
  });

  it('joins near copies of other documents to the quote they repeat', () => {
    const copy = documentOf('b', TEXT);
    const evidence = [...evidenceOf(document, [0, 0, 0, 0, 1]), ...evidenceOf(copy, [0, 0, 0, 0, 0.95])];
    const [only, ...others] = chooseQuotes(
      'a question',
      evidence.sort((left, right) => right.score - left.score),
      byKey(document, copy),
    );
    expect(others).toEqual([]);
    expect(only?.alsoIn).toEqual([{ documentId: 'b' }]);
  });

  it('gives at most five true, apart quotes, labelled from 1, whatever the scores', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 7, maxLength: 7 }), (scores) => {
        const citations = chooseQuotes('a question', evidenceOf(document, scores), byKey(document));
        expect(citations.length).toBeLessThanOrEqual(SELECTION.quotes);
        expect(citations.map(({ label }) => label)).toEqual(citations.map((_, at) => at + 1));
        for (const [at, { quote }] of citations.entries()) {
          expect(document.text.slice(quote.start, quote.end)).toBe(quote.exact);
          expect(citations.slice(at + 1).some((other) => overlaps(other.quote, quote))).toBe(false);
        }
      }),
    );
  });
});
