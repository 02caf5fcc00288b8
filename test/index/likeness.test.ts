import fc from 'fast-check';
import { expect, it } from 'vitest';
import { areAlike, likenessOf } from '../../src/index/likeness.js';

const alike = (one: string, other: string): boolean => areAlike(likenessOf(one), likenessOf(other));

it.each([
  ['Who keeps the harbour key?', 'who is KEEPING the harbour keys', true],
  ['Who keeps the harbour key?', 'The harbour key: who keeps it?', true],
  // Another name is another question.
  ['Who keeps the harbour key?', 'Who keeps the harbour lamp?', false],
  ['Who keeps the harbour key?', 'Who keeps the key?', false],
  // One of five terms is missing.
  ['Who keeps the spare brass harbour key?', 'Who keeps the spare harbour key?', true],
  ['Who keeps the spare brass harbour key?', 'Who keeps the spare iron harbour key?', false],
  // Nothing but stop words, and nothing at all.
  ['who is he', 'Who is he?', true],
  ['who is he', 'where was she', false],
  ['?', '!', true],
  ['?', 'Who keeps the key?', false],
])('%j and %j: %j', (one, other, expected) => {
  expect([alike(one, other), alike(other, one)]).toEqual([expected, expected]);
});

it('is the Jaccard index of .8 and more, whatever the sets', () => {
  const set = fc.uniqueArray(fc.constantFrom(...'abcdefghijkl'), { maxLength: 12 }).map((terms) => new Set(terms));
  fc.assert(
    fc.property(set, set, (one, other) => {
      const union = new Set([...one, ...other]).size;
      const shared = [...one].filter((term) => other.has(term)).length;
      // In whole numbers, so that .8 is not a matter of rounding.
      expect(areAlike(one, other)).toBe(10 * shared >= 8 * union);
    }),
    { numRuns: 2_000 },
  );
});
