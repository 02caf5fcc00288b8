/**
 * The policy of an answer: is there enough evidence, by which method, or an honest no. It is handed hits, texts and
 * vectors, and fetches nothing.
 */
import type {
  Abstention,
  AbstentionReason,
  Answer,
  Citation,
  Disagreement,
  Hit,
  NearestPassage,
  Reply,
} from '../model.js';
import { contains } from '../text/spans.js';
import { nearest } from './citations.js';
import { type Caution, type Confidence, questionFeatures, readConfidence, unreadConfidence } from './confidence.js';
import { type Position, positionsOf } from './conflicts.js';
import { type Documents, keyOf } from './documents.js';
import { type Evidence, type EvidenceQuery, gather } from './evidence.js';
import { chooseQuotes, isStatement, worthy } from './extractive.js';
import { lookAgain, markPassages } from './marks.js';
import { locate } from './quotes.js';
import type { Reader } from './reader.js';

export interface AnswerRequest extends Omit<EvidenceQuery, 'marks'> {
  readonly question: string;
  readonly hits: readonly Hit[];
  /** Every document that a hit stands in. */
  readonly documents: Documents;
  /** Whether the embedder knows the language; without that, cosines say little. */
  readonly languageKnown: boolean;
  /** Passages that this reader may see; 0 means that nothing is indexed for them. */
  readonly visiblePassages: number;
  /** Default `balanced`. */
  readonly caution?: Caution;
  readonly neverRefuse?: boolean;
  /** Without one, retrieval alone decides. */
  readonly reader?: Reader;
}

/** A reply without what its caller adds: the question's id and the time it took. */
export type Decision =
  | Omit<Answer, 'id' | 'question' | 'timingsMs'>
  | Omit<Abstention, 'id' | 'question' | 'timingsMs'>;

/** Passages shown with an abstention. */
const NEAREST = 3;

/** Rejects with `provider` when the reader fails. */
export async function decide(request: AnswerRequest): Promise<Decision> {
  const { question, hits, documents } = request;
  const marks = await marksOf(request);
  const evidence = gather(hits, { ...request, ...(marks && { marks }) });
  const confidence = await judged(request, evidence, marks !== undefined);
  const refusal = reasonToRefuse(request, confidence);
  const positions = refusal === undefined ? positionsOf(question, worthy(evidence, documents), documents) : [];
  const required = positions.flatMap(({ evidence: [first] }) => (first === undefined ? [] : [first]));
  const citations = refusal === undefined ? chooseQuotes(question, evidence, documents, required) : [];
  if (citations.length === 0) {
    return abstention(request, { reason: refusal ?? 'nothing-near', confidence: confidence.value, evidence });
  }
  return {
    outcome: 'answer',
    method: 'extractive',
    confidence: confidence.value,
    statements: citations.map(({ label, quote }) => ({ text: quote.exact, citations: [label] })),
    citations,
    disagreements: disagreementsOf(question, positions, citations),
    nearest: [],
  };
}

/** Newest first; those without a date last. A side without a quote to show is left out. */
function disagreementsOf(
  question: string,
  positions: readonly Position[],
  citations: readonly Citation[],
): readonly Disagreement[] {
  const shown = positions.flatMap(({ claim, evidence }) => {
    const own = citations.filter(({ quote }) =>
      evidence.some(
        (one) => one.documentId === quote.documentId && one.version === quote.version && contains(quote, one.span),
      ),
    );
    const published = own.map(({ publishedAt }) => publishedAt ?? '').sort();
    return own.length === 0 ? [] : [{ claim, citations: own.map(({ label }) => label), date: published.at(-1) ?? '' }];
  });
  if (shown.length < 2) return [];
  const ordered = [...shown].sort((left, right) => right.date.localeCompare(left.date));
  return [{ about: question, positions: ordered.map(({ date: _, ...position }) => position) }];
}

/** Emoji or punctuation alone are near nothing, whatever their vector says. */
function isWordless({ idf }: AnswerRequest): boolean {
  return idf.size === 0;
}

/** Undefined when no reader knows the language of what was found, or of the question as far as its letters tell. */
async function marksOf(request: AnswerRequest) {
  const { reader, question, hits } = request;
  if (reader === undefined || isWordless(request) || !/\p{Script=Latin}/u.test(question)) return undefined;
  const marks = await markPassages(reader, question, hits);
  return marks.size > 0 ? marks : undefined;
}

async function judged(request: AnswerRequest, evidence: readonly Evidence[], isRead: boolean): Promise<Confidence> {
  const { reader, question, hits, documents, languageKnown, caution = 'balanced' } = request;
  if (isWordless(request)) return { value: 0, isEnough: false, isNear: false };
  const [best] = worthy(evidence, documents);
  const document = best === undefined ? undefined : documents.get(keyOf(best));
  if (!isRead || reader === undefined || best === undefined || document === undefined) {
    return unreadConfidence(hits, evidence, { languageKnown, caution });
  }
  const read = await lookAgain(reader, question, best, document.title);
  return readConfidence(questionFeatures(question, evidence, { best, read, document }), caution);
}

function reasonToRefuse(request: AnswerRequest, { isEnough, isNear }: Confidence): AbstentionReason | undefined {
  if (request.visiblePassages === 0) return 'nothing-indexed';
  if (request.neverRefuse === true || isEnough) return undefined;
  return isNear ? 'not-stated' : 'nothing-near';
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
  rest: Pick<Reply, 'question' | 'timingsMs' | 'interpretedAs' | 'searchedFor'> & { readonly id?: string },
): Reply {
  return {
    ...(rest.id === undefined ? {} : { id: rest.id }),
    question: rest.question,
    ...(rest.interpretedAs === undefined ? {} : { interpretedAs: rest.interpretedAs }),
    ...(rest.searchedFor === undefined ? {} : { searchedFor: rest.searchedFor }),
    ...decision,
    timingsMs: rest.timingsMs,
  };
}
