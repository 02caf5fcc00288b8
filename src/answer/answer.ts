/**
 * The policy of an answer: is there enough evidence, by which method, or an honest no. It is handed hits, texts and
 * vectors, and fetches nothing.
 */
import type { Abstention, AbstentionReason, Answer, Hit, NearestPassage, Reply } from '../model.js';
import { contains } from '../text/spans.js';
import { nearest } from './citations.js';
import { CONFIDENCE, confidenceOf, isNear } from './confidence.js';
import { type Documents, keyOf } from './documents.js';
import { type Evidence, type EvidenceQuery, gather } from './evidence.js';
import { chooseQuotes, isStatement } from './extractive.js';
import { locate } from './quotes.js';

export interface AnswerRequest extends EvidenceQuery {
  readonly question: string;
  readonly hits: readonly Hit[];
  /** Every document that a hit stands in. */
  readonly documents: Documents;
  /** Whether the embedder knows the language; without that, cosines say little. */
  readonly languageKnown: boolean;
  /** Passages that this reader may see; 0 means that nothing is indexed for them. */
  readonly visiblePassages: number;
  readonly neverRefuse?: boolean;
}

/** A reply without what its caller adds: the question's id and the time it took. */
export type Decision =
  | Omit<Answer, 'id' | 'question' | 'timingsMs'>
  | Omit<Abstention, 'id' | 'question' | 'timingsMs'>;

/** Passages shown with an abstention. */
const NEAREST = 3;

export function decide(request: AnswerRequest): Decision {
  const evidence = gather(request.hits, request);
  // Emoji or punctuation alone are near nothing, whatever their vector says.
  const wordless = request.idf.size === 0;
  const confidence = wordless ? 0 : confidenceOf(evidence, request.languageKnown);
  const refusal = reasonToRefuse(request, confidence, !wordless && isNear(request.hits, evidence));
  const citations = refusal === undefined ? chooseQuotes(request.question, evidence, request.documents) : [];
  if (citations.length === 0) return abstention(request, { reason: refusal ?? 'nothing-near', confidence, evidence });
  return {
    outcome: 'answer',
    method: 'extractive',
    confidence,
    statements: citations.map(({ label, quote }) => ({ text: quote.exact, citations: [label] })),
    citations,
    disagreements: [],
    nearest: [],
  };
}

function reasonToRefuse(request: AnswerRequest, confidence: number, near: boolean): AbstentionReason | undefined {
  if (request.visiblePassages === 0) return 'nothing-indexed';
  if (request.neverRefuse === true || confidence >= CONFIDENCE.threshold) return undefined;
  return near ? 'not-stated' : 'nothing-near';
}

interface Refusal {
  readonly reason: AbstentionReason;
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

function abstention(request: AnswerRequest, { reason, confidence, evidence }: Refusal): Decision {
  return {
    outcome: 'abstention',
    reason,
    confidence,
    statements: [],
    citations: [],
    disagreements: [],
    nearest: reason === 'nothing-indexed' ? [] : nearestPassages(request.hits, evidence, request.documents),
  };
}

/** Of each of the best passages, the sentence that comes closest: what a person would look at first. */
export function nearestPassages(
  hits: readonly Hit[],
  evidence: readonly Evidence[],
  documents: Documents,
): NearestPassage[] {
  return hits.slice(0, NEAREST).flatMap(({ passage, score }) => {
    const document = documents.get(keyOf(passage));
    const closest = evidence.find(
      (candidate) =>
        keyOf(candidate) === keyOf(passage) &&
        contains(passage.span, candidate.span) &&
        isStatement(candidate, documents),
    );
    const quote = document === undefined ? undefined : locate(document, closest?.span ?? passage.span);
    return document === undefined || quote === undefined ? [] : [nearest(document, quote, score)];
  });
}

/** A decision as the reply that callers see. */
export function reply(
  decision: Decision,
  rest: Pick<Reply, 'question' | 'timingsMs'> & { readonly id?: string },
): Reply {
  return {
    ...(rest.id === undefined ? {} : { id: rest.id }),
    question: rest.question,
    ...decision,
    timingsMs: rest.timingsMs,
  };
}
