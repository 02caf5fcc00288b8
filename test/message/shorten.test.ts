import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escaped } from '../../src/message/escape.js';
import { clipped, parts, shorten, wholeGraphemes } from '../../src/message/shorten.js';
import { text } from '../support/arbitrary-replies.js';

const SENTENCE = 'The talks were mediated by Maren Oduya, a former judge of the river court.';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

describe('shorten', () => {
  it('leaves what fits as it is, but for spaces at its ends', () => {
    expect(slice(SENTENCE, 200)).toBe(SENTENCE);
    expect(slice('  a b \n', 200)).toBe('a b');
  });

  it('keeps whole words around the focus, on both sides', () => {
    const start = SENTENCE.indexOf('Maren');
    const span = shorten(SENTENCE, 40, { focus: { start, end: start + 'Maren Oduya'.length } });
    expect(SENTENCE.slice(span.start, span.end)).toBe('mediated by Maren Oduya, a former judge');
  });

  it('begins at the start when nothing is to be kept', () => {
    expect(slice(SENTENCE, 20)).toBe('The talks were');
  });

  it('shows what fits of a focus that is too long itself', () => {
    const span = shorten(SENTENCE, 12, { focus: { start: 4, end: SENTENCE.length } });
    expect(SENTENCE.slice(span.start, span.end)).toBe('talks were');
  });

  it('cuts between words where a script has no spaces, and between characters where there are no words', () => {
    expect(slice('第二轮谈判在塞尔比港举行', 6)).toMatch(/^第二轮谈判/);
    expect(slice('x'.repeat(50), 10)).toBe('x'.repeat(10));
    expect(slice('👩‍👩‍👧'.repeat(5), 17)).toBe('👩‍👩‍👧'.repeat(2));
  });

  it('shows nothing when not even one character fits', () => {
    expect(slice(`e${'\u0301'.repeat(10_000)}`, 100)).toBe('');
  });

  it('never exceeds the room nor cuts a character as a reader sees one, and finds something when anything fits', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 400 }), fc.nat(), fc.nat({ max: 50 }), (any, room, from, length) => {
        const focus = { start: from % (any.length + 1), end: Math.min(any.length, (from % (any.length + 1)) + length) };
        const span = shorten(any, room, { focus });
        const shown = any.slice(span.start, span.end);
        expect(escaped(shown).length).toBeLessThanOrEqual(room);
        if (span.end === span.start) return;
        const edges = [...graphemes.segment(any)].map((each) => each.index).concat(any.length);
        expect(edges).toContain(span.start);
        expect(edges).toContain(span.end);
      }),
      { numRuns: 400 },
    );
  });

  it('cuts at spaces only, where words are short', () => {
    const prose = fc.array(fc.constantFrom('talks', 'the', 'well-known', 'said.', '3.5'), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(prose, fc.integer({ min: 30, max: 100 }), fc.nat(), (words, room, at) => {
        const whole = words.join(' ');
        const start = at % whole.length;
        const span = shorten(whole, room, { focus: { start, end: start } });
        expect(` ${whole} `.slice(span.start, span.start + 1)).toBe(' ');
        expect(`${whole} `.slice(span.end, span.end + 1)).toBe(' ');
        expect(span.end).toBeGreaterThan(span.start);
      }),
    );
  });
});

describe('wholeGraphemes', () => {
  it('widens to the characters that a reader sees, and drops spaces at the ends', () => {
    const of = 'a 👩‍👩‍👧 b';
    expect(wholeGraphemes(of, { start: 1, end: 4 })).toEqual({ start: 2, end: 10 });
  });
});

describe('clipped and parts', () => {
  it('marks what was left out', () => {
    expect(clipped('one two three', 9)).toBe('one two…');
    expect(clipped('one two', 9)).toBe('one two');
  });

  it('loses no word of a text that is taken apart', () => {
    expect(parts('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });
});

function slice(of: string, room: number): string {
  const span = shorten(of, room);
  return of.slice(span.start, span.end);
}
