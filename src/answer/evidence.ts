/**
 * The sentences of what retrieval brought, measured and ranked as evidence for a question. Which of them are shown is decided
 * elsewhere.
 */
import type { DocumentInfo, Hit, Passage, Span } from '../model.js';
import { fold } from '../text/fold.js';
import { terms } from '../text/terms.js';
import { BM25_UNIT, isFragment, READ, type SentenceFeatures } from './features.js';
import { kindOf, statesKind } from './kind.js';
import { rankedBy } from './ranking.js';
import type { MarkedSentence } from './reader.js';

/** A term that stands in the document's title only counts this much of one that stands in the sentence. */
const TITLE_TERM = 0.5;

/** One sentence that may answer. */
export interface Evidence {
  readonly documentId: string;
  readonly version: string;
  readonly span: Span;
  readonly text: string;
  /** Higher is better; comparable within one question. With a reader, log-odds between two sentences. */
  readonly score: number;
  /** Raw cosine with the question, -1 to 1. */
  readonly semantic: number;
  /** Share of the question's terms, weighted by rarity, 0 to 1. */
  readonly lexical: number;
  readonly features: SentenceFeatures;
  readonly passage: Passage;
  /** Place among the passage's sentences, from 0. */
  readonly at: number;
  /** The words that answer, as the reader marks them, in document offsets. */
  readonly words?: Span;
  /** Unit vector, for telling repeats; absent when the embedder gives none. */
  readonly vector?: Float32Array;
}

export interface EvidenceQuery {
  /** Unit vector of the question. */
  readonly vector: Float32Array;
  /** Rarity of each of the question's terms. */
  readonly idf: ReadonlyMap<string, number>;
  readonly question?: string;
  /** What a reader marked, by passage; absent when none has read. */
  readonly marks?: Marks;
}

/** One entry a sentence of the passage, in order. */
export type Marks = ReadonlyMap<Passage, readonly (MarkedSentence | undefined)[]>;

/** Every sentence of the hits, best first; ties in the order of the hits. */
export function gather(hits: readonly Hit[], query: EvidenceQuery): Evidence[] {
  const measured = hits.flatMap((hit) => sentencesOf(hit, query));
  const score = rankedBy({ question: query.question ?? '', isRead: (query.marks?.size ?? 0) > 0 });
  return measured
    .map((evidence) => ({ ...evidence, score: score(evidence.features) }))
    .sort((left, right) => right.score - left.score);
}

function sentencesOf(hit: Hit, query: EvidenceQuery): Omit<Evidence, 'score'>[] {
  const { passage, document, sentenceVectors } = hit;
  const total = [...query.idf.values()].reduce((sum, idf) => sum + idf, 0);
  const publisher = namesPublisher(query.question, document) ? 1 : 0;
  const kind = kindOf(query.question ?? '');
  const marked = query.marks?.get(passage);
  return passage.sentences.map((span, at) => {
    const vector = sentenceVectors[at];
    const text = passage.text.slice(span.start - passage.span.start, span.end - passage.span.start);
    const semantic = vector === undefined ? hit.semantic : dot(vector, query.vector);
    const lexical = total === 0 ? 0 : sharedTerms(text, document, query.idf) / total;
    const mark = marked?.[at];
    const features = {
      read: marked === undefined ? READ.unknown : Math.max(READ.lowest, mark?.score ?? READ.lowest),
      passage: hit.score,
      semantic,
      lexical,
      passageSemantic: hit.semantic,
      bm25: hit.lexical / BM25_UNIT,
      opens: at === 0 ? 1 : 0,
      publisher,
      kindMissing: statesKind(kind, text) ? 0 : 1,
      fragment: isFragment(text) ? 1 : 0,
    };
    const { documentId, version } = passage;
    return {
      ...{ documentId, version, span, text, semantic, lexical, features, passage, at },
      ...(mark === undefined ? {} : { words: shifted(mark.words, passage.span.start) }),
      ...(vector === undefined ? {} : { vector }),
    };
  });
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** Whether a question says "according to ..." of this document's publisher, in any form. */
function namesPublisher(question: string | undefined, { publisher }: DocumentInfo): boolean {
  const name = publisher === undefined ? '' : fold(publisher).folded.trim();
  return name.length > 2 && question !== undefined && ` ${fold(question).folded} `.includes(name);
}

/** Rarity of the question's terms that stand in a text, summed; those in the title alone at a discount. */
function sharedTerms(text: string, { title, language }: DocumentInfo, idf: ReadonlyMap<string, number>): number {
  const own = new Set(terms(text, language));
  const titled = title === undefined ? [] : terms(title, language);
  let shared = 0;
  for (const term of own) shared += idf.get(term) ?? 0;
  for (const term of new Set(titled)) if (!own.has(term)) shared += TITLE_TERM * (idf.get(term) ?? 0);
  return shared;
}

export function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] as number) * (right[at] ?? 0);
  return sum;
}
