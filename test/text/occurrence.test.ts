import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occurrence } from '../../src/text/occurrence.js';

const few = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'ü'), minLength: least, maxLength: most });

describe('where words first stand', () => {
  it('is where indexOf finds them', () => {
    const periodic = fc.tuple(few(1, 3), fc.integer({ min: 0, max: 120 })).map(([unit, times]) => unit.repeat(times));
    const text = fc.array(fc.oneof(few(0, 200), periodic), { maxLength: 4 }).map((parts) => parts.join(''));
    const asked = text.chain((whole) => {
      const part = fc.tuple(fc.nat({ max: whole.length }), fc.nat({ max: whole.length }));
      const standing = part.map(([one, other]) => whole.slice(Math.min(one, other), Math.max(one, other)));
      return fc.record({ whole: fc.constant(whole), words: fc.oneof(standing, periodic, few(0, 100)) });
    });
    fc.assert(
      fc.property(asked, ({ whole, words }) => {
        expect(occurrence(whole, words)).toBe(whole.indexOf(words));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is found, or not, in a row of the same letters that is sought in another', () => {
    const words = `${'a'.repeat(2_000)}b${'a'.repeat(1_999)}`;
    const text = 'a'.repeat(20_000_000);
    expect(occurrence(text, words)).toBe(-1);
    expect(occurrence(`${text}${words}`, words)).toBe(text.length);
  });
});
