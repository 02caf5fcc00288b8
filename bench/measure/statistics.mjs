/**
 * Quantiles, seeded chance and the paired bootstrap, as pure functions. They stand alone so that every benchmark counts
 * alike, and each can be checked by a case worked by hand (test/bench/statistics.test.ts).
 */

/** The sum; 0 of nothing. */
export function sum(values) {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The mean; NaN of nothing. */
export function mean(values) {
  return sum(values) / values.length;
}

/**
 * The quantile at `part` (0 to 1) with linear interpolation between the two nearest values (type 7 of Hyndman and Fan,
 * 1996: what R and NumPy do by default). NaN of nothing.
 */
export function quantile(values, part) {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * part;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  return below + (above - below) * (at - Math.floor(at));
}

export function median(values) {
  return quantile(values, 0.5);
}

/** What a repeated measurement is reported as: the median and the whole range. */
export function spread(values) {
  return { median: median(values), least: quantile(values, 0), most: quantile(values, 1), repeats: values.length };
}

/** Uniform numbers in [0, 1) from a 32-bit seed: mulberry32 (Tommy Ettinger, 2017, public domain). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A copy in random order (Fisher and Yates). */
export function shuffled(values, random) {
  const copy = [...values];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other], copy[last]];
  }
  return copy;
}

/**
 * The paired bootstrap (Efron and Tibshirani, 1993, chapter 16; percentile intervals) of a mean of differences. `pairs`
 * are one or more sets, each `{ ours, theirs }` with numbers or booleans of the same questions in the same order; with
 * several, questions are drawn within each set, and the sets' differences averaged with equal weight.
 *
 * Gives the observed `difference` (ours less theirs), its 95% interval, and `below`: the share of resamples in which ours
 * is not above (ties count half). `significance` says `below`, `above` or `even`: whether the interval leaves out 0.
 */
export function pairedBootstrap(pairs, { resamples = 10_000, seed = 1 } = {}) {
  const sets = pairs.map(differencesOf);
  const random = seededRandom(seed);
  const drawn = Float64Array.from({ length: resamples }, () => mean(sets.map((set) => drawnMean(set, random))));
  const low = quantile(drawn, 0.025);
  const high = quantile(drawn, 0.975);
  const below = sum(drawn.map((difference) => (difference < 0 ? 1 : difference === 0 ? 0.5 : 0))) / resamples;
  const significance = high < 0 ? 'below' : low > 0 ? 'above' : 'even';
  return { difference: mean(sets.map(mean)), low, high, below, significance, resamples };
}

function differencesOf({ ours, theirs }) {
  if (ours.length === theirs.length && ours.length > 0) {
    return Float64Array.from(ours, (value, at) => Number(value) - Number(theirs[at]));
  }
  throw new RangeError(`Expected as many of ours as of theirs, and at least one, got ${ours.length}, ${theirs.length}`);
}

function drawnMean(differences, random) {
  let total = 0;
  for (let draw = 0; draw < differences.length; draw++) total += differences[Math.floor(random() * differences.length)];
  return total / differences.length;
}
