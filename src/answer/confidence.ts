/**
 * How likely the documents answer a question, from raw scores only: the best of nonsense also fuses to 1.
 *
 * Two gates, both of which must be passed: something near was found, and what was found states the answer. Each is a logistic
 * model, and the confidence is their product. The coefficients are those of
 * `coefficients.json`, fitted by `eval/fit.mjs`.
 */
import type { Document, Hit } from '../model.js';
import coefficients from './coefficients.json' with { type: 'json' };
import type { Evidence } from './evidence.js';
import { longness } from './features.js';
import { presumed } from './presumed.js';

/** How much is risked for an answer: `strict` refuses soonest, `eager` last. */
export type Caution = 'strict' | 'balanced' | 'eager';

export const CAUTIONS = ['strict', 'balanced', 'eager'] as const satisfies readonly Caution[];

export const CONFIDENCE = {
  /** Largest cosine below which nothing is near at all. */
  near: 0.2,
} as const;

/** Where no reader has read. Fitted on the development questions before there was one. */
export const UNREAD_CONFIDENCE = {
  bias: -3.36,
  /** Of the largest cosine between the question and a sentence. */
  sentence: 7.18,
  /** Of the share of the question's terms in the best sentences, where the embedder does not know the language. */
  coverage: 7,
  /** Below these an answer is refused. */
  thresholds: { strict: 0.5, balanced: 0.36, eager: 0.2 },
} as const;

/** What says that something near was found. */
export interface Nearness {
  /** Largest cosine between the question and a sentence. */
  readonly sentence: number;
  /** Largest cosine between the question and a passage. */
  readonly passage: number;
  /** Largest share of the question's terms in one sentence. */
  readonly terms: number;
  readonly long: number;
}

/** What says that the best sentence states the answer. */
export interface Statedness {
  /** The reader's score of the sentence, as `lookAgain` gives it. */
  readonly read: number;
  readonly readLong: number;
  readonly long: number;
  readonly semantic: number;
  readonly lexical: number;
  /** Natural logarithm of 1 + the number of words marked as the answer. */
  readonly words: number;
  /** The reader's best score in the sentence's passage. */
  readonly passageRead: number;
  /** Mean of the reader's three best scores. */
  readonly bestReads: number;
  /** See `presumed`; not asked of long questions, which name more than one document. */
  readonly nameMissing: number;
  readonly negationMissing: number;
  readonly otherNamed: number;
  /** As of the sentence, and not asked of long questions. */
  readonly kindMissing: number;
}

/** In the order in which they are fitted. */
export const CONFIDENCE_FEATURES = {
  near: ['sentence', 'passage', 'terms', 'long'],
  stated: [
    'read',
    'readLong',
    'long',
    'semantic',
    'lexical',
    'words',
    'passageRead',
    'bestReads',
    'nameMissing',
    'negationMissing',
    'otherNamed',
    'kindMissing',
  ],
} as const satisfies { readonly near: readonly (keyof Nearness)[]; readonly stated: readonly (keyof Statedness)[] };

export interface QuestionFeatures {
  readonly near: Nearness;
  readonly stated: Statedness;
}

export interface Confidence {
  /** 0 to 1. */
  readonly value: number;
  readonly isEnough: boolean;
  /** Whether what was found is about the question at all. */
  readonly isNear: boolean;
}

interface Gate<Name extends string> {
  readonly bias: number;
  readonly weights: Readonly<Record<Name, number>>;
}

const { near: NEAR_GATE, stated: STATED_GATE }: { near: Gate<keyof Nearness>; stated: Gate<keyof Statedness> } =
  coefficients.confidence;
const THRESHOLDS: Readonly<Record<Caution, number>> = coefficients.thresholds;

/**
 * From here on the nearest sentence is about the question, whether or not it answers: what a refusal says. The gate itself is
 * stricter, since it only has to be right together with the other one.
 */
const ABOUT = { sentence: 0.25, terms: 0.5 } as const;

/** Where a reader has read. */
export function readConfidence({ near, stated }: QuestionFeatures, caution: Caution): Confidence {
  const nearness = passes(NEAR_GATE, near);
  const value = nearness * passes(STATED_GATE, stated);
  const isNear = near.sentence >= ABOUT.sentence || near.terms >= ABOUT.terms;
  return { value, isEnough: value >= THRESHOLDS[caution], isNear };
}

function passes<Name extends string>({ bias, weights }: Gate<Name>, features: Readonly<Record<Name, number>>): number {
  let sum = bias;
  for (const name of Object.keys(weights) as Name[]) sum += weights[name] * features[name];
  return 1 / (1 + Math.exp(-sum));
}

/** `best` is the sentence of `document` that would be shown first, `read` what the reader says of it when it looks again. */
export function questionFeatures(
  question: string,
  evidence: readonly Evidence[],
  { best, read, document }: { readonly best: Evidence; readonly read: number; readonly document: Document },
): QuestionFeatures {
  const long = longness(question);
  const { name, negation, other } = presumed(question, document, best.span);
  const reads = evidence.map(({ features }) => features.read).sort((left, right) => right - left);
  const top = reads.slice(0, 3);
  const sharing = evidence.filter(({ passage }) => passage === best.passage).map(({ features }) => features.read);
  const marked = best.words === undefined ? '' : textOf(best);
  return {
    near: {
      sentence: largest(evidence.map(({ semantic }) => semantic)),
      passage: largest(evidence.map(({ features }) => features.passageSemantic)),
      terms: largest(evidence.map(({ lexical }) => lexical)),
      long,
    },
    stated: {
      ...{ read, readLong: read * long, long, semantic: best.semantic, lexical: best.lexical },
      words: Math.log(1 + marked.split(/\s+/u).filter((word) => word !== '').length),
      passageRead: largest(sharing),
      nameMissing: (1 - long) * name,
      negationMissing: (1 - long) * negation,
      otherNamed: (1 - long) * other,
      kindMissing: (1 - long) * best.features.kindMissing,
      bestReads: top.reduce((sum, score) => sum + score, 0) / Math.max(1, top.length),
    },
  };
}

/** The words that answer, as they stand in the sentence. */
function textOf({ text, span, words }: Evidence): string {
  return words === undefined ? '' : text.slice(words.start - span.start, words.end - span.start);
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** Where no reader has read. In a language the embedder does not know, only shared terms count. */
export function unreadConfidence(
  hits: readonly Hit[],
  evidence: readonly Evidence[],
  { languageKnown, caution }: { readonly languageKnown: boolean; readonly caution: Caution },
): Confidence {
  const isNear = isAbout(hits, evidence);
  if (evidence.length === 0) return { value: 0, isEnough: false, isNear };
  const sentence = largest(evidence.map(({ semantic }) => semantic));
  const coverage = largest(evidence.slice(0, 5).map(({ lexical }) => lexical));
  const { bias, thresholds, ...weights } = UNREAD_CONFIDENCE;
  const signal = languageKnown ? weights.sentence * sentence : weights.coverage * coverage;
  const value = 1 / (1 + Math.exp(-(bias + signal)));
  return { value, isEnough: value >= thresholds[caution], isNear };
}

/** Whether anything that was found is about the question at all. */
function isAbout(hits: readonly Hit[], evidence: readonly Evidence[]): boolean {
  const cosine = Math.max(0, ...hits.map(({ semantic }) => semantic));
  const coverage = Math.max(0, ...evidence.map(({ lexical }) => lexical));
  return cosine >= CONFIDENCE.near || coverage >= 0.5;
}
