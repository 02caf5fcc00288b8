import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitsCharacter } from '../../src/text/spans.js';
import { splitToFit } from '../../src/text/split.js';

const parts = (text: string, longest: number) =>
  splitToFit(text, { start: 0, end: text.length }, (part) => part.length <= longest).map(({ start, end }) =>
    text.slice(start, end),
  );

test('a text that fits stays whole, trimmed', () => expect(parts(' a b ', 3)).toEqual(['a b']));

test('clauses part first, and the comma of a number is not one', () => {
  expect(parts('he paid 1,000,000 crowns, then left at once', 30)).toEqual([
    'he paid 1,000,000 crowns,',
    'then left at once',
  ]);
});

test('then words, then characters', () => {
  expect(parts('alpha beta gamma', 10)).toEqual(['alpha', 'beta gamma']);
  expect(parts('aaaaaaaa', 4)).toEqual(['aaaa', 'aaaa']);
  expect(parts('一二，三四', 3)).toEqual(['一二，', '三四']);
});

test('every part fits or is one character, and together they hold every character but white space', () => {
  const text = fc.array(fc.constantFrom('a', ' ', ', ', '😀', 'e\u0301', '，', 'word'), { maxLength: 80 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 12 }), (pieces, longest) => {
      const whole = pieces.join('');
      const spans = splitToFit(whole, { start: 0, end: whole.length }, (part) => part.length <= longest);
      let at = 0;
      for (const { start, end } of spans) {
        expect(whole.slice(at, start).trim()).toBe('');
        expect(end).toBeGreaterThan(start);
        expect(splitsCharacter(whole, start)).toBe(false);
        if (end - start > longest) expect([...whole.slice(start, end).replace(/\p{M}/gu, '')]).toHaveLength(1);
        at = end;
      }
      expect(whole.slice(at).trim()).toBe('');
    }),
  );
});
