/**
 * The sentences that carry a document or a topic. Without a topic, salience is LexRank biased to the centre and the opening;
 * with one, it is relevance to it. Repetition is kept out by maximal marginal relevance. Every line is a citation.
 */
import type { Citation } from '../model.js';
import { fold } from '../text/fold.js';
import { centrality } from './centrality.js';
import { cite, nearCopy } from './citations.js';
import { type Documents, keyOf } from './documents.js';
import { dot } from './evidence.js';
import { locate } from './quotes.js';
import { relevance, type Topic } from './relevance.js';
import { substance } from './substance.js';
import { type Candidate, chooseStretches, type Stretch } from './summary-choice.js';
import { isStatement, type SummarySentence } from './summary-sentence.js';

export const SUMMARY = {
  /**
   * Weight of novelty against salience, 0 to 1. On a topic inside one document good sentences are alike; several documents
   * tell the same in other words.
   */
  novelty: { documents: 0.3, topicInOne: 0.1 },
  /** Sentences chosen from at most; of more, the nearest to the centre or the topic. */
  sentences: 400,
  /** On a topic, sentences below this share of the best one's relevance are left out, however much room there is. */
  floor: 0.3,
  /** How much more the opening of a document counts than its end, without a topic. */
  opening: 0.5,
  /** Weight of what a sentence tells against its rank, 0 to 1, without a topic: LexRank alone likes small talk. */
  substance: 0.2,
} as const;

export interface SummaryRequest {
  /** Whole passages, since a sentence is also worth what stands around it. */
  readonly sentences: readonly SummarySentence[];
  readonly documents: Documents;
  /** Most citations, from 1. Default: as many as there are words for. */
  readonly length?: number;
  /** Most words of all citations together. Default: no limit. */
  readonly words?: number;
  readonly topic?: Topic;
}

/**
 * Citations in an order that reads, with labels by that order: from several documents first what matters most, then by date
 * of publication, document and place; from one by place.
 */
export function summarize({ sentences, documents, length, words, topic }: SummaryRequest): Citation[] {
  const candidates = topic === undefined ? central(sentences, documents) : relevant(sentences, topic, documents);
  const stretches = chooseStretches(candidates, documents, {
    quotes: length ?? Number.POSITIVE_INFINITY,
    words: words ?? Number.POSITIVE_INFINITY,
    novelty: topic !== undefined && documents.size === 1 ? SUMMARY.novelty.topicInOne : SUMMARY.novelty.documents,
  });
  return inReadingOrder(stretches).flatMap(({ document, span }, index) => {
    const quote = locate(document, span);
    if (quote === undefined) return [];
    const alsoIn = documentsThatSay(quote.exact, sentences, documents).filter(
      ({ documentId }) => documentId !== document.id,
    );
    return [cite({ label: index + 1, document, quote, alsoIn })];
  });
}

function central(sentences: readonly SummarySentence[], documents: Documents): Candidate[] {
  const statements = sentences.filter(isStatement);
  const centre = centroid(statements);
  const nearest = [...statements]
    .sort((left, right) => dot(right.vector, centre) - dot(left.vector, centre))
    .slice(0, SUMMARY.sentences);
  const bias = nearest.map(
    ({ vector, position }) => Math.max(0.01, dot(vector, centre)) * (1 + SUMMARY.opening * (1 - position)),
  );
  const ranks = centrality(
    nearest.map(({ vector }) => vector),
    bias,
  );
  const highest = Math.max(...ranks, Number.EPSILON);
  const told = substance(nearest, documents);
  return nearest.map((sentence, at) => ({
    sentence,
    salience: (1 - SUMMARY.substance) * ((ranks[at] ?? 0) / highest) + SUMMARY.substance * (told[at] ?? 0),
  }));
}

function relevant(sentences: readonly SummarySentence[], topic: Topic, documents: Documents): Candidate[] {
  const worth = relevance(sentences, topic, documents);
  const statements = sentences
    .map((sentence, at) => ({ sentence, salience: worth[at] ?? 0 }))
    .filter(({ sentence }) => isStatement(sentence))
    .sort((left, right) => right.salience - left.salience)
    .slice(0, SUMMARY.sentences);
  const highest = Math.max(statements[0]?.salience ?? 0, Number.EPSILON);
  return statements
    .map(({ sentence, salience }) => ({ sentence, salience: salience / highest }))
    .filter(({ salience }) => salience >= SUMMARY.floor);
}

function centroid(sentences: readonly SummarySentence[]): Float32Array {
  const sum = new Float32Array(sentences[0]?.vector.length ?? 0);
  for (const { vector } of sentences)
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0);
  const norm = Math.sqrt(dot(sum, sum)) || 1;
  return sum.map((value) => value / norm);
}

function inReadingOrder(stretches: readonly Stretch[]): Stretch[] {
  const date = ({ document }: Stretch): string => document.publishedAt ?? '9999';
  const ordered = [...stretches].sort(
    (left, right) =>
      date(left).localeCompare(date(right)) ||
      left.document.id.localeCompare(right.document.id) ||
      left.span.start - right.span.start,
  );
  const [first] = ordered;
  if (first === undefined || ordered.every(({ document }) => document === first.document)) return ordered;
  const lead = ordered.reduce((best, stretch) => (stretch.salience > best.salience ? stretch : best));
  return [lead, ...ordered.filter((stretch) => stretch !== lead)];
}

/** Documents with a sentence to the same effect as the quote, once case, accents and spaces are set aside. */
function documentsThatSay(quote: string, sentences: readonly SummarySentence[], documents: Documents) {
  const said = fold(quote).folded;
  const same = sentences.filter(
    (sentence) => sentence.text.length <= quote.length + 8 && fold(sentence.text).folded === said,
  );
  const found = new Map(same.map((sentence) => [sentence.documentId, documents.get(keyOf(sentence))]));
  return [...found.values()].flatMap((document) => (document === undefined ? [] : [nearCopy(document)]));
}
