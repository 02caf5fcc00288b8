import { describe, expect, test } from 'vitest';
import { keyOf } from '../../src/answer/documents.js';
import type { SummarySentence } from '../../src/answer/summary-sentence.js';
import { timelineOf } from '../../src/answer/timeline.js';
import type { Document } from '../../src/model.js';

/** Each sentence with how near it is to the topic. */
type Told = readonly (readonly [text: string, nearness: number])[];

function publication(id: string, publishedAt: string | undefined, told: Told) {
  const text = told.map(([sentence]) => sentence).join(' ');
  const document: Document = {
    ...{ id, version: `${id}-1`, collections: ['default'], source: id, text },
    ...(publishedAt === undefined ? {} : { publishedAt }),
    outline: { headings: [], pageStarts: [] },
  };
  let start = 0;
  const sentences = told.map(([sentence, nearness], at): SummarySentence => {
    const span = { start, end: start + sentence.length };
    start = span.end + 1;
    // Near the topic by so much, and unlike each other otherwise.
    const vector = new Float32Array(64);
    vector[0] = nearness;
    vector[1 + ((id.charCodeAt(0) * 7 + at) % 63)] = Math.sqrt(1 - nearness ** 2);
    const place = { documentId: id, version: `${id}-1`, span, text: sentence, position: at / told.length };
    return { ...place, vector, passage: { text: sentence, semantic: nearness } };
  });
  return { document, sentences };
}

function timeline(length: number, ...publications: readonly ReturnType<typeof publication>[]) {
  const vector = new Float32Array(64);
  vector[0] = 1;
  return timelineOf({
    sentences: publications.flatMap(({ sentences }) => sentences),
    documents: new Map(
      publications.map(({ document }) => [keyOf({ documentId: document.id, version: document.version }), document]),
    ),
    topic: { text: 'the ferry strike', vector },
    length,
  });
}

const MAY = publication('m', '2026-05-03', [
  ['The ferry strike began when the crews left their boats.', 0.9],
  ['The ferry strike was called by the crews of the south quay.', 0.8],
]);
const JUNE = publication('j', '2026-06-01', [['The ferry strike ended after the board gave way on pay.', 0.8]]);
const APRIL = publication('a', '2026-04', [['Crews threatened a ferry strike unless their pay rose.', 0.7]]);
const UNDATED = publication('u', undefined, [['The ferry strike was the longest in memory on this coast.', 0.95]]);

describe('a timeline', () => {
  test('is in order of publication, whatever is nearest, and knows only what is dated', () => {
    const { citations, changes } = timeline(3, MAY, UNDATED, JUNE, APRIL);
    expect(citations.map(({ label, publishedAt }) => [label, publishedAt])).toEqual([
      [1, '2026-04'],
      [2, '2026-05-03'],
      [3, '2026-06-01'],
    ]);
    expect(changes).toEqual([]);
  });

  test('gives each publication its say before any has a second', () => {
    const { citations } = timeline(4, MAY, JUNE, APRIL);
    expect(citations.map(({ quote }) => quote.documentId)).toEqual(['a', 'm', 'm', 'j']);
    const texts = new Map([MAY, JUNE, APRIL].map(({ document }) => [document.id, document.text]));
    for (const { quote } of citations)
      expect(texts.get(quote.documentId)?.slice(quote.start, quote.end)).toBe(quote.exact);
  });

  test('leaves out what is far from the topic', () => {
    const other = publication('o', '2026-05-09', [['The museum bought three old lanterns for its hall.', 0.05]]);
    expect(timeline(5, MAY, other).citations.map(({ quote }) => quote.documentId)).toEqual(['m', 'm']);
  });

  test('joins copies under the first of them', () => {
    const copied = 'The ferry strike ended after the board gave way on pay.';
    const copy = publication('j', '2026-06-01', [[copied, 0.8]]);
    const second = { ...copy, document: { ...copy.document, id: 'k' } };
    const sentences = copy.sentences.map((sentence) => ({ ...sentence, documentId: 'k' }));
    const { citations } = timeline(5, JUNE, { ...second, sentences });
    expect(citations.map(({ alsoIn }) => alsoIn?.map(({ documentId }) => documentId))).toEqual([['k']]);
  });

  test('shows the sentences between which an account changed, though others are nearer', () => {
    const early = publication('e', '2026-05-04', [
      ['The ferry strike is in its first week and no talks are planned.', 0.95],
      ['The strike keeps 40 boats in the harbour of Elden, the board said.', 0.6],
    ]);
    const late = publication('l', '2026-05-20', [
      ['The ferry strike is in its third week and talks are planned now.', 0.95],
      ['The strike keeps 65 boats in the harbour of Elden, the board said.', 0.6],
    ]);
    const { citations, changes } = timeline(4, early, late);
    expect(changes).toEqual([
      {
        about: 'boats in the harbour of',
        positions: [
          { claim: '40', citations: [expect.any(Number)] },
          { claim: '65', citations: [expect.any(Number)] },
        ],
      },
    ]);
    for (const { claim, citations: labels } of changes[0]?.positions ?? []) {
      expect(citations.find(({ label }) => label === labels[0])?.quote.exact).toContain(claim);
    }
  });
});
