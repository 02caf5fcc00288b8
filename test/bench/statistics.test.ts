import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mean,
  median,
  pairedBootstrap,
  quantile,
  seededRandom,
  shuffled,
  spread,
} from '../../bench/measure/statistics.mjs';

describe('quantiles', () => {
  it('interpolate between the two nearest values', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48);
    expect(median([7])).toBe(7);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('sort as numbers, not as texts, and leave the input as it was', () => {
    const values = [100, 9, 11];
    expect(median(values)).toBe(11);
    expect(values).toEqual([100, 9, 11]);
  });

  it('lie within the range and never fall as the part rises', () => {
    const numbers = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, (values) => {
        const found = [0, 0.1, 0.5, 0.9, 1].map((part) => quantile(values, part));
        expect(found).toEqual([...found].sort((a, b) => a - b));
        expect(found[0]).toBe(Math.min(...values));
        expect(found[4]).toBe(Math.max(...values));
      }),
    );
  });

  it('make up a spread', () => {
    expect(spread([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, repeats: 3 });
  });
});

describe('seeded chance', () => {
  it('is the same for the same seed, another for another, and uniform enough', () => {
    const draw = (seed: number) => Array.from({ length: 10_000 }, seededRandom(seed));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    expect(mean(draw(5))).toBeCloseTo(0.5, 1);
    expect(draw(5).every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('shuffles without losing anything', () => {
    const values = Array.from({ length: 50 }, (_, at) => at);
    const found = shuffled(values, seededRandom(3));
    expect(found).not.toEqual(values);
    expect([...found].sort((a, b) => a - b)).toEqual(values);
  });
});

describe('the paired bootstrap', () => {
  const repeated = (value: number, count: number) => Array.from({ length: count }, () => value);

  it('gives the observed difference, and even odds when nothing differs', () => {
    const same = pairedBootstrap([{ ours: [1, 0, 1], theirs: [1, 0, 1] }], { resamples: 100 });
    expect(same).toMatchObject({ difference: 0, low: 0, high: 0, below: 0.5, significance: 'even' });
  });

  it('knows the standard error of a difference of shares', () => {
    // 40 of 400 differ one way and 20 the other: the mean is .05, its standard error sqrt((60/400 - .05^2) / 400) = .0192.
    const ours = [...repeated(1, 40), ...repeated(0, 20), ...repeated(1, 340)];
    const theirs = [...repeated(0, 40), ...repeated(1, 20), ...repeated(1, 340)];
    const found = pairedBootstrap([{ ours, theirs }]);
    expect(found.difference).toBeCloseTo(0.05, 10);
    expect(found.low).toBeCloseTo(0.05 - 1.96 * 0.0192, 2);
    expect(found.high).toBeCloseTo(0.05 + 1.96 * 0.0192, 2);
    expect(found.significance).toBe('above');
    expect(pairedBootstrap([{ ours: theirs, theirs: ours }]).significance).toBe('below');
  });

  it('calls a difference that chance explains even', () => {
    const ours = [...repeated(1, 6), ...repeated(0, 4), ...repeated(1, 90)];
    const theirs = [...repeated(0, 6), ...repeated(1, 4), ...repeated(1, 90)];
    expect(pairedBootstrap([{ ours, theirs }]).significance).toBe('even');
  });

  it('weighs sets equally, whatever their size, and takes booleans', () => {
    const small = { ours: [true], theirs: [false] };
    const large = { ours: repeated(0, 99), theirs: repeated(0, 99) };
    const { difference, low, high } = pairedBootstrap([small, large], { resamples: 10 });
    expect([difference, low, high]).toEqual([0.5, 0.5, 0.5]);
  });

  it('is the same for the same seed', () => {
    const pair = { ours: [1, 0, 1, 1], theirs: [0, 1, 1, 0] };
    expect(pairedBootstrap([pair], { seed: 4 })).toEqual(pairedBootstrap([pair], { seed: 4 }));
  });

  it('refuses pairs that do not match', () => {
    expect(() => pairedBootstrap([{ ours: [1], theirs: [1, 0] }])).toThrow('as many of ours');
  });
});
