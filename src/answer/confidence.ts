/**
 * How likely the documents answer a question, from raw scores only: the best of nonsense also fuses to 1.
 * A logistic model of two features, fitted on the development questions; calibration in full comes with the reader.
 */
import type { Hit } from '../model.js';
import type { Evidence } from './evidence.js';

/** Coefficients of the logistic model, and the two thresholds that policy reads. */
export const CONFIDENCE = {
  bias: -3.2,
  /** Of the largest cosine between the question and a passage. */
  passage: 4.2,
  /** Of the largest cosine between the question and a sentence. */
  sentence: 2.2,
  /** Of the share of the question's terms in the best sentence. */
  coverage: 1.2,
  /** Of that share again, in place of the cosines, in a language the embedder does not know. */
  unknownLanguage: 4,
  /** Below this an answer is refused. */
  threshold: 0.35,
  /** Largest cosine below which nothing is near at all. */
  near: 0.3,
} as const;

/** 0 to 1. In a language the embedder does not know, only shared terms count. */
export function confidenceOf(hits: readonly Hit[], evidence: readonly Evidence[], languageKnown: boolean): number {
  if (hits.length === 0 || evidence.length === 0) return 0;
  const passage = Math.max(...hits.map(({ semantic }) => semantic));
  const sentence = Math.max(...evidence.map(({ semantic }) => semantic));
  const coverage = Math.max(...evidence.slice(0, 5).map(({ lexical }) => lexical));
  const { bias, ...weights } = CONFIDENCE;
  const semantic = weights.passage * passage + weights.sentence * sentence;
  const logit = bias + (languageKnown ? semantic : weights.unknownLanguage * coverage) + weights.coverage * coverage;
  return 1 / (1 + Math.exp(-logit));
}

/** Whether anything that was found is about the question at all. */
export function isNear(hits: readonly Hit[], evidence: readonly Evidence[]): boolean {
  const cosine = Math.max(0, ...hits.map(({ semantic }) => semantic));
  const coverage = Math.max(0, ...evidence.map(({ lexical }) => lexical));
  return cosine >= CONFIDENCE.near || coverage >= 0.5;
}
