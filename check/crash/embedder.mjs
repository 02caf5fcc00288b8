// An embedder without a model, for checks that kill processes by the hundred: a text's vector is the sum of its words'
// vectors, each made of the word's SHA-256, so that anybody can compute it again and compare. `salt` makes another model
// of it: other vectors, another fingerprint.
import { createHash } from 'node:crypto';

const DIMENSIONS = 16;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const known = new Map();

export function wordEmbedder(salt = 'one', { onPassages = () => undefined } = {}) {
  const vectorOf = (text) => unit(sumOf(text, salt));
  return {
    fingerprint: `words:${salt}:${DIMENSIONS}`,
    dimensions: DIMENSIONS,
    maxTokens: 200,
    languages: [],
    countTokens: (text) => (text.match(WORD) ?? []).length,
    embedPassages: async (inputs, signal) => {
      await onPassages(inputs.length, signal);
      return inputs.map(({ title = '', sentences }) => ({
        vector: vectorOf(`${title} ${sentences.join(' ')}`),
        sentences: sentences.map(vectorOf),
      }));
    },
    embedQuery: async (text) => vectorOf(text),
    close: async () => undefined,
  };
}

function sumOf(text, salt) {
  const sum = new Float64Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(WORD) ?? []) {
    const vector = wordVector(`${salt}/${word}`);
    for (let at = 0; at < DIMENSIONS; at++) sum[at] += vector[at];
  }
  return sum;
}

function wordVector(word) {
  let vector = known.get(word);
  if (vector === undefined) {
    const bytes = createHash('sha256').update(word).digest();
    vector = Float64Array.from({ length: DIMENSIONS }, (_, at) => bytes.readInt8(at) / 127);
    known.set(word, vector);
  }
  return vector;
}

function unit(vector) {
  const norm = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / norm);
}
