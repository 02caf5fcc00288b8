import { expect, test } from 'vitest';
import { onnxEmbedder } from '../../src/embed/onnx.js';

/** A model of two numbers a token: its id as an angle, so that a mean tells which tokens it was made of. */
const sent: number[][] = [];
const angle = (id: number) => [Math.cos(id / 1000), Math.sin(id / 1000)];
const embedder = onnxEmbedder({
  session: {
    run: async (tokens) => {
      sent.push([...tokens]);
      return { data: Float32Array.from(tokens.flatMap(angle)), rows: tokens.length, width: 2 };
    },
    close: async () => undefined,
  },
  tokenizer: { encode: (text) => [...text].map((letter) => letter.codePointAt(0) ?? 0), opening: [1], closing: [2] },
  pooling: 'mean',
  window: 20,
  dimensions: 2,
  prefixes: { query: 'q:', passage: 'p:' },
  fingerprint: 'test:angles',
  languages: [],
});

const letters = (tokens: readonly number[] | undefined) =>
  tokens?.map((token) => (token > 2 ? String.fromCodePoint(token) : '|')).join('');
const direction = (text: string) => {
  const [x, y] = [...text].reduce(
    ([x, y], letter) => {
      const [dx = 0, dy = 0] = angle(letter.codePointAt(0) ?? 0);
      return [x + dx, y + dy] as const;
    },
    [0, 0] as readonly [number, number],
  );
  return Math.atan2(y, x);
};
const directionOf = (vector: Float32Array | undefined) => Math.atan2(vector?.[1] ?? 0, vector?.[0] ?? 0);

test('prefix, title and sentences are read in that order, once', async () => {
  sent.length = 0;
  await embedder.embedPassages([
    { title: 'T', sentences: ['ab', 'cd'] },
    { title: 'T?', sentences: ['e'] },
  ]);
  expect(sent.map(letters)).toEqual(['|p:T.abcd|', '|p:T?e|']);
});

test('a sentence is the mean of its own tokens and of no others', async () => {
  const [passage] = await embedder.embedPassages([{ title: 'Zz', sentences: ['ab', 'xyz', 'm'] }]);
  for (const [at, sentence] of ['ab', 'xyz', 'm'].entries()) {
    expect(directionOf(passage?.sentences[at])).toBeCloseTo(direction(sentence), 6);
  }
});

test('a passage is the mean of all, special tokens too', async () => {
  const [passage] = await embedder.embedPassages([{ sentences: ['ab'] }]);
  expect(directionOf(passage?.vector)).toBeCloseTo(direction('\u0001p:ab\u0002'), 6);
});

test('a sentence without tokens stands for its passage', async () => {
  const [passage] = await embedder.embedPassages([{ sentences: ['', 'ab'] }]);
  expect(passage?.sentences[0]).toEqual(passage?.vector);
});

test('the window counts special tokens and prefix; the title gives way, then the query is cut', async () => {
  expect(embedder.maxTokens).toBe(16);
  sent.length = 0;
  await embedder.embedPassages([{ title: 'Title', sentences: ['abcdefghijklmn'] }]);
  await embedder.embedQuery('abcdefghijklmnopqrstuvwxyz');
  expect(sent.map(letters)).toEqual(['|p:Tiabcdefghijklmn|', '|q:abcdefghijklmnop|']);
});
