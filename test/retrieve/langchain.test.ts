import { expect, it } from 'vitest';
import { VerbatimRetriever } from '../../src/retrieve/langchain.js';

it('is a LangChain retriever whose documents say where their words stand', async () => {
  const asked: [string, number][] = [];
  const span = { start: 10, end: 16 };
  const passage = { documentId: 'a', version: 'v', ordinal: 0, span, text: 'Norway', sentences: [span] };
  const document = {
    id: 'a',
    version: 'v',
    collections: ['default'],
    source: 'a',
    title: 'Talks',
    publishedAt: '2026-01',
  };
  const retriever = new VerbatimRetriever({
    k: 3,
    find: async (query, limit) => {
      asked.push([query, limit]);
      return [{ passage, document, rank: 1, score: 0.9, lexical: 3, semantic: 0.5 }];
    },
  });
  const [found] = await retriever.invoke('who mediated');
  expect(asked).toEqual([['who mediated', 3]]);
  expect(found?.pageContent).toBe('Norway');
  expect(found?.metadata).toEqual({
    documentId: 'a',
    version: 'v',
    start: 10,
    end: 16,
    score: 0.9,
    title: 'Talks',
    publishedAt: '2026-01',
  });
});
