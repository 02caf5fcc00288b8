import { expect, test } from 'vitest';
import { gather } from '../../src/answer/evidence.js';
import { lookAgain, markPassages, READING } from '../../src/answer/marks.js';
import type { Hit } from '../../src/model.js';
import { sentences } from '../../src/text/sentences.js';
import { fakeReader } from './fake-reader.js';

function hit(text: string, at: number, { score = 0.9, language = 'en' } = {}): Hit {
  const passage = {
    ...{ documentId: `d${at}`, version: 'v', ordinal: 0, text },
    ...{ span: { start: 0, end: text.length }, sentences: sentences(text) },
  };
  const document = { id: `d${at}`, version: 'v', collections: ['default'], source: `d${at}`, language };
  return { passage, document, rank: at + 1, score, lexical: 1, semantic: 0.5, sentenceVectors: [] };
}

const many = (count: number, score: (at: number) => number): Hit[] =>
  Array.from({ length: count }, (_, at) =>
    hit(`Passage number ${at} says nothing. It goes on.`, at, { score: score(at) }),
  );

test('at most eight passages are read, best first', async () => {
  const reader = fakeReader({});
  const marks = await markPassages(
    reader,
    'who?',
    many(12, () => 0.9),
  );
  expect(marks.size).toBe(READING.most);
  expect(reader.requests[0]?.passage).toContain('number 0');
});

test('after a clear answer, passages that are far behind are not read', async () => {
  const scores = { 'number 1': READING.clear + 1 };
  const far = fakeReader(scores);
  await markPassages(
    far,
    'who?',
    many(12, (at) => (at < 5 ? 0.9 : 0.3)),
  );
  expect(far.requests).toHaveLength(5);
  const unclear = fakeReader({ 'number 1': READING.clear - 1 });
  await markPassages(
    unclear,
    'who?',
    many(12, (at) => (at < 5 ? 0.9 : 0.3)),
  );
  expect(unclear.requests).toHaveLength(READING.most);
});

test('passages in a language that the reader does not know are left out, and rank as not read', async () => {
  const reader = fakeReader({ Norwegen: 9, Norway: 3 });
  const hits = [hit('Norwegen vermittelte.', 0, { language: 'de' }), hit('Norway mediated the talks.', 1)];
  const marks = await markPassages(reader, 'who?', hits);
  expect([...marks.keys()].map(({ documentId }) => documentId)).toEqual(['d1']);
  const query = { vector: new Float32Array(0), idf: new Map([['mediat', 1]]), question: 'who?', marks };
  const [first, second] = gather(hits, query);
  expect(first?.documentId).toBe('d1');
  expect(first?.words).toEqual({ start: 0, end: 'Norway'.length });
  expect(second?.words).toBeUndefined();
});

test('the second look reads the sentence between its neighbours and alone, and takes the mean', async () => {
  const text = 'One gull sat. Two gulls flew. Norway mediated. Three gulls slept. Four gulls ate.';
  const hits = [hit(text, 0)];
  const reader = fakeReader({ Norway: 2 });
  const marks = await markPassages(reader, 'who?', hits);
  const query = { vector: new Float32Array(0), idf: new Map([['norway', 1]]), question: 'who?', marks };
  const [best] = gather(hits, query);
  if (best === undefined) throw new Error('no evidence');
  expect(await lookAgain(reader, 'who?', best)).toBeCloseTo(2);
  expect(reader.requests.slice(1).map(({ passage }) => passage)).toEqual([
    'Two gulls flew. Norway mediated. Three gulls slept.',
    'Norway mediated.',
  ]);
});
