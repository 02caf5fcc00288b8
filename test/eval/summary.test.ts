import { expect, test } from 'vitest';
import { type Observation, summarised } from '../../src/eval/summary.js';

interface Case {
  readonly answerable: boolean;
  readonly relevant?: string[];
  readonly evidence?: string[];
  readonly answered?: boolean;
  readonly quotes?: string[];
  readonly unrefusedQuotes?: string[];
  readonly ranking?: string[];
  readonly confidence?: number;
  readonly totalMs?: number;
  readonly answers?: string[];
  readonly highlight?: string;
  readonly disagreed?: boolean;
}

function observed({ answerable, relevant = [], evidence = [], ...rest }: Case): Observation {
  const question = { id: 'q', question: 'who?', answerable, relevant, evidence, answers: rest.answers ?? [] };
  const quotes = rest.quotes ?? [];
  return {
    ...{ answered: true, ranking: [], confidence: 0.5, totalMs: 10, unrefusedQuotes: quotes, disagreed: false },
    ...rest,
    quotes,
    question,
  };
}

test('four questions worked by hand', () => {
  const summary = summarised([
    // Found first and shown first, among two quotes of 1 and 3 words.
    observed({
      answerable: true,
      relevant: ['a'],
      evidence: ['x'],
      ranking: ['a', 'b'],
      quotes: ['x', 'one two three'],
      confidence: 0.9,
      totalMs: 10,
    }),
    // Found second; the evidence is the second quote.
    observed({
      answerable: true,
      relevant: ['a'],
      evidence: ['x'],
      ranking: ['b', 'a'],
      quotes: ['one two', 'x'],
      confidence: 0.8,
      totalMs: 20,
    }),
    // Refused, wrongly: a miss as shown, a hit had nothing been refused.
    observed({
      answerable: true,
      relevant: ['a'],
      evidence: ['x'],
      ranking: ['b'],
      answered: false,
      unrefusedQuotes: ['x'],
      confidence: 0.2,
      totalMs: 30,
    }),
    // Refused, rightly. It has no relevant documents, so it counts in no measure of retrieval.
    observed({
      answerable: false,
      ranking: ['b'],
      answered: false,
      unrefusedQuotes: ['y'],
      confidence: 0.3,
      totalMs: 40,
    }),
  ]);
  const { reliability: _, ...numbers } = summary;
  expect(numbers).toEqual({
    disagreed: 0,
    questions: 4,
    hits1: 0.333,
    hits4: 0.667,
    hits10: 0.667,
    ndcg10: 0.544, // (1 + 1/log2(3) + 0) / 3
    evidence1: 0.333,
    evidence3: 0.667,
    evidence1Unrefused: 0.667,
    evidence3Unrefused: 1,
    wordsPerQuote: 1.75, // 1, 3, 2, 1
    quotesPerAnswer: 2,
    answered: 0.667,
    refused: 1,
    auc: 0.667, // .9 and .8 above .3, .2 below
    calibrationError: 0.35, // bins of one: .1 + .2 + .8 + .3 = 1.4, over 4
    p50Ms: 30,
    p95Ms: 40,
  });
});

test('the third quote counts at 3, the fourth does not', () => {
  const quotes = (at: number) => Array.from({ length: 5 }, (_, index) => (index === at ? 'x' : 'one two'));
  const at = (place: number) =>
    summarised([observed({ answerable: true, evidence: ['x'], quotes: quotes(place) })]).evidence3;
  expect([at(2), at(3)]).toEqual([1, 0]);
});

test('what nothing can be said about is left out', () => {
  expect(summarised([])).toEqual({ questions: 0 });
  const summary = summarised([observed({ answerable: true, answered: false, confidence: 1 })]);
  for (const name of ['hits1', 'evidence1', 'wordsPerQuote', 'refused', 'auc'])
    expect(summary).not.toHaveProperty(name);
  expect(summary).toMatchObject({ answered: 0, calibrationError: 0 });
});

test('marked words are compared with the best of the short answers; none marked is none right', () => {
  const one = (highlight?: string) =>
    observed({
      answerable: true,
      answers: ['the Judge Oduya', 'Oduya'],
      ...(highlight !== undefined && { highlight }),
    });
  expect(summarised([one('Oduya'), one('Judge Oduya, of Lagos'), one('nobody'), one()]).highlightF1).toBe(
    Math.round(((1 + 2 * (2 / 6) * 1 + 0 + 0) / 4) * 1000) / 1000,
  );
});

test('disagreements are counted among what was answered', () => {
  const all = [observed({ answerable: true, disagreed: true }), observed({ answerable: true })];
  expect(summarised(all).disagreed).toBe(0.5);
});

test('where there is something to refuse, it is told how confidence and truth agree', () => {
  const told = summarised([
    observed({ answerable: true, confidence: 0.91 }),
    observed({ answerable: false, answered: false, confidence: 0.11 }),
  ]);
  expect(told.reliability).toEqual([
    { count: 1, meanConfidence: 0.11, share: 0 },
    { count: 1, meanConfidence: 0.91, share: 1 },
  ]);
  expect(summarised([observed({ answerable: true })])).not.toHaveProperty('reliability');
});
