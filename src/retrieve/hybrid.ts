/**
 * Lexical and semantic search fused into one ranking. It stands alone because every surface, the evaluation and the
 * LangChain retriever must rank alike, whatever the store.
 *
 * Scores are fused by value: BM25 and cosine, each divided by its maximum over the candidates, then averaged. In a lab
 * that beat reciprocal rank fusion on four question sets of four. Fused scores order the hits of one query and mean
 * nothing beyond it; evidence is judged by the raw ones.
 */
import type { LexicalResult, PassageId, Scored, Snapshot } from '../index/store.js';
import type { Hit } from '../model.js';
import { terms } from '../text/terms.js';

export const FUSION = {
  /** Candidates taken from each side. More finds little and costs reading. */
  candidates: 100,
  /** Weight of BM25 where the embedder knows the language, 0 to 1. */
  lexicalWeight: 0.5,
  /** Where it does not: its cosines still order a little. */
  lexicalWeightElsewhere: 0.85,
} as const;

export interface HybridQuery {
  readonly query: string;
  /** Unit vector of the query. */
  readonly vector: Float32Array;
  /** Most hits wanted. */
  readonly limit: number;
  /** Primary tags of the languages the embedder knows; empty means any. */
  readonly embedderLanguages: readonly string[];
}

/** What a query brought. */
export interface Retrieval {
  /** Ranks from 1. */
  readonly hits: readonly Hit[];
  /** The query's terms, each with how much it tells the visible passages apart. */
  readonly idf: ReadonlyMap<string, number>;
}

/** The best passages for a query among those visible. */
export async function retrieve(snapshot: Snapshot, options: HybridQuery): Promise<Retrieval> {
  const candidates = Math.max(FUSION.candidates, options.limit);
  const lexical = await snapshot.lexical(queryTerms(options.query, snapshot.languages), candidates);
  const nearest = await snapshot.nearest(options.vector, candidates);
  const cosines = await allCosines(snapshot, options.vector, { lexical, nearest });
  const weight = lexicalWeight(options, snapshot.languages);
  const best = fuse(cosines, lexical, weight).slice(0, options.limit);
  const stored = await snapshot.passages(best.map(({ passageId }) => passageId));
  const scores = new Map(best.map((candidate) => [candidate.passageId, candidate]));
  const hits = stored.map(({ passageId, passage, document, sentenceVectors }, index) => ({
    passage,
    document,
    rank: index + 1,
    score: scores.get(passageId)?.score ?? 0,
    lexical: lexical.scoreOf(passageId),
    semantic: cosines.get(passageId) ?? 0,
    sentenceVectors,
  }));
  return { hits, idf: lexical.idf };
}

/** The terms of a query under every language that the visible documents are analysed in, each once. */
export function queryTerms(query: string, languages: readonly string[]): string[] {
  return [...new Set((languages.length === 0 ? ['en'] : languages).flatMap((language) => terms(query, language)))];
}

async function allCosines(
  snapshot: Snapshot,
  vector: Float32Array,
  found: { readonly lexical: LexicalResult; readonly nearest: readonly Scored[] },
): Promise<Map<PassageId, number>> {
  const cosines = new Map(found.nearest.map(({ passageId, score }) => [passageId, score]));
  const missing = found.lexical.top.map(({ passageId }) => passageId).filter((id) => !cosines.has(id));
  const values = await snapshot.cosines(vector, missing);
  for (const [index, id] of missing.entries()) cosines.set(id, values[index] ?? 0);
  return cosines;
}

/** Best first; ties by the earlier passage, so that equal questions get equal answers. */
function fuse(cosines: ReadonlyMap<PassageId, number>, lexical: LexicalResult, lexicalWeight: number): Scored[] {
  const ids = [...cosines.keys()];
  const highestLexical = Math.max(...ids.map((id) => lexical.scoreOf(id)), Number.EPSILON);
  const highestCosine = Math.max(...cosines.values(), Number.EPSILON);
  return ids
    .map((passageId) => ({
      passageId,
      score:
        (lexicalWeight * lexical.scoreOf(passageId)) / highestLexical +
        ((1 - lexicalWeight) * Math.max(0, cosines.get(passageId) ?? 0)) / highestCosine,
    }))
    .sort((left, right) => right.score - left.score || left.passageId - right.passageId);
}

/** Latin letters may be of any language that the documents have; another script is never English. */
function lexicalWeight({ query, embedderLanguages }: HybridQuery, languages: readonly string[]): number {
  if (embedderLanguages.length === 0) return FUSION.lexicalWeight;
  const foreignScript = !/\p{Script=Latin}/u.test(query) && /\p{L}/u.test(query);
  const known = languages.length === 0 || languages.some((language) => embedderLanguages.includes(language));
  return known && !(foreignScript && embedderLanguages.every((language) => language === 'en'))
    ? FUSION.lexicalWeight
    : FUSION.lexicalWeightElsewhere;
}
