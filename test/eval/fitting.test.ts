import fc from 'fast-check';
import { expect, test } from 'vitest';
// @ts-expect-error the scripts of eval/ are JavaScript without types
import { fitGates, fitRanking, foldOf, gatesValue } from '../../eval/fitting.mjs';
// @ts-expect-error the scripts of eval/ are JavaScript without types
import { fellBy, packed, unpacked } from '../../eval/outcomes.mjs';

test('the ranking learns which feature tells the right sentence, and leaves the other alone', () => {
  const questions = Array.from({ length: 40 }, (_, at) => ({
    weight: 1,
    sentences: Array.from({ length: 5 }, (__, sentence) => ({
      row: [sentence === at % 5 ? 1 : 0, (at * 7 + sentence * 2) % 5],
      shows: sentence === at % 5,
    })),
  }));
  const [telling, idle] = fitRanking(questions) as [number, number];
  expect(telling).toBeGreaterThan(2);
  expect(Math.abs(idle)).toBeLessThan(0.3);
});

test('both gates must be passed', () => {
  const cases = [0, 1].flatMap((near) =>
    [0, 1].flatMap((stated) =>
      Array.from({ length: 20 }, () => ({ weight: 1, near: [near], stated: [stated], positive: near + stated === 2 })),
    ),
  );
  const gates = fitGates(cases);
  const value = (near: number, stated: number): number => gatesValue(gates, { near: [near], stated: [stated] });
  expect(value(1, 1)).toBeGreaterThan(0.8);
  for (const [near, stated] of [
    [0, 0],
    [0, 1],
    [1, 0],
  ] as const)
    expect(value(near, stated)).toBeLessThan(0.25);
});

test('the parts of a cross-validation never move', () => {
  // FNV-1a of 'a' is 0xe40c292c.
  expect(foldOf('a', 5)).toBe(0xe40c292c % 5);
  const parts = new Set(Array.from({ length: 50 }, (_, at) => foldOf(`question ${at}`, 5)));
  expect([...parts].sort()).toEqual([0, 1, 2, 3, 4]);
});

test('outcomes come back as they were packed, and not for another number of questions', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 50 }), (values) => {
      expect(unpacked(packed(values), values.length)).toEqual(values);
      expect(unpacked(packed(values), values.length + 1)).toBeUndefined();
    }),
  );
});

test('a fall is one that chance does not explain', () => {
  const before = Array.from({ length: 200 }, (_, at) => (at % 4 === 0 ? 0 : 1));
  const fallen = before.map((value, at) => (at % 10 === 1 ? 0 : value));
  const wobbled = before.map((value, at) => (at === 1 ? 0 : at === 4 ? 1 : value));
  expect(fellBy(before, fallen).fell).toBe(true);
  expect(fellBy(before, wobbled).fell).toBe(false);
  expect(fellBy(before, before)).toEqual({ low: 0, high: 0, fell: false });
});
