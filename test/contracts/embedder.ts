/** What every embedder promises, whatever makes its vectors. */
import { describe, expect, test } from 'vitest';
import type { Embedder, PassageInput } from '../../src/embed/embedder.js';

export function cosine(one: Float32Array | undefined, other: Float32Array | undefined): number {
  if (one === undefined || other === undefined) throw new Error('expected two vectors');
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? Number.NaN), 0);
}

const inputs: readonly PassageInput[] = [
  { title: 'Harbour talks', sentences: ['The talks began on Monday.', 'They ended in June.'] },
  { sentences: ['Bread prices rose.'] },
  { title: '', sentences: ['谈判开始了。', '😀', 'É finita.'] },
];

export function embedderContract(name: string, open: () => Embedder): void {
  describe(`${name} keeps the contract of an embedder`, () => {
    test('every vector has its dimensions and unit length', async () => {
      const embedder = open();
      const passages = await embedder.embedPassages(inputs);
      const vectors = passages.flatMap((passage) => [passage.vector, ...passage.sentences]);
      for (const vector of [...vectors, await embedder.embedQuery('who mediated the talks?')]) {
        expect(vector).toHaveLength(embedder.dimensions);
        expect(cosine(vector, vector)).toBeCloseTo(1, 4);
      }
    });

    test('there is one embedding a passage and one vector a sentence, in order', async () => {
      const embedder = open();
      const together = await embedder.embedPassages(inputs);
      expect(together.map(({ sentences }) => sentences.length)).toEqual([2, 1, 3]);
      for (const [at, input] of inputs.entries()) {
        const [alone] = await embedder.embedPassages([input]);
        expect(cosine(alone?.vector, together[at]?.vector)).toBeCloseTo(1, 4);
      }
    });

    test('no passages are no work', async () => expect(await open().embedPassages([])).toEqual([]));

    test('the same text gives the same vector', async () => {
      const embedder = open();
      expect(await embedder.embedQuery('the same')).toEqual(await embedder.embedQuery('the same'));
    });

    test('an aborted signal stops it', async () => {
      const stopped = open().embedPassages(inputs, AbortSignal.abort());
      await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    });

    test('tokens are counted: none in nothing, more in more', () => {
      const embedder = open();
      expect(embedder.countTokens('')).toBe(0);
      expect(embedder.countTokens('one two three')).toBeGreaterThan(embedder.countTokens('one'));
      expect(embedder.maxTokens).toBeGreaterThan(16);
    });

    test('a query beyond the window still has a vector', async () => {
      expect(await open().embedQuery('word '.repeat(20_000))).toHaveLength(open().dimensions);
    });

    test('its fingerprint says which kind it is', () => expect(open().fingerprint).toMatch(/^[a-z]+:\S+$/u));
  });
}
