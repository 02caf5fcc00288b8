import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../src/index/vocabulary.js';
import { editsBetween } from '../../src/text/edits.js';

// Few letters, so that near words are common; `a` and `á` share a bit of the signature, as do `b` and `B`.
const word = fc.string({ unit: fc.constantFrom('a', 'á', 'b', 'B', 'c', 'ж'), minLength: 1, maxLength: 8 });

describe('a vocabulary', () => {
  it('finds what comparing with every word finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, fc.nat({ max: 3 }), (words, asked, most) => {
        const vocabulary = new Vocabulary();
        for (const one of words) vocabulary.add(one);
        const naive = words
          .map((text) => ({ text, edits: editsBetween(text, asked) }))
          .filter(({ edits }) => edits <= most);
        const byText = (one: { readonly text: string }, other: { readonly text: string }): number =>
          one.text < other.text ? -1 : 1;
        expect(vocabulary.near(asked, most).sort(byText)).toEqual(naive.sort(byText));
      }),
    );
  });

  it('leaves out what is too long to be a word', () => {
    const vocabulary = new Vocabulary();
    vocabulary.add('x'.repeat(33));
    vocabulary.add('x'.repeat(32));
    expect(vocabulary.near('x'.repeat(33), 1).map(({ text }) => text.length)).toEqual([32]);
  });
});
