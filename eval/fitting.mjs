/**
 * The two small models of an answer, fitted: a linear ranking of sentences (softmax over the sentences of one question,
 * ListNet's top-one likelihood, Cao et al. 2007) and two logistic gates multiplied. It stands alone because it is arithmetic,
 * tested without documents.
 */

/** Adam (Kingma and Ba 2015) over all examples at once: deterministic, and good enough for twenty weights. */
export function minimise(gradientAt, size, { steps = 600, rate = 0.05, start } = {}) {
  const weights = start === undefined ? new Float64Array(size) : Float64Array.from(start);
  const [first, second] = [new Float64Array(size), new Float64Array(size)];
  for (let step = 1; step <= steps; step++) {
    const gradient = gradientAt(weights);
    // The rate falls to zero, so that the last steps settle.
    const current = rate * (1 - (step - 1) / steps);
    for (let at = 0; at < size; at++) {
      first[at] = 0.9 * first[at] + 0.1 * gradient[at];
      second[at] = 0.999 * second[at] + 0.001 * gradient[at] ** 2;
      const [mean, variance] = [first[at] / (1 - 0.9 ** step), second[at] / (1 - 0.999 ** step)];
      weights[at] -= (current * mean) / (Math.sqrt(variance) + 1e-8);
    }
  }
  return weights;
}

/** Mean and standard deviation of each column, so that one penalty suits all. */
export function scaling(rows) {
  const width = rows[0].length;
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  for (const row of rows) for (let at = 0; at < width; at++) mean[at] += row[at] / rows.length;
  for (const row of rows) for (let at = 0; at < width; at++) deviation[at] += (row[at] - mean[at]) ** 2 / rows.length;
  for (let at = 0; at < width; at++) deviation[at] = Math.sqrt(deviation[at]) || 1;
  return { mean, deviation };
}

/**
 * Weights under which sentences that show the evidence outweigh the others. `questions`: `{ weight, sentences: [{ row, shows }] }`;
 * those without such a sentence teach nothing and are left out.
 */
export function fitRanking(questions, { penalty = 0.002 } = {}) {
  const teaching = questions.filter(({ sentences }) => sentences.some(({ shows }) => shows));
  const { mean, deviation } = scaling(teaching.flatMap(({ sentences }) => sentences.map(({ row }) => row)));
  const width = mean.length;
  const total = teaching.reduce((sum, { weight }) => sum + weight, 0);
  const scaled = teaching.map(({ weight, sentences }) => ({
    weight: weight / total,
    shows: sentences.map(({ shows }) => shows),
    rows: sentences.map(({ row }) => Float64Array.from(row, (value, at) => value / deviation[at])),
  }));
  const gradientAt = (weights) => {
    const gradient = Float64Array.from(weights, (value) => 2 * penalty * value);
    for (const { rows, shows, weight } of scaled) {
      const scores = rows.map((row) => row.reduce((sum, value, at) => sum + value * weights[at], 0));
      const highest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - highest));
      const all = powers.reduce((sum, power) => sum + power, 0);
      const right = powers.reduce((sum, power, at) => sum + (shows[at] ? power : 0), 0);
      for (const [at, row] of rows.entries()) {
        const share = weight * (powers[at] / all - (shows[at] ? powers[at] / Math.max(right, 1e-300) : 0));
        for (let column = 0; column < width; column++) gradient[column] += share * row[column];
      }
    }
    return gradient;
  };
  return Array.from(minimise(gradientAt, width), (value, at) => value / deviation[at]);
}

export const sigmoid = (value) => 1 / (1 + Math.exp(-value));

export function dotOf(weights, row) {
  return weights.reduce((sum, weight, at) => sum + weight * row[at], 0);
}

/** The product of two logistic models. `cases`: `{ weight, near: [], stated: [], positive }`. Biases come apart from weights. */
export function fitGates(cases, { penalty = 0.001 } = {}) {
  const near = scaling(cases.map((one) => one.near));
  const stated = scaling(cases.map((one) => one.stated));
  const [a, b] = [near.mean.length, stated.mean.length];
  const total = cases.reduce((sum, { weight }) => sum + weight, 0);
  const scale = (row, { mean, deviation }) => Float64Array.from(row, (value, at) => (value - mean[at]) / deviation[at]);
  const scaled = cases.map((one) => ({
    ...{ weight: one.weight / total, positive: one.positive },
    near: scale(one.near, near),
    stated: scale(one.stated, stated),
  }));
  const gradientAt = (weights) => {
    const gradient = Float64Array.from(weights, (value, at) =>
      at === a || at === a + b + 1 ? 0 : 2 * penalty * value,
    );
    for (const one of scaled) {
      const first = sigmoid(dotOf(one.near, weights) + weights[a]);
      const second = sigmoid(dotOf(one.stated, weights.subarray(a + 1)) + weights[a + b + 1]);
      const share = Math.min(1 - 1e-9, Math.max(1e-9, first * second));
      const slope = one.weight * (one.positive ? -1 / share : 1 / (1 - share)) * first * second;
      for (let at = 0; at < a; at++) gradient[at] += slope * (1 - first) * one.near[at];
      gradient[a] += slope * (1 - first);
      for (let at = 0; at < b; at++) gradient[a + 1 + at] += slope * (1 - second) * one.stated[at];
      gradient[a + b + 1] += slope * (1 - second);
    }
    return gradient;
  };
  const start = [...new Array(a).fill(1 / a), 2, ...new Array(b).fill(1 / b), 1];
  const weights = minimise(gradientAt, a + b + 2, { steps: 1500, start });
  return {
    near: unscaled(weights.subarray(0, a), weights[a], near),
    stated: unscaled(weights.subarray(a + 1, a + b + 1), weights[a + b + 1], stated),
  };
}

function unscaled(weights, bias, { mean, deviation }) {
  const raw = Array.from(weights, (weight, at) => weight / deviation[at]);
  return { weights: raw, bias: bias - dotOf(raw, mean) };
}

export function gatesValue({ near, stated }, one) {
  return sigmoid(dotOf(near.weights, one.near) + near.bias) * sigmoid(dotOf(stated.weights, one.stated) + stated.bias);
}

/** Which of `folds` parts an id belongs to: always the same. FNV-1a. */
export function foldOf(id, folds) {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  return hash % folds;
}
