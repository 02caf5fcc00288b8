/** Outcomes of questions, kept as bits, and whether they fell by more than chance. */

/** `count:base64` of one bit a question. */
export function packed(values) {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (const [at, value] of values.entries()) if (value) bytes[at >> 3] |= 1 << (at & 7);
  return `${values.length}:${Buffer.from(bytes).toString('base64')}`;
}

/** The values again; undefined when they are of another number of questions, and so not comparable. */
export function unpacked(text, expected) {
  const [count, encoded] = text.split(':');
  if (Number(count) !== expected) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  return Array.from({ length: expected }, (_, at) => (bytes[at >> 3] >> (at & 7)) & 1);
}

/**
 * Paired bootstrap over questions (Efron and Tibshirani 1993): the 95 % interval of the change of the mean. It fell when the
 * whole interval lies below zero. The resampling is the same in every run.
 */
export function fellBy(before, after, { rounds = 2000, seed = 1 } = {}) {
  const changes = after.map((value, at) => value - before[at]);
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const means = Array.from({ length: rounds }, () => {
    let sum = 0;
    for (let at = 0; at < changes.length; at++) sum += changes[Math.floor(random() * changes.length)];
    return sum / changes.length;
  }).sort((left, right) => left - right);
  const [low, high] = [means[Math.floor(rounds * 0.025)], means[Math.floor(rounds * 0.975)]];
  return { low, high, fell: high < 0 };
}
