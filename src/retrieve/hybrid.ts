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
import { type Candidate, type Fusion, fuse, fuseAll, undecided } from './fusing.js';

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
  const { best, idf } = await ranked(snapshot, options);
  const stored = await snapshot.passages(best.map(({ passageId }) => passageId));
  const scores = new Map(best.map((candidate) => [candidate.passageId, candidate]));
  const hits = stored.map((found, index) => ({
    passage: found.passage,
    document: found.document,
    rank: index + 1,
    score: scores.get(found.passageId)?.score ?? 0,
    lexical: scores.get(found.passageId)?.lexical ?? 0,
    semantic: scores.get(found.passageId)?.semantic ?? 0,
    get sentenceVectors() {
      return found.sentenceVectors;
    },
  }));
  return { hits, idf };
}

/** The best by both scores: of everything, or of what is best by either. */
async function ranked(
  snapshot: Snapshot,
  options: HybridQuery,
): Promise<{ readonly best: readonly (Candidate & Scored)[]; readonly idf: ReadonlyMap<string, number> }> {
  const { vector, limit } = options;
  const terms = queryTerms(options.query, snapshot.languages);
  const weight = lexicalWeight(options, snapshot.languages);
  const all = await snapshot.scoreAll(terms, vector);
  if (all !== undefined) return { best: fuseAll(all, { lexicalWeight: weight, limit }), idf: all.idf };
  const candidates = Math.max(FUSION.candidates, limit);
  const lexical = await snapshot.lexical(terms, candidates);
  const nearest = await snapshot.nearest(vector, candidates);
  const highestLexical = Math.max(Number.EPSILON, lexical.top[0]?.score ?? 0);
  const fusion = { lexicalWeight: weight, highestLexical, limit };
  const found = await scoredBoth(snapshot, { vector, lexical, nearest, candidates }, fusion);
  return { best: fuse(found, fusion), idf: lexical.idf };
}

/** The terms of a query under every language that the visible documents are analysed in, each once. */
export function queryTerms(query: string, languages: readonly string[]): string[] {
  const [only = 'en', ...others] = languages;
  const found = new Set(terms(query, only));
  for (const language of others) for (const term of terms(query, language)) found.add(term);
  return [...found];
}

/** What either side found, scored by both; without those that the other score cannot bring among the best. */
async function scoredBoth(
  snapshot: Snapshot,
  found: {
    readonly vector: Float32Array;
    readonly lexical: LexicalResult;
    readonly nearest: readonly Scored[];
    readonly candidates: number;
  },
  fusion: Fusion,
): Promise<Candidate[]> {
  const { vector, lexical, nearest, candidates } = found;
  const lexicalOf = new Map(lexical.top.map(({ passageId, score }) => [passageId, score]));
  // With fewer than asked for, every passage that shares a term is among them.
  const isWhole = lexical.top.length < candidates;
  const others = (id: PassageId): number => (isWhole ? 0 : lexical.scoreOf(id));
  const both = nearest.map(({ passageId, score }) => {
    const known = lexicalOf.get(passageId);
    lexicalOf.delete(passageId);
    return { passageId, lexical: known ?? others(passageId), semantic: score };
  });
  const scored = (ids: readonly PassageId[], cosines: readonly number[]): Candidate[] =>
    ids.map((passageId, at) => ({ passageId, lexical: lexicalOf.get(passageId) ?? 0, semantic: cosines[at] ?? 0 }));
  const missing = [...lexicalOf.keys()];
  const { cosines, error } = await snapshot.roughCosines(vector, missing);
  const rough = scored(missing, cosines);
  if (error === 0) return [...both, ...rough];
  const wanted = undecided(both, { rough, error }, fusion);
  return [...both, ...scored(wanted, await snapshot.cosines(vector, wanted))];
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
