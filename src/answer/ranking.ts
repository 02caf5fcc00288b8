/**
 * How sentences are ordered: a linear model, small enough to print. Where a reader has read, its weights are those of
 * `coefficients.json`, fitted by `eval/fit.mjs`; they stand for log-odds between two sentences of one question.
 */
import coefficients from './coefficients.json' with { type: 'json' };
import { FEATURES, longness, type SentenceFeatures } from './features.js';

/** Where no reader has read: chosen on the development questions before there was one. */
export const UNREAD_RANKING = { semantic: 1, lexical: 0.8, passage: 0.8 } as const;

type Weights = Readonly<Record<(typeof FEATURES)[number], number>>;

const RANKING: { readonly weights: Weights; readonly whenLong: Weights } = coefficients.ranking;

/** The score of a sentence as evidence for this question. */
export function rankedBy(asked: {
  readonly question: string;
  readonly isRead: boolean;
}): (of: SentenceFeatures) => number {
  if (!asked.isRead) {
    const { semantic, lexical, passage } = UNREAD_RANKING;
    return (of) => semantic * of.semantic + lexical * of.lexical + passage * of.passage;
  }
  const long = longness(asked.question);
  const weights = FEATURES.map((name) => ({
    name,
    weight: RANKING.weights[name] + long * RANKING.whenLong[name],
  }));
  return (of) => weights.reduce((sum, { name, weight }) => sum + weight * of[name], 0);
}
