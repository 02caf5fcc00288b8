/**
 * The sentences of what retrieval brought, scored as evidence for a question. Which of them are shown is decided
 * elsewhere; a reader model will join these features here.
 */
import type { DocumentInfo, Hit, Span } from '../model.js';
import { terms } from '../text/terms.js';

/** Weights of the features, chosen on the development questions; see `bench/` and README for what they give. */
export const EVIDENCE = {
  /** Cosine between question and sentence, from the passage's own forward pass. */
  semantic: 1,
  /** Share of the question's terms in the sentence, each counted by its rarity. */
  lexical: 0.8,
  /** A term that stands in the document's title only counts this much of one that stands in the sentence. */
  title: 0.5,
  /** Fused score of the passage. */
  passage: 0.8,
} as const;

/** One sentence that may answer. */
export interface Evidence {
  readonly documentId: string;
  readonly version: string;
  readonly span: Span;
  readonly text: string;
  /** Higher is better; comparable within one question. */
  readonly score: number;
  /** Raw cosine with the question, -1 to 1. */
  readonly semantic: number;
  /** Share of the question's terms, weighted by rarity, 0 to 1. */
  readonly lexical: number;
  /** Unit vector, for telling repeats; absent when the embedder gives none. */
  readonly vector?: Float32Array;
}

export interface EvidenceQuery {
  /** Unit vector of the question. */
  readonly vector: Float32Array;
  /** Rarity of each of the question's terms. */
  readonly idf: ReadonlyMap<string, number>;
}

/** Every sentence of the hits, best first; ties in the order of the hits. */
export function gather(hits: readonly Hit[], query: EvidenceQuery): Evidence[] {
  const total = [...query.idf.values()].reduce((sum, idf) => sum + idf, 0);
  const evidence = hits.flatMap((hit) =>
    hit.passage.sentences.map((span, index) => {
      const vector = hit.sentenceVectors[index];
      const text = hit.passage.text.slice(span.start - hit.passage.span.start, span.end - hit.passage.span.start);
      const semantic = vector === undefined ? hit.semantic : dot(vector, query.vector);
      const lexical = total === 0 ? 0 : sharedTerms(text, hit.document, query.idf) / total;
      const score = EVIDENCE.semantic * semantic + EVIDENCE.lexical * lexical + EVIDENCE.passage * hit.score;
      const { documentId, version } = hit.passage;
      const base = { documentId, version, span, text, score, semantic, lexical };
      return vector === undefined ? base : { ...base, vector };
    }),
  );
  return evidence.sort((left, right) => right.score - left.score);
}

/** Rarity of the question's terms that stand in a text, summed; those in the title alone at a discount. */
function sharedTerms(text: string, { title, language }: DocumentInfo, idf: ReadonlyMap<string, number>): number {
  const own = new Set(terms(text, language));
  const titled = title === undefined ? [] : terms(title, language);
  let shared = 0;
  for (const term of own) shared += idf.get(term) ?? 0;
  for (const term of new Set(titled)) if (!own.has(term)) shared += EVIDENCE.title * (idf.get(term) ?? 0);
  return shared;
}

export function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] as number) * (right[at] ?? 0);
  return sum;
}
