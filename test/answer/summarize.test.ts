import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../src/answer/documents.js';
import { type SummaryRequest, summarize } from '../../src/answer/summarize.js';
import type { SummarySentence } from '../../src/answer/summary-sentence.js';
import type { Document, Quote } from '../../src/model.js';
import { sentences as cut } from '../../src/text/sentences.js';
import { overlaps, wordCount } from '../../src/text/spans.js';

const DIMENSIONS = 16;

/** A unit vector in which each word of a text has a place, so that texts that share words are alike. */
function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS).fill(0.01);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const place = [...word].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % DIMENSIONS, 7);
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

function documentOf(id: string, text: string, extra: Partial<Document> = {}): Document {
  const outline = { headings: [], pageStarts: [] };
  return { id, version: `v-${id}`, collections: [], source: id, text, outline, ...extra };
}

/** Each paragraph a passage. */
function requestOf(documents: readonly Document[], topic?: string): SummaryRequest {
  const semantic = (text: string): number => {
    const [one, other] = [vectorOf(text), vectorOf(topic ?? '')];
    return topic === undefined ? 0 : one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  };
  const sentencesOf = ({ id, version, text }: Document): SummarySentence[] => {
    let from = 0;
    return text.split('\n\n').flatMap((paragraph) => {
      const start = from;
      from += paragraph.length + 2;
      const passage = { text: paragraph, semantic: semantic(paragraph) };
      return cut(paragraph).map((span) => {
        const own = { start: start + span.start, end: start + span.end };
        const words = text.slice(own.start, own.end);
        const position = own.start / text.length;
        return { documentId: id, version, span: own, text: words, vector: vectorOf(words), position, passage };
      });
    });
  };
  return {
    sentences: documents.flatMap(sentencesOf),
    documents: new Map(
      documents.map((document) => [keyOf({ documentId: document.id, version: document.version }), document]),
    ),
    ...(topic === undefined ? {} : { topic: { text: topic, vector: vectorOf(topic) } }),
  };
}

const exacts = (request: SummaryRequest): string[] => summarize(request).map(({ quote }) => quote.exact);

const COUNCIL = documentOf(
  'council',
  `The council met on Monday in the new hall by the river. Attendance was higher than in any month before it.

The harbour dredging will cost four million crowns this year. It will take the contractor eleven weeks to finish. The harbour master asked for dredging before the autumn storms.

The library keeps its opening hours until the end of the school year. A new roof for the library has to wait for another budget.`,
);

describe('summarize', () => {
  it('quotes what is about the topic, in the order of the text', () => {
    const quotes = exacts({ ...requestOf([COUNCIL], 'dredging of the harbour'), length: 1 });
    expect(quotes.length).toBeGreaterThan(0);
    expect(quotes.join(' ')).toMatch(/harbour/);
    expect(quotes.join(' ')).not.toMatch(/library|council met/);
  });

  it('brings the sentence before one that leans on it, and shows no words twice', () => {
    const quotes = exacts({ ...requestOf([COUNCIL], 'weeks the contractor takes to finish'), length: 3 });
    expect(quotes.find((quote) => quote.includes('It will take'))).toMatch(/^The harbour dredging/);
    expect(quotes.filter((quote) => quote.includes('four million'))).toHaveLength(1);
  });

  it('opens with what matters most when several documents tell of the topic, and goes on by date', () => {
    const told = [
      documentOf('a', 'A ferry strike was feared by few people in spring.', { publishedAt: '2024-03-01' }),
      documentOf('b', 'The ferry strike of the northern ferry crews ended the ferry season.', {
        publishedAt: '2024-09-01',
      }),
      documentOf('c', 'Crews of the northern line met about pay and about a strike.', { publishedAt: '2024-06-01' }),
    ];
    const citations = summarize({ ...requestOf(told, 'northern ferry strike ended the ferry season'), length: 3 });
    expect(citations.map(({ quote }) => quote.documentId)).toEqual(['b', 'a', 'c']);
    expect(citations.map(({ label }) => label)).toEqual([1, 2, 3]);
  });

  it('shows once what two documents say alike, and names the other', () => {
    const line = 'The bridge over the strait was closed for repairs on Friday.';
    const copies = [documentOf('one', line), documentOf('two', line, { publisher: 'Strait Post' })];
    const citations = summarize({ ...requestOf(copies, 'closed bridge'), length: 5 });
    expect(citations).toHaveLength(1);
    expect(citations[0]?.alsoIn).toHaveLength(1);
  });

  it('exceeds the words only by a first quote that is longer by itself', () => {
    const long = `The ${'very '.repeat(30)}long report ended there.`;
    const request = requestOf(
      [documentOf('long', `${long} A second sentence is about the report too.`)],
      'long report',
    );
    expect(exacts({ ...request, words: 20 }).map(wordCount)).toEqual([expect.any(Number)]);
  });

  it('gives nothing of nothing, and no headings, questions or fragments', () => {
    expect(summarize({ ...requestOf([]), length: 5 })).toEqual([]);
    expect(
      summarize({ ...requestOf([documentOf('x', 'Was the harbour dredged in the end?\n\nHarbour news')]), length: 5 }),
    ).toEqual([]);
  });
});

function isSamePlace(one: Quote, other: Quote): boolean {
  return one.documentId === other.documentId && overlaps(one, other);
}

describe('limits', () => {
  const word = fc.constantFrom(
    'harbour',
    'ferry',
    'strike',
    'council',
    'She',
    'storm',
    'budget',
    'roof',
    'It',
    'crew',
    'paid',
  );
  const sentence = fc.array(word, { minLength: 3, maxLength: 40 }).map((words) => `${words.join(' ')}.`);
  const text = fc
    .array(fc.array(sentence, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 })
    .map((paragraphs) => paragraphs.map((paragraph) => paragraph.join(' ')).join('\n\n'));
  const asked = fc.record({
    texts: fc.array(text, { minLength: 1, maxLength: 3 }),
    topic: fc.option(fc.constantFrom('harbour storm', 'council budget'), { nil: undefined }),
    words: fc.option(fc.integer({ min: 20, max: 120 }), { nil: undefined }),
    length: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
  });

  it('every line is an exact slice, labels ascend from 1, nothing is shown twice, and no budget is exceeded', () => {
    fc.assert(
      fc.property(asked, ({ texts, topic, words, length }) => {
        const documents = texts.map((own, at) => documentOf(`d${at}`, own));
        const limits = { ...(words === undefined ? {} : { words }), ...(length === undefined ? {} : { length }) };
        const citations = summarize({ ...requestOf(documents, topic), ...limits });
        expect(citations.map(({ label }) => label)).toEqual(citations.map((_, at) => at + 1));
        expect(citations.length).toBeLessThanOrEqual(length ?? Number.POSITIVE_INFINITY);
        const total = citations.reduce((sum, { quote }) => sum + wordCount(quote.exact), 0);
        if (citations.length > 1) expect(total).toBeLessThanOrEqual(words ?? Number.POSITIVE_INFINITY);
        for (const [at, { quote }] of citations.entries()) {
          const document = documents.find(({ id }) => id === quote.documentId);
          expect(document?.text.slice(quote.start, quote.end)).toBe(quote.exact);
          const others = citations.slice(at + 1).map((citation) => citation.quote);
          expect(others.filter((other) => other.exact === quote.exact || isSamePlace(other, quote))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
