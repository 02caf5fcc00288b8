import path from 'node:path';
import { Embeddings } from '@langchain/core/embeddings';
import { afterAll, expect, test } from 'vitest';
import { createBundledEmbedder } from '../../src/embed/bundled.js';
import { asLangChainEmbeddings } from '../../src/embed/langchain.js';
import { cosine } from '../contracts/embedder.js';

const embedder = await createBundledEmbedder({ folder: path.resolve('models/all-MiniLM-L6-v2'), threads: 1 });
const embeddings = asLangChainEmbeddings(embedder);
afterAll(() => embedder.close());

test('an embedder is a LangChain Embeddings', async () => {
  expect(embeddings).toBeInstanceOf(Embeddings);
  expect(await embeddings.embedQuery('bread')).toEqual([...(await embedder.embedQuery('bread'))]);
});

test('documents keep their order, and empty ones have a vector too', async () => {
  const [bread, nothing, boat] = await embeddings.embedDocuments(['bread prices', '', 'fishing boat']);
  expect(cosine(Float32Array.from(bread ?? []), await embedder.embedQuery('bread prices'))).toBeCloseTo(1, 4);
  expect(cosine(Float32Array.from(boat ?? []), await embedder.embedQuery('fishing boat'))).toBeCloseTo(1, 4);
  expect(nothing).toHaveLength(384);
});

test('a document longer than the window has one vector of unit length that all of it shaped', async () => {
  const start = 'The bakers raised the price of bread. '.repeat(40);
  const [long, alone] = await embeddings.embedDocuments([
    `${start}${'The fishing boats stayed in port. '.repeat(40)}`,
    start,
  ]);
  const vector = Float32Array.from(long ?? []);
  expect(cosine(vector, vector)).toBeCloseTo(1, 4);
  const boats = await embedder.embedQuery('fishing boats in port');
  expect(cosine(vector, boats)).toBeGreaterThan(cosine(Float32Array.from(alone ?? []), boats) + 0.2);
});
