import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codesOf, Distance, editsBetween, isSwap, oneEdit } from '../../src/text/edits.js';

const LETTERS = 'abc';
const word = fc.string({ unit: fc.constantFrom(...LETTERS), maxLength: 6 });

/** The recurrence as it is written in textbooks. */
function naive(one: string, other: string): number {
  const table: number[][] = [];
  const at = (row: number, column: number): number => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 0; row <= one.length; row++) {
    table.push([]);
    for (let column = 0; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1;
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const ways = [
        row === 0 && column === 0 ? 0 : Number.POSITIVE_INFINITY,
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + same,
        row > 1 && column > 1 && swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      ];
      table[row]?.push(Math.min(...ways));
    }
  }
  return at(one.length, other.length);
}

describe('editsBetween', () => {
  it.each([
    ['talks', 'talks', 0],
    ['talsk', 'talks', 1],
    ['tlks', 'talks', 1],
    ['taalks', 'talks', 1],
    ['tapks', 'talks', 1],
    ['Ghandi', 'Gandhi', 2],
    ['', 'abc', 3],
  ])('is from %s to %s %i', (one, other, edits) => {
    expect(editsBetween(one, other)).toBe(edits);
  });

  it('is what the textbook says of any two words', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(editsBetween(one, other)).toBe(naive(one, other));
      }),
    );
  });

  it('gives up above a bound and is exact below it, from one word to many', () => {
    fc.assert(
      fc.property(word, fc.array(word), fc.nat({ max: 3 }), (one, others, most) => {
        const distance = new Distance(one);
        for (const other of others) {
          const edits = naive(one, other);
          const found = distance.to(codesOf(other), most);
          if (edits <= most) expect(found).toBe(edits);
          else expect(found).toBeGreaterThan(most);
        }
      }),
    );
  });
});

describe('oneEdit', () => {
  it('gives every word one edit away and no other', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(oneEdit(one, LETTERS).has(other)).toBe(naive(one, other) === 1);
      }),
    );
  });
});

describe('isSwap', () => {
  it('is two neighbours that changed places, and nothing else', () => {
    expect(isSwap('talsk', 'talks')).toBe(true);
    expect(isSwap('talks', 'talks')).toBe(false);
    expect(isSwap('talkx', 'talks')).toBe(false);
    expect(isSwap('klats', 'talks')).toBe(false);
    expect(isSwap('talsks', 'talks')).toBe(false);
  });
});
