/**
 * The measures of retrieval, of evidence and of confidence, as pure functions. They stand alone so that each can be
 * checked by a case worked by hand; what is measured is decided in `summary`.
 */

/** Whether any of the first `k` is relevant. */
export function hitAt(k: number, ranking: readonly string[], relevant: ReadonlySet<string>): boolean {
  return ranking.slice(0, k).some((id) => relevant.has(id));
}

/**
 * Normalised discounted cumulative gain of the first `k` with binary relevance, 0 to 1: gain 1/log2(rank + 1), divided
 * by that of an ideal ranking (Järvelin and Kekäläinen, 2002). 0 when nothing is relevant.
 */
export function ndcgAt(k: number, ranking: readonly string[], relevant: ReadonlySet<string>): number {
  const discount = (at: number): number => 1 / Math.log2(at + 2);
  const gained = sum(ranking.slice(0, k).map((id, at) => (relevant.has(id) ? discount(at) : 0)));
  const ideal = sum(Array.from({ length: Math.min(k, relevant.size) }, (_, at) => discount(at)));
  return ideal === 0 ? 0 : gained / ideal;
}

/** The form in which quotes and evidence are compared: lower case, NFKC, straight quotes, single spaces. */
export function comparable(text: string): string {
  const straight = text.toLowerCase().normalize('NFKC').replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
  return straight.replace(/\s+/g, ' ').trim();
}

/** Words between spaces of the comparable form. A text in a language without spaces is few words. */
export function countWords(text: string): number {
  return comparable(text).split(' ').length;
}

/** Whether a quote contains a sentence of the evidence, or is contained in one and has at least half its words. */
export function showsEvidence(quote: string, evidence: readonly string[]): boolean {
  const shown = comparable(quote);
  return evidence.some((sentence) => {
    const wanted = comparable(sentence);
    return shown.includes(wanted) || (wanted.includes(shown) && countWords(shown) * 2 >= countWords(wanted));
  });
}

/** Words of a short answer as SQuAD compares them: lower case, without punctuation and articles. */
function answerWords(text: string): string[] {
  const bare = comparable(text).replace(/[^\p{L}\p{N}\s]/gu, '');
  return bare.split(' ').filter((word) => word !== '' && !['a', 'an', 'the'].includes(word));
}

/**
 * How well some words match the best of several short answers, 0 to 1: the F1 of their words, each counted as often as it
 * stands there (Rajpurkar et al., 2016).
 */
export function wordF1(words: string, answers: readonly string[]): number {
  return Math.max(0, ...answers.map((answer) => overlapF1(answerWords(words), answerWords(answer))));
}

function overlapF1(found: readonly string[], wanted: readonly string[]): number {
  const left = [...wanted];
  let shared = 0;
  for (const word of found) {
    const at = left.indexOf(word);
    if (at < 0) continue;
    left.splice(at, 1);
    shared += 1;
  }
  return shared === 0 ? 0 : (2 * shared) / (found.length + wanted.length);
}

/** A confidence, and whether what it was confident of is so. */
export interface Judged {
  /** 0 to 1. */
  readonly confidence: number;
  readonly positive: boolean;
}

/**
 * Area under the ROC curve: how likely a positive has more confidence than a negative, ties counting half (the
 * Mann-Whitney statistic). Undefined when either kind is missing.
 */
export function areaUnderCurve(judged: readonly Judged[]): number | undefined {
  const sorted = [...judged].sort((a, b) => a.confidence - b.confidence);
  const positives = judged.filter((one) => one.positive).length;
  const negatives = judged.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  let rankSum = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.confidence === sorted[from]?.confidence) to += 1;
    // Equal confidences share the mean of their ranks, from 1.
    const rank = (from + 1 + to) / 2;
    rankSum += rank * sorted.slice(from, to).filter((one) => one.positive).length;
    from = to;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** One interval of confidence. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanConfidence: number;
  /** Share that is positive. */
  readonly share: number;
}

/** How confidence and truth agree, in `bins` equal intervals of confidence; empty ones are left out. */
export function reliability(judged: readonly Judged[], bins = 10): readonly ReliabilityBin[] {
  const binOf = ({ confidence }: Judged): number => Math.min(bins - 1, Math.max(0, Math.floor(confidence * bins)));
  return Array.from({ length: bins }, (_, bin) => judged.filter((one) => binOf(one) === bin))
    .filter((inBin) => inBin.length > 0)
    .map((inBin) => ({
      count: inBin.length,
      meanConfidence: sum(inBin.map((one) => one.confidence)) / inBin.length,
      share: inBin.filter((one) => one.positive).length / inBin.length,
    }));
}

/** Expected calibration error, 0 (best) to 1: the mean distance of confidence from truth over `reliability`'s bins. */
export function calibrationError(judged: readonly Judged[], bins = 10): number | undefined {
  if (judged.length === 0) return undefined;
  const distances = reliability(judged, bins).map((bin) => bin.count * Math.abs(bin.meanConfidence - bin.share));
  return sum(distances) / judged.length;
}

/** The mean; undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : sum(values) / values.length;
}

/** The share of `true`; undefined of nothing. */
export function share(values: readonly boolean[]): number | undefined {
  return mean(values.map(Number));
}

/** The value that stands at `part` (0 to below 1) of the sorted values: .5 the median, .95. Undefined of nothing. */
export function percentile(values: readonly number[], part: number): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * part)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
