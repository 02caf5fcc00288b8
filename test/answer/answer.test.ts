import { describe, expect, it } from 'vitest';
import { type AnswerRequest, decide } from '../../src/answer/answer.js';
import { keyOf } from '../../src/answer/documents.js';
import type { Document, Hit } from '../../src/model.js';
import { sentences } from '../../src/text/sentences.js';
import { terms } from '../../src/text/terms.js';
import { fakeReader } from './fake-reader.js';

const TEXTS = [
  'The delegations met again on Tuesday in Port Elden. Norway mediated the talks, two officials said. They ate fish.',
  'A ferry crosses the strait twice a day. The harbour board bought a crane.',
];

interface Setting {
  readonly language?: string;
  /** Cosine of every sentence and passage with the question. */
  readonly cosine?: number;
  readonly scores?: Readonly<Record<string, number>>;
  readonly rest?: Partial<AnswerRequest>;
}

function ask(question: string, { language = 'en', cosine = 0.7, scores, rest = {} }: Setting = {}) {
  const vector = Float32Array.of(1, 0);
  const near = Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2));
  const documents = TEXTS.map((text, at): Document => {
    const names = { id: `d${at}`, version: `v${at}`, collections: ['default'], source: `d${at}`, language };
    return { ...names, text, outline: { headings: [], pageStarts: [] } };
  });
  const hits = documents.map(({ text, ...document }, at): Hit => {
    const span = { start: 0, end: text.length };
    const passage = {
      documentId: document.id,
      version: document.version,
      ordinal: 0,
      span,
      text,
      sentences: sentences(text),
    };
    const sentenceVectors = passage.sentences.map(() => near);
    return { passage, document, rank: at + 1, score: 1 - at / 2, lexical: 9, semantic: cosine, sentenceVectors };
  });
  const byKey = new Map(documents.map((one) => [keyOf({ documentId: one.id, version: one.version }), one]));
  const reader = scores === undefined ? {} : { reader: fakeReader(scores) };
  const idf = new Map(terms(question, language).map((term) => [term, 2]));
  const found = { question, hits, documents: byKey, vector, idf, languageKnown: true, visiblePassages: hits.length };
  return decide({ ...found, ...reader, ...rest });
}

describe('with a reader', () => {
  it('shows the sentence that answers first, its answering words marked', async () => {
    const decision = await ask('Who mediated the talks?', { scores: { Norway: 6 } });
    const [first] = decision.citations;
    expect(first?.quote.exact).toBe('Norway mediated the talks, two officials said.');
    expect(first?.highlight).toEqual({
      start: TEXTS[0]?.indexOf('Norway'),
      end: (TEXTS[0]?.indexOf('Norway') ?? 0) + 6,
    });
  });

  it('says that something near does not state it, and that nothing is near, apart', async () => {
    const near = await ask('Who mediated the talks?', { scores: {}, cosine: 0.6 });
    expect(near).toMatchObject({ outcome: 'abstention', reason: 'not-stated' });
    expect(near.nearest.length).toBeGreaterThan(0);
    const far = await ask('How do magnets work?', { scores: {}, cosine: 0.05 });
    expect(far).toMatchObject({ outcome: 'abstention', reason: 'nothing-near' });
  });

  it('is the less sure the more cautious it must be, and as sure of it', async () => {
    const of = async (caution: 'strict' | 'balanced' | 'eager', score: number) =>
      ask('Who mediated the talks?', { scores: { Norway: score }, cosine: 0.55, rest: { caution } });
    for (let score = -12; score <= 8; score++) {
      const [strict, balanced, eager] = await Promise.all([
        of('strict', score),
        of('balanced', score),
        of('eager', score),
      ]);
      if (strict.outcome === 'answer') expect(balanced.outcome).toBe('answer');
      if (balanced.outcome === 'answer') expect(eager.outcome).toBe('answer');
      expect(new Set([strict, balanced, eager].map(({ confidence }) => confidence)).size).toBe(1);
    }
  });

  it('is surer the higher the reader scores', async () => {
    const [low, high] = [
      await ask('Who mediated the talks?', { scores: { Norway: -8 } }),
      await ask('Who mediated the talks?', { scores: { Norway: 6 } }),
    ];
    expect(high.confidence).toBeGreaterThan(low.confidence);
  });

  it('is less sure of a question that negates what the evidence says', async () => {
    const scores = { Norway: 6 };
    const plain = await ask('Who mediated the talks?', { scores });
    const negated = await ask('Who did not mediate the talks?', { scores });
    expect(negated.confidence).toBeLessThan(plain.confidence / 2);
  });
});

describe('without a reader that can read', () => {
  it.each([
    ['there is none', {}],
    ['it does not know the language', { scores: { Norway: 9 }, language: 'de' }],
  ] as const)('retrieval alone answers: %s', async (_, setting) => {
    const decision = await ask('Who mediated the talks?', setting);
    expect(decision.outcome).toBe('answer');
    expect(decision.citations[0]?.quote.exact).toContain('mediated');
  });
});

describe('whatever the reader', () => {
  it('a question without a word is near nothing', async () => {
    const rest = { idf: new Map<string, number>() };
    expect(await ask('?!', { scores: { Norway: 9 }, rest })).toMatchObject({ reason: 'nothing-near', confidence: 0 });
  });

  it('where nothing may be seen, nothing is indexed, and nothing is shown as near', async () => {
    const rest = { visiblePassages: 0, hits: [] };
    expect(await ask('Who?', { scores: {}, rest })).toMatchObject({ reason: 'nothing-indexed', nearest: [] });
  });

  it('an evaluation that forbids refusing gets an answer, and the same honest confidence', async () => {
    const refused = await ask('How do magnets work?', { scores: {}, cosine: 0.05 });
    const forced = await ask('How do magnets work?', { scores: {}, cosine: 0.05, rest: { neverRefuse: true } });
    expect(forced.outcome).toBe('answer');
    expect(forced.confidence).toBe(refused.confidence);
  });
});
