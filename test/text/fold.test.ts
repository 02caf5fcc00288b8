import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '../../src/text/fold.js';
import { splitsCharacter } from '../../src/text/spans.js';

describe('two ways of writing the same become one', () => {
  test.each([
    ['case', 'STRASSE Straße', 'strasse strasse'],
    ['accents', 'Zürich, café, cafe\u0301, İstanbul', 'zurich, cafe, cafe, istanbul'],
    ['quotation marks', '“a” ‘b’ «c» `d´ „e“ it’s', '"a" \'b\' "c" \'d\' "e" it\'s'],
    ['dashes', 'a–b — c‑d −1', 'a-b - c-d -1'],
    ['spaces', ' a\n\n b\u00a0\u3000c\t', ' a b c '],
    ['forms', 'ﬁn… ＡＢＣ ｶﾞ ½', 'fin... abc カ\u3099 1⁄2'.normalize('NFC')],
    ['nothing seen', 'co\u00adop\u200ber\ufeffate', 'cooperate'],
    ['sigmas', 'ΌΣΟΣ όσος', 'οσοσ οσοσ'],
    ['Hindi keeps its vowels', 'हिन्दी', 'हिन्दी'],
    ['Korean, joined or apart', '한국'.normalize('NFD'), '한국'],
    ['Japanese keeps its sound marks', 'がぎ', 'がぎ'],
    ['Arabic without points', 'كَتَبَ', 'كتب'],
  ])('%s', (_, text, expected) => expect(fold(text).folded).toBe(expected));

  test('marks stay when asked to', () => expect(fold('ÉTÉ', { keepMarks: true }).folded).toBe('été'));
});

test('lower-case ASCII of single spaces folds to itself, offset by offset', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'abcxyz019 .,-\'"') }).map((text) => text.replace(/ +/gu, ' '));
  fc.assert(
    fc.property(plain, (text) => {
      const { folded, toOriginal } = fold(text);
      expect(folded).toBe(text);
      for (let at = 0; at < text.length; at += 1)
        expect(toOriginal({ start: at, end: text.length })).toEqual({ start: at, end: text.length });
    }),
  );
});

test('what a quote was found by stands in what is cut for it', () => {
  const text = 'He said:  “It’s FINE — Straße…”  Then left.';
  const { folded, toOriginal } = fold(text);
  const sought = fold('"it\'s fine - strasse..."').folded;
  const at = folded.indexOf(sought);
  const { start, end } = toOriginal({ start: at, end: at + sought.length });
  expect(text.slice(start, end)).toBe('“It’s FINE — Straße…”');
});

describe('on any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'e\u0301',
      '😀',
      'ß',
      'ﬃ',
      '  ',
      '\n',
      '“',
      '—',
      '…',
      'İ',
      'हि',
      'ﷺ',
      'ŉ',
      '\u200b',
      '¨',
      'ᄒ',
      '각',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const anyText = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  test('any slice of the folded text leads to an original whose fold holds it', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), (text, one, other) => {
        const { folded, toOriginal } = fold(text);
        const [start, end] = [one % (folded.length + 1), other % (folded.length + 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const original = toOriginal({ start, end });
        expect(fold(text.slice(original.start, original.end)).folded).toContain(folded.slice(start, end));
        expect(splitsCharacter(text.replaceAll('\u200d', 'x'), original.start)).toBe(false);
        expect(splitsCharacter(text.replaceAll('\u200d', 'x'), original.end)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('the whole leads to the whole, and spans outside are clamped', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { folded, toOriginal } = fold(text);
        const whole = toOriginal({ start: -5, end: folded.length + 5 });
        expect(fold(text.slice(whole.start, whole.end)).folded).toBe(folded);
      }),
    );
  });

  test('no run of spaces is left', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(text).folded).not.toMatch(/\s{2}|[^\S ]/u);
      }),
    );
  });
});
