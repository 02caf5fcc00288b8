import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type AnswerKind, conflict, kindOf, statedValue } from '../../src/answer/values.js';

test.each([
  ['When was the lease signed?', 'date'],
  ['in what year did the bridge open', 'date'],
  ['How many cranes are there?', 'number'],
  ['what is the population of Varrow', 'number'],
  ['Why did the dockers strike?', 'reason'],
  ['how did they cross', 'reason'],
  ['Who mediated the talks?', 'name'],
] as const)('%s asks for a %s', (question, kind) => expect(kindOf(question)).toBe(kind));

function conflicts(
  kind: AnswerKind,
  [one, oneYear]: [string, number?],
  [other, otherYear]: [string, number?],
): boolean {
  const [left, right] = [statedValue(one, kind, oneYear), statedValue(other, kind, otherYear)];
  if (left === undefined || right === undefined) throw new Error(`no value in ${one} or ${other}`);
  expect(conflict(left, right)).toBe(conflict(right, left));
  return conflict(left, right);
}

describe('two values that cannot both hold', () => {
  it.each([
    ['date', 'in 1902', 'around 1885'],
    ['date', '4 May 2024', 'May 6, 2024'],
    ['date', 'May', 'in June'],
    ['number', '3,559 people', '10,000 people'],
    ['number', 'three', 'five'],
    ['number', '1.2 million', '120,000'],
    ['name', 'Norway', 'the Sultan of Oman'],
  ] as const)('%s: %s, %s', (kind, one, other) => expect(conflicts(kind, [one], [other])).toBe(true));

  it('tells the year of a month by when its text was written', () => {
    expect(conflicts('date', ['December 8, 2018'], ['in December', 2024])).toBe(true);
    expect(conflicts('date', ['December 8, 2023'], ['in December', 2024])).toBe(false);
    expect(conflicts('date', ['December 8, 2018'], ['in December'])).toBe(false);
  });
});

describe('two values that can', () => {
  it.each([
    ['date', 'May 2024', '4 May 2024'],
    ['date', '2024', 'the 4th of May, 2024'],
    ['number', '36%', '3.5 million households'],
    ['number', 'about 3,500 people', '3,559 people'],
    ['number', 'two', '2'],
    ['name', 'Sharaa', 'Ahmed al-Sharaa'],
    ['name', 'Syrian officials', 'Syria'],
    ['name', 'HTS', "Hay'at Tahrir al-Sham"],
    ['name', 'Åse Lund', 'ase lund'],
  ] as const)('%s: %s, %s', (kind, one, other) => expect(conflicts(kind, [one], [other])).toBe(false));
});

test('words that state nothing of the kind have no value', () => {
  expect(statedValue('after the storm', 'date')).toBeUndefined();
  expect(statedValue('many', 'number')).toBeUndefined();
  expect(statedValue('…', 'name')).toBeUndefined();
});

test('no value conflicts with itself, whatever the words', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('date', 'number', 'name'), (words, kind) => {
      const value = statedValue(words, kind as AnswerKind, 2024);
      if (value !== undefined) expect(conflict(value, value)).toBe(false);
    }),
  );
});
