/**
 * How likely the documents answer a question, from raw scores only: the best of nonsense also fuses to 1.
 * A logistic model of one feature; calibration in full comes with the reader.
 */
import type { Hit } from '../model.js';
import type { Evidence } from './evidence.js';

/**
 * Coefficients of the logistic model, fitted on the development questions of squad2, clapnq, multihop_rag and seeds, with
 * those of xquad, nq_gold and quotesum at a quarter of their weight; and the thresholds that policy reads. The share of
 * the question's terms that were found was tried as a feature: it raised no set's AUC, and is left out.
 */
export const CONFIDENCE = {
  bias: -3.36,
  /** Of the largest cosine between the question and a sentence. */
  sentence: 7.18,
  /** Of the share of the question's terms in the best sentences, where the embedder does not know the language. */
  coverage: 7,
  /** Below this an answer is refused. Higher refuses more of what is not stated, and more of what is. */
  threshold: 0.36,
  /** Largest cosine below which nothing is near at all. */
  near: 0.2,
} as const;

/** 0 to 1. In a language the embedder does not know, only shared terms count. */
export function confidenceOf(evidence: readonly Evidence[], languageKnown: boolean): number {
  if (evidence.length === 0) return 0;
  const sentence = Math.max(...evidence.map(({ semantic }) => semantic));
  const coverage = Math.max(...evidence.slice(0, 5).map(({ lexical }) => lexical));
  const signal = languageKnown ? CONFIDENCE.sentence * sentence : CONFIDENCE.coverage * coverage;
  return 1 / (1 + Math.exp(-(CONFIDENCE.bias + signal)));
}

/** Whether anything that was found is about the question at all. */
export function isNear(hits: readonly Hit[], evidence: readonly Evidence[]): boolean {
  const cosine = Math.max(0, ...hits.map(({ semantic }) => semantic));
  const coverage = Math.max(0, ...evidence.map(({ lexical }) => lexical));
  return cosine >= CONFIDENCE.near || coverage >= 0.5;
}
