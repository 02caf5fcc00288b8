/**
 * The sentences that carry a document or a topic. Salience is biased LexRank over sentence vectors (Otterbacher, Erkan and
 * Radev 2005; LexRank: Erkan and Radev 2004), repetition is kept out by maximal marginal relevance (Carbonell and Goldstein
 * 1998). Every line is a citation.
 */
import type { Citation, Document, Span } from '../model.js';
import { contains, wordCount } from '../text/spans.js';
import { cite } from './citations.js';
import { type Documents, keyOf } from './documents.js';
import { dot } from './evidence.js';
import { leansBack, sentenceBefore } from './lead-in.js';
import { locate } from './quotes.js';

export const SUMMARY = {
  /** Similarity below which two sentences are not linked. */
  link: 0.2,
  /** Share of rank that flows along links; the rest comes from the bias. */
  damping: 0.85,
  iterations: 30,
  /** Weight of salience against novelty, 0 to 1. */
  salience: 0.7,
  /** Sentences ranked at most; of longer texts the most central ones. */
  sentences: 400,
  fewestWords: 6,
  mostWords: 70,
} as const;

/** A sentence that may carry the summary. */
export interface SummarySentence {
  readonly documentId: string;
  readonly version: string;
  readonly span: Span;
  readonly text: string;
  readonly vector: Float32Array;
  /** Where it stands in its document, 0 (first) to 1 (last). */
  readonly position: number;
}

export interface SummaryRequest {
  readonly sentences: readonly SummarySentence[];
  readonly documents: Documents;
  /** Most citations, from 1. */
  readonly length: number;
  /** Unit vector of the topic; without it, the sentences' own centre and the opening of the document lead. */
  readonly topic?: Float32Array;
}

/** Citations in an order that reads: by date of publication, then document, then place. Labels follow that order. */
export function summarize(request: SummaryRequest): Citation[] {
  const usable = request.sentences.filter(({ text }) => isUsable(text));
  const centre = request.topic ?? centroid(usable);
  const central = [...usable]
    .sort((left, right) => dot(right.vector, centre) - dot(left.vector, centre))
    .slice(0, SUMMARY.sentences);
  const bias = central.map(({ vector, position }) => {
    const relevance = Math.max(0.01, dot(vector, centre));
    return request.topic === undefined ? relevance * (1 + 0.5 * (1 - position)) : relevance ** 3;
  });
  const picked = pick(central, rank(central, bias), request.length);
  return inReadingOrder(picked, request.documents).flatMap((sentence, index) => {
    const document = request.documents.get(keyOf(sentence));
    const span = document === undefined ? undefined : readable(document, sentence);
    const quote = document === undefined || span === undefined ? undefined : locate(document, span);
    return document === undefined || quote === undefined ? [] : [cite({ label: index + 1, document, quote })];
  });
}

/** A whole statement: no question, heading, or item of a list. */
const FULL_STOP = /[.!…。！؟।]["'”’»)\]]*$/u;

function isUsable(text: string): boolean {
  const words = wordCount(text);
  return words >= SUMMARY.fewestWords && words <= SUMMARY.mostWords && FULL_STOP.test(text.trimEnd());
}

function centroid(sentences: readonly SummarySentence[]): Float32Array {
  const sum = new Float32Array(sentences[0]?.vector.length ?? 0);
  for (const { vector } of sentences)
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0);
  const norm = Math.sqrt(dot(sum, sum)) || 1;
  return sum.map((value) => value / norm);
}

/** Power iteration over the similarity graph, restarted by the bias. Sums to 1. */
function rank(sentences: readonly SummarySentence[], bias: readonly number[]): number[] {
  const total = bias.reduce((sum, value) => sum + value, 0) || 1;
  const restart = bias.map((value) => value / total);
  const links = sentences.map(({ vector }, row) =>
    sentences.map((other, column) => {
      const similarity = row === column ? 0 : dot(vector, other.vector);
      return similarity >= SUMMARY.link ? similarity : 0;
    }),
  );
  const degrees = links.map((row) => row.reduce((sum, value) => sum + value, 0) || 1);
  let ranks = restart;
  for (let round = 0; round < SUMMARY.iterations; round++) {
    ranks = restart.map((base, row) => {
      const inflow = (links[row] ?? []).reduce(
        (sum, link, at) => sum + ((ranks[at] ?? 0) * link) / (degrees[at] ?? 1),
        0,
      );
      return (1 - SUMMARY.damping) * base + SUMMARY.damping * inflow;
    });
  }
  return ranks;
}

function pick(sentences: readonly SummarySentence[], ranks: readonly number[], length: number): SummarySentence[] {
  const highest = Math.max(...ranks, Number.EPSILON);
  const open = sentences.map((sentence, index) => ({ sentence, salience: (ranks[index] ?? 0) / highest }));
  const picked: SummarySentence[] = [];
  while (picked.length < length && open.length > 0) {
    const value = ({ sentence, salience }: (typeof open)[number]): number => {
      const repeat = Math.max(0, ...picked.map(({ vector }) => dot(vector, sentence.vector)));
      return SUMMARY.salience * salience - (1 - SUMMARY.salience) * repeat;
    };
    const best = open.reduce((left, right) => (value(right) > value(left) ? right : left));
    open.splice(open.indexOf(best), 1);
    picked.push(best.sentence);
  }
  return picked;
}

function inReadingOrder(picked: readonly SummarySentence[], documents: Documents): SummarySentence[] {
  const date = (sentence: SummarySentence): string => documents.get(keyOf(sentence))?.publishedAt ?? '9999';
  return [...picked].sort(
    (left, right) =>
      date(left).localeCompare(date(right)) ||
      left.documentId.localeCompare(right.documentId) ||
      left.span.start - right.span.start,
  );
}

function readable(document: Document, { span, text }: SummarySentence): Span {
  const before = leansBack(text, document.language) ? sentenceBefore(document, span) : undefined;
  if (before === undefined || contains(span, before)) return span;
  const joined = { start: before.start, end: span.end };
  return wordCount(document.text.slice(joined.start, joined.end)) <= SUMMARY.mostWords ? joined : span;
}
