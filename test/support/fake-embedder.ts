/** An embedder without a model: texts that share words have close vectors, so that tests are fast and mean something. */
import type { Embedder, PassageInput } from '../../src/embed/embedder.js';
import { terms } from '../../src/text/terms.js';
import { vectorOf } from './stored.js';

export interface FakeEmbedder extends Embedder {
  /** Every passage it was asked to embed so far. */
  readonly embedded: PassageInput[];
  /** Set to make the next call fail. */
  failure: Error | undefined;
}

export const FAKE_DIMENSIONS = 64;

export function fakeEmbedder(fingerprint = 'fake:1'): FakeEmbedder {
  const embedded: PassageInput[] = [];
  const embedder: FakeEmbedder = {
    fingerprint,
    dimensions: FAKE_DIMENSIONS,
    maxTokens: 200,
    languages: ['en'],
    embedded,
    failure: undefined,
    countTokens: (text) => text.split(/\s+/u).filter((word) => word !== '').length,
    embedPassages: async (inputs) => {
      if (embedder.failure !== undefined) throw embedder.failure;
      embedded.push(...inputs);
      return inputs.map(({ title = '', sentences }) => ({
        vector: bagOfWords(`${title} ${sentences.join(' ')}`),
        sentences: sentences.map(bagOfWords),
      }));
    },
    embedQuery: async (text) => bagOfWords(text),
    close: async () => undefined,
  };
  return embedder;
}

function bagOfWords(text: string): Float32Array {
  const sum = new Float32Array(FAKE_DIMENSIONS);
  for (const term of terms(text)) {
    for (let part = 0; part < FAKE_DIMENSIONS / 8; part++) {
      for (const [at, value] of vectorOf(`${term}/${part}`).entries())
        sum[part * 8 + at] = (sum[part * 8 + at] ?? 0) + value;
    }
  }
  const norm = Math.sqrt(sum.reduce((total, value) => total + value * value, 0)) || 1;
  return sum.map((value) => value / norm);
}
