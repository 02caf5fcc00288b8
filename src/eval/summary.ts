/**
 * From what was observed, question by question, to the numbers of a set. Pure: which questions a measure is over, and
 * what counts as a miss, is decided here and nowhere else.
 */
import type { JudgedQuestion } from './judgements.js';
import {
  areaUnderCurve,
  calibrationError,
  countWords,
  hitAt,
  type Judged,
  mean,
  ndcgAt,
  percentile,
  type ReliabilityBin,
  reliability,
  share,
  showsEvidence,
  wordF1,
} from './measures.js';

/** What happened to one question. */
export interface Observation {
  readonly question: JudgedQuestion;
  /** Ids of documents, best first, each once. */
  readonly ranking: readonly string[];
  /** Whether an answer was shown. */
  readonly answered: boolean;
  /** The quotes shown, best first; empty after a refusal. */
  readonly quotes: readonly string[];
  /** The quotes that would have been shown had refusing been forbidden. */
  readonly unrefusedQuotes: readonly string[];
  /** The words marked in the first of those, if any are. */
  readonly highlight?: string;
  /** Whether sources were shown to disagree. */
  readonly disagreed: boolean;
  readonly confidence: number;
  /** Of the question as asked ordinarily. */
  readonly totalMs: number;
}

/** The numbers of a set. Shares are 0 to 1; one that nothing can be said about is left out. */
export interface Summary {
  readonly questions: number;
  /** Over questions with relevant documents: one of them is among the first 1, 4, 10 documents. */
  readonly hits1?: number;
  readonly hits4?: number;
  readonly hits10?: number;
  readonly ndcg10?: number;
  /** Over answerable questions with evidence: among the first 1, 3 quotes shown; a refusal is a miss. */
  readonly evidence1?: number;
  readonly evidence3?: number;
  /** The same, had nothing been refused. */
  readonly evidence1Unrefused?: number;
  readonly evidence3Unrefused?: number;
  /** Over answerable questions with short answers: F1 of the words marked in the first quote, had nothing been refused. */
  readonly highlightF1?: number;
  /** Of the questions answered, those shown with a disagreement. */
  readonly disagreed?: number;
  readonly wordsPerQuote?: number;
  readonly quotesPerAnswer?: number;
  /** Of answerable questions, those answered. */
  readonly answered?: number;
  /** Of unanswerable questions, those refused. */
  readonly refused?: number;
  /** Of `confidence`, as a judge of whether the question is answerable. */
  readonly auc?: number;
  readonly calibrationError?: number;
  /** How confidence and truth agree, in ten intervals; empty ones are left out. */
  readonly reliability?: readonly ReliabilityBin[];
  readonly p50Ms?: number;
  readonly p95Ms?: number;
}

/** Numbers are rounded to three decimals. */
export function summarised(observations: readonly Observation[]): Summary {
  const answerable = observations.filter(({ question }) => question.answerable);
  const unanswerable = observations.filter(({ question }) => !question.answerable);
  const shown = observations.filter((one) => one.answered);
  const judged = observations.map(
    ({ question, confidence }): Judged => ({ confidence, positive: question.answerable }),
  );
  const times = observations.map((one) => one.totalMs);
  const numbers = {
    ...retrievalOf(observations),
    ...evidenceOf(answerable),
    highlightF1: highlightOf(answerable),
    disagreed: share(shown.map((one) => one.disagreed)),
    wordsPerQuote: mean(shown.flatMap((one) => one.quotes.map(countWords))),
    quotesPerAnswer: mean(shown.map((one) => one.quotes.length)),
    answered: share(answerable.map((one) => one.answered)),
    refused: share(unanswerable.map((one) => !one.answered)),
    auc: areaUnderCurve(judged),
    calibrationError: calibrationError(judged),
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
  const told = answerable.length < judged.length && { reliability: reliability(judged).map(roundedBin) };
  return { questions: observations.length, ...rounded(numbers), ...told };
}

function retrievalOf(observations: readonly Observation[]) {
  const judged = observations
    .filter(({ question }) => question.relevant.length > 0)
    .map(({ question, ranking }) => ({ ranking, relevant: new Set(question.relevant) }));
  const hits = (k: number) => share(judged.map(({ ranking, relevant }) => hitAt(k, ranking, relevant)));
  const ndcg10 = mean(judged.map(({ ranking, relevant }) => ndcgAt(10, ranking, relevant)));
  return { hits1: hits(1), hits4: hits(4), hits10: hits(10), ndcg10 };
}

function evidenceOf(answerable: readonly Observation[]) {
  const judged = answerable.filter(({ question }) => question.evidence.length > 0);
  const among = (k: number, quotesOf: (one: Observation) => readonly string[]) =>
    share(
      judged.map((one) =>
        quotesOf(one)
          .slice(0, k)
          .some((quote) => showsEvidence(quote, one.question.evidence)),
      ),
    );
  return {
    evidence1: among(1, (one) => one.quotes),
    evidence3: among(3, (one) => one.quotes),
    evidence1Unrefused: among(1, (one) => one.unrefusedQuotes),
    evidence3Unrefused: among(3, (one) => one.unrefusedQuotes),
  };
}

function highlightOf(answerable: readonly Observation[]): number | undefined {
  const judged = answerable.filter(({ question }) => question.answers.length > 0);
  return mean(judged.map(({ highlight, question }) => wordF1(highlight ?? '', question.answers)));
}

function roundedBin({ count, meanConfidence, share: positive }: ReliabilityBin): ReliabilityBin {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return { count, meanConfidence: round(meanConfidence), share: round(positive) };
}

function rounded(numbers: Readonly<Record<string, number | undefined>>): Omit<Summary, 'questions' | 'reliability'> {
  const known = Object.entries(numbers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Math.round(value * 1000) / 1000] as const],
  );
  return Object.fromEntries(known);
}
