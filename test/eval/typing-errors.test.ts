import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seededRandom } from '../../bench/measure/statistics.mjs';
// @ts-expect-error the scripts of eval/ are JavaScript without types
import { mistyped } from '../../eval/typing-errors.mjs';
import { editsBetween } from '../../src/text/edits.js';

const typed = (text: string, errors: number, seed: number): string => mistyped(text, errors, seededRandom(seed));

it('puts so many errors in, one a word, and none in short words', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const asked = 'Who at the talks in Oslo spoke first';
      const [words, found] = [asked.split(' '), typed(asked, 2, seed).split(' ')];
      const edits = words.map((word, at) => editsBetween(word, found[at] ?? ''));
      expect(found).toHaveLength(words.length);
      expect(edits.filter((count) => count === 1)).toHaveLength(2);
      expect(edits.filter((count) => count === 0)).toHaveLength(words.length - 2);
      expect(found.slice(0, 3)).toEqual(['Who', 'at', 'the']);
    }),
  );
});

it('gives the same errors for the same seed, and leaves alone what has no word to err in', () => {
  expect(typed('who mediated the talks', 2, 7)).toBe(typed('who mediated the talks', 2, 7));
  expect(typed('Who is it?', 2, 7)).toBe('Who is it?');
});
