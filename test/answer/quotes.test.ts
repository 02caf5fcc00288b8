import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locate } from '../../src/answer/quotes.js';

const document = (text: string): { id: string; version: string; text: string } => ({ id: 'a', version: 'v', text });

describe('locate', () => {
  it('cuts the span it is given', () => {
    expect(locate(document('Norway mediated.'), { start: 0, end: 6 })).toMatchObject({
      start: 0,
      end: 6,
      exact: 'Norway',
    });
  });

  it.each([
    [{ start: -1, end: 3 }],
    [{ start: 3, end: 3 }],
    [{ start: 4, end: 2 }],
    [{ start: 0, end: 99 }],
    [{ start: 0.5, end: 2 }],
    [{ start: Number.NaN, end: 2 }],
  ])('refuses a span that is none: %j', (span) => {
    expect(locate(document('words'), span)).toBeUndefined();
  });

  it('refuses to cut a character in two', () => {
    expect(locate(document('a😀b'), { start: 0, end: 2 })).toBeUndefined();
    expect(locate(document('a😀b'), { start: 2, end: 4 })).toBeUndefined();
    expect(locate(document('a😀b'), { start: 1, end: 3 })?.exact).toBe('😀');
  });

  it('finds proposed words but for case, marks, dashes and spaces, and gives the document’s own', () => {
    const text = 'She said: “Peace – at   last,” and left.';
    expect(locate(document(text), '"PEACE - at last,"')?.exact).toBe('“Peace – at   last,”');
  });

  it('finds nothing where the words are not', () => {
    expect(locate(document('Norway mediated.'), 'Sweden mediated')).toBeUndefined();
    expect(locate(document('Norway mediated.'), '  ')).toBeUndefined();
  });

  it('only ever gives slices of the document', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, words) => {
        const quote = locate(document(text), words);
        if (quote !== undefined) expect(text.slice(quote.start, quote.end)).toBe(quote.exact);
      }),
    );
  });

  it('finds any run of a document’s own words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat(), (text, one, other) => {
        const [start = 0, end = 0] = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b);
        const words = text.slice(start, end);
        fc.pre(words.trim() !== '');
        expect(locate(document(text), words)?.exact).toBe(words.trim());
      }),
    );
  });
});
