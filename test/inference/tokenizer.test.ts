import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTokenizer } from '../../src/inference/tokenizer.js';

const tokenizer = await openTokenizer(path.resolve('models/all-MiniLM-L6-v2'));

test('the reference sentence has its published ids', () => {
  const ids = [...tokenizer.opening, ...tokenizer.encode('The weather is lovely today.'), ...tokenizer.closing];
  expect(ids).toEqual([101, 1996, 4633, 2003, 8403, 2651, 1012, 102]);
});

test('sentences tokenised apart and joined are the text tokenised whole', () => {
  const sentence = fc.array(
    fc.constantFrom(
      'Mr.',
      'U.S.',
      '“quoted”',
      'naïve',
      '谈判',
      '3.5',
      'antidisestablishmentarianism',
      '😀',
      '-',
      "don't",
      '?!',
    ),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(fc.array(sentence, { maxLength: 6 }), (sentences) => {
      const texts = sentences.map((words) => words.join(' '));
      expect(texts.flatMap((text) => tokenizer.encode(text))).toEqual(tokenizer.encode(texts.join(' ')));
    }),
  );
});

test('a folder without a tokenizer, and one with a broken one, are named', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'verbatim-tokenizer-'));
  await expect(openTokenizer(folder)).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(folder),
  });
  await writeFile(path.join(folder, 'tokenizer.json'), '{');
  await expect(openTokenizer(folder)).rejects.toMatchObject({ code: 'malformed' });
  await writeFile(path.join(folder, 'tokenizer.json'), '{}');
  await expect(openTokenizer(folder)).rejects.toMatchObject({ code: 'malformed' });
});
