import { describe, expect, it } from 'vitest';
import { numbersConflict, numbersIn } from '../../src/answer/numbers.js';

function read(text: string) {
  return numbersIn(text).map(({ start, end, plain, dimension }) => [text.slice(start, end), plain, dimension]);
}

function conflicts(left: string, right: string): boolean {
  const [[one], [other]] = [numbersIn(left), numbersIn(right)];
  if (one === undefined || other === undefined) throw new Error('No number was read.');
  return numbersConflict(one, other);
}

describe('an amount', () => {
  it.each([
    ['home to 3,559 people', '3,559', 3559, undefined],
    ['home to 1 200 people', '1 200', 1200, undefined],
    ['12 500 000 boats', '12 500 000', 12_500_000, undefined],
    ['cost 1’200 francs', '1’200', 1200, undefined],
    ['about 5 km long', '5 km', 5, 'length'],
    ['cost $ 2.5 million', '$ 2.5 million', 2_500_000, 'money:$'],
    ['twenty-five men', 'twenty-five', 25, undefined],
    ['a dozen boats', 'a dozen', 12, undefined],
    ['9.6% of votes', '9.6%', 9.6, 'percent'],
    ['27.5 per cent', '27.5 per cent', 27.5, 'percent'],
  ])('of %j is %j', (text, words, plain, dimension) => {
    expect(read(text)).toEqual([[words, plain, dimension]]);
  });

  it.each(['the 20th of them', 'in the 1980s', 'none', 'someone often'])('is not in %j', (text) => {
    expect(read(text)).toEqual([]);
  });
});

it('stays two where a space sets them apart', () => {
  expect(read('in 1902 300 came, 12 5000')).toEqual([
    ['1902', 1902, undefined],
    ['300', 300, undefined],
    ['12', 12, undefined],
    ['5000', 5000, undefined],
  ]);
});

describe('two amounts', () => {
  it.each([
    ['about 8,000', '8,412 people'],
    ['5 km', '3.1 miles'],
    ['more than 3 million', '3.6 million'],
    ['up to 40', '12'],
    ['45 years', '45'],
    ['1 200', '1,200'],
    ['12 percent', '12,000 people'],
  ])('that can both hold agree: %j, %j', (left, right) => {
    expect(conflicts(left, right)).toBe(false);
    expect(conflicts(right, left)).toBe(false);
  });

  it.each([
    ['3,559 people', '3,506 people'],
    ['5 km', '5 miles'],
    ['more than 5 million', '3.2 million'],
    ['two', 'three'],
    ['45.7 years', '37'],
  ])('that cannot conflict: %j, %j', (left, right) => {
    expect(conflicts(left, right)).toBe(true);
    expect(conflicts(right, left)).toBe(true);
  });
});
