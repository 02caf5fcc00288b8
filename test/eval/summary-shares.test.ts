import { describe, expect, it } from 'vitest';
// @ts-expect-error the scripts of eval/ are JavaScript without types
import { firstWords, marksIn, shareOf, upTo, wordsOf } from '../../eval/summary-shares.mjs';

const TEXT = 'Ada: Good day.\nBert: The harbour is full.\nAda: Then we wait for the tide.';
const WORDS = wordsOf(TEXT);
const span = (words: string) => ({ start: TEXT.indexOf(words), end: TEXT.indexOf(words) + words.length });

describe('shares of a summary', () => {
  it('count marked words by their place, however their lines are broken', () => {
    const marks = marksIn(TEXT, WORDS, ['Bert: The harbour\n is full.']);
    expect([...marks]).toEqual([3, 4, 5, 6, 7]);
    const { share, possible, precision, words } = shareOf(WORDS, marks, [span('The harbour'), span('Ada: Then')]);
    expect({ share, possible, precision, words }).toEqual({ share: 0.4, possible: 0.4, precision: 0.5, words: 4 });
  });

  it('compare with what the room holds at most, too', () => {
    const marks = marksIn(TEXT, WORDS, [TEXT]);
    expect(shareOf(WORDS, marks, [span('The harbour')], 4)).toMatchObject({ share: 2 / 15, possible: 0.5 });
  });

  it('refuse marks that are not in the document', () => {
    expect(() => marksIn(TEXT, WORDS, ['the ferry'])).toThrow(/not in the document/);
  });

  it('cut the last stretch where the words are used up', () => {
    expect(firstWords(TEXT, 2)).toEqual({ start: 0, end: 'Ada: Good'.length });
    const taken = upTo(TEXT, [span('Then we wait'), span('Good day.')], 4);
    expect(taken.map(({ start, end }: { start: number; end: number }) => TEXT.slice(start, end))).toEqual([
      'Then we wait',
      'Good',
    ]);
    expect(upTo(TEXT, [span('Then we wait')], 10)).toHaveLength(1);
  });
});
