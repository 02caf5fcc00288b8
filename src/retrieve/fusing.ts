/**
 * Fusing by value, as pure functions: which candidates are the best, and which of them need an exact cosine for it.
 *
 * BM25 and cosine, each divided by its maximum over the candidates, then averaged.
 */
import type { PassageId, Scored } from '../index/store.js';

/** A candidate with both raw scores. */
export interface Candidate {
  readonly passageId: PassageId;
  readonly lexical: number;
  readonly semantic: number;
}

export interface Fusion {
  /** Weight of BM25, 0 to 1. */
  readonly lexicalWeight: number;
  /** Of all candidates, those included that are left out since they cannot be among the best. */
  readonly highestLexical: number;
  readonly limit: number;
}

/** The `limit` best, best first; ties by the earlier passage, so that equal questions get equal answers. */
export function fuse(candidates: readonly Candidate[], fusion: Fusion): (Candidate & Scored)[] {
  const highestCosine = highestOf(candidates);
  const scores = new Float64Array(candidates.length);
  candidates.forEach((candidate, at) => {
    scores[at] = scoreOf(candidate, highestCosine, fusion);
  });
  // Numbers alone are sorted fastest, and only the few that are left by another rule.
  const threshold = scores.slice().sort()[scores.length - fusion.limit] ?? Number.NEGATIVE_INFINITY;
  const best: (Candidate & Scored)[] = [];
  candidates.forEach(({ passageId, lexical, semantic }, at) => {
    const score = scores[at] as number;
    if (score >= threshold) best.push({ passageId, lexical, semantic, score });
  });
  best.sort((left, right) => right.score - left.score || left.passageId - right.passageId);
  return best.slice(0, fusion.limit);
}

/**
 * Those of the rough candidates, whose cosines may be off by `error`, that must be known exactly: the others are not among
 * the best whatever their cosine is, and none has the highest.
 */
export function undecided(
  exact: readonly Candidate[],
  { rough, error }: { readonly rough: readonly Candidate[]; readonly error: number },
  fusion: Fusion,
): PassageId[] {
  // The highest cosine of all lies between these.
  const least = highestOf(exact);
  const most = Math.max(least, ...rough.map(({ semantic }) => semantic + error));
  const lowest = [
    ...exact.map((candidate) => scoreOf(candidate, most, fusion)),
    ...rough.map((candidate) => scoreOf({ ...candidate, semantic: candidate.semantic - error }, most, fusion)),
  ].sort((left, right) => right - left);
  const threshold = lowest[fusion.limit - 1] ?? Number.NEGATIVE_INFINITY;
  return rough
    .map((candidate) => ({ ...candidate, semantic: candidate.semantic + error }))
    .filter((highest) => highest.semantic >= least || scoreOf(highest, least, fusion) >= threshold)
    .map(({ passageId }) => passageId);
}

function highestOf(candidates: readonly Candidate[]): number {
  return candidates.reduce((highest, { semantic }) => Math.max(highest, semantic), Number.EPSILON);
}

function scoreOf(
  { lexical, semantic }: Candidate,
  highestCosine: number,
  { lexicalWeight, highestLexical }: Fusion,
): number {
  return (lexicalWeight * lexical) / highestLexical + ((1 - lexicalWeight) * Math.max(0, semantic)) / highestCosine;
}
