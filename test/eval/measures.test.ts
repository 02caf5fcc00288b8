import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaUnderCurve,
  calibrationError,
  comparable,
  countWords,
  hitAt,
  mean,
  ndcgAt,
  percentile,
  reliability,
  share,
  showsEvidence,
} from '../../src/eval/measures.js';

describe('hits', () => {
  const ranking = ['a', 'b', 'c', 'd', 'e'];
  test.each<[number, string[], boolean]>([
    [1, ['a'], true],
    [1, ['b'], false],
    [4, ['d', 'z'], true],
    [4, ['e'], false],
    [10, ['e'], true],
    [10, [], false],
  ])('at %i of a ranking a to e, with %j relevant: %s', (k, relevant, hit) => {
    expect(hitAt(k, ranking, new Set(relevant))).toBe(hit);
  });
});

describe('nDCG', () => {
  test('is 1 for an ideal ranking, and 0 when nothing relevant is found or there is nothing', () => {
    expect(ndcgAt(10, ['a', 'b', 'x'], new Set(['a', 'b']))).toBe(1);
    expect(ndcgAt(10, ['x', 'y'], new Set(['a']))).toBe(0);
    expect(ndcgAt(10, ['x'], new Set())).toBe(0);
  });

  test('worked by hand: relevant at ranks 2 and 3 of two relevant', () => {
    // DCG = 1/log2(3) + 1/log2(4) = .63093 + .5; ideal = 1 + .63093
    expect(ndcgAt(10, ['x', 'a', 'b'], new Set(['a', 'b']))).toBeCloseTo(1.13093 / 1.63093, 4);
  });

  test('worked by hand: one of three relevant at rank 1, cut at 2', () => {
    // DCG = 1; the ideal fills both places: 1 + .63093
    expect(ndcgAt(2, ['a', 'x', 'b', 'c'], new Set(['a', 'b', 'c']))).toBeCloseTo(1 / 1.63093, 4);
  });
});

describe('evidence', () => {
  test('is compared in lower case, NFKC, straight quotes and single spaces', () => {
    expect(comparable('  “The  ﬁnal”\nof ‘May’ ')).toBe(`"the final" of 'may'`);
    expect(countWords(' The  ﬁnal\nround ')).toBe(3);
  });

  const evidence = ['The talks were mediated by Russia, a key ally.'];
  test.each([
    ['contains it', 'On Tuesday it was said: “THE TALKS were mediated by Russia, a key ally.” No more.', true],
    ['is exactly half of its words', 'were mediated by Russia,', false],
    ['is five of nine words', 'talks were mediated by Russia,', true],
    ['is four of nine words', 'mediated by Russia, a', false],
    ['says it otherwise', 'Russia mediated the talks', false],
  ])('a quote that %s', (_, quote, hit) => {
    expect(countWords(evidence[0] ?? '')).toBe(9);
    expect(showsEvidence(quote, evidence)).toBe(hit);
  });

  test('any one sentence will do; without evidence nothing does', () => {
    expect(showsEvidence('b c', ['a', 'b c'])).toBe(true);
    expect(showsEvidence('b c', [])).toBe(false);
  });
});

const judged = (...pairs: [number, boolean][]) => pairs.map(([confidence, positive]) => ({ confidence, positive }));

describe('area under the curve', () => {
  test('worked by hand: of 2 × 3 pairs, 4 in order, 1 tied', () => {
    // .9 beats .8, .5, .1 (3); .5 beats .1 (1), ties .5 (half), loses to .8
    const cases = judged([0.9, true], [0.5, true], [0.8, false], [0.5, false], [0.1, false]);
    expect(areaUnderCurve(cases)).toBeCloseTo(4.5 / 6, 10);
  });

  test('is undefined when all are of one kind', () => {
    expect(areaUnderCurve(judged([0.9, true]))).toBeUndefined();
    expect(areaUnderCurve([])).toBeUndefined();
  });

  test('is what comparing every pair gives', () => {
    const cases = fc.array(fc.record({ confidence: fc.constantFrom(0, 0.1, 0.3, 0.5, 1), positive: fc.boolean() }));
    fc.assert(
      fc.property(cases, (all) => {
        const [positives, negatives] = [all.filter((one) => one.positive), all.filter((one) => !one.positive)];
        const pairs = positives.flatMap((p) => negatives.map((n) => Math.sign(p.confidence - n.confidence) / 2 + 0.5));
        const area = areaUnderCurve(all);
        if (pairs.length === 0) expect(area).toBeUndefined();
        else expect(area).toBeCloseTo(pairs.reduce((sum, one) => sum + one, 0) / pairs.length, 10);
      }),
    );
  });
});

describe('calibration', () => {
  // Bin .9 to 1: confidences .95, .95, one right, so off by .45. Bin 0 to .1: .05, wrong, so off by .05.
  const cases = judged([0.95, true], [0.95, false], [0.05, false]);

  test('worked by hand: two bins', () => {
    expect(reliability(cases)).toEqual([
      { count: 1, meanConfidence: 0.05, share: 0 },
      { count: 2, meanConfidence: 0.95, share: 0.5 },
    ]);
    expect(calibrationError(cases)).toBeCloseTo((2 * 0.45 + 1 * 0.05) / 3, 10);
  });

  test('certainty falls in the last bin; nothing has no error', () => {
    expect(reliability(judged([1, true], [0.99, true]))).toHaveLength(1);
    expect(calibrationError([])).toBeUndefined();
  });
});

describe('of many values', () => {
  test('mean and share', () => {
    expect([mean([1, 2, 6]), mean([]), share([true, false, false, false]), share([])]).toEqual([
      3,
      undefined,
      0.25,
      undefined,
    ]);
  });

  test('percentiles are values that occurred', () => {
    const values = Array.from({ length: 20 }, (_, at) => 20 - at);
    expect([percentile(values, 0.5), percentile(values, 0.95), percentile([7], 0.95)]).toEqual([11, 20, 7]);
    expect(percentile([], 0.5)).toBeUndefined();
  });
});
