/**
 * Fusing by value, as pure functions: which candidates are the best, and which of them need an exact cosine for it.
 *
 * BM25 and cosine, each divided by its maximum over the candidates, then averaged.
 */
import type { AllScores, PassageId, Scored } from '../index/store.js';

/** What another order of the same sums may change. */
const ROUNDING = 1e-9;

/** A candidate with both raw scores. */
export interface Candidate {
  readonly passageId: PassageId;
  readonly lexical: number;
  readonly semantic: number;
}

export interface Fusion {
  /** Weight of BM25: above 0, at most 1. */
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
  return best.sort(byScore).slice(0, fusion.limit);
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

/** The same of everything that is visible, with an exact cosine only for what may be among the best. */
export function fuseAll(
  all: AllScores,
  { lexicalWeight, limit }: Pick<Fusion, 'lexicalWeight' | 'limit'>,
): (Candidate & Scored)[] {
  const { ids, lexical, cosineAt } = all;
  const highestLexical = Math.max(Number.EPSILON, all.highestLexical);
  const highestCosine = Math.max(Number.EPSILON, highestCosineOf(all));
  const perLexical = lexicalWeight / highestLexical;
  const perCosine = (1 - lexicalWeight) / highestCosine;
  const fusion = { lexicalWeight, highestLexical, limit };
  const scored: (Candidate & Scored)[] = [];
  for (const at of contenders(all, { perLexical, perCosine, limit })) {
    const words = lexical[at] as number;
    if (words < 0) continue;
    const candidate = { passageId: ids[at] as number, lexical: words, semantic: cosineAt(at), score: 0 };
    candidate.score = scoreOf(candidate, highestCosine, fusion);
    scored.push(candidate);
  }
  return scored.sort(byScore).slice(0, limit);
}

function byScore(left: Scored, right: Scored): number {
  return right.score - left.score || left.passageId - right.passageId;
}

function highestCosineOf({ ids, cosines, highestCosine, error, cosineAt }: AllScores): number {
  const least = highestCosine - 2 * error;
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < ids.length; at++) {
    if ((cosines[at] as number) >= least) highest = Math.max(highest, cosineAt(at));
  }
  return highest;
}

/** Places of all that may be among the best: so near to the last of the roughly best that the error may part them. */
function contenders(
  { ids, lexical, cosines, error }: AllScores,
  { perLexical, perCosine, limit }: { readonly perLexical: number; readonly perCosine: number; readonly limit: number },
): number[] {
  // One multiplication and no condition for each passage, since this runs for all of them.
  const worth = perCosine / perLexical;
  const slack = 2 * worth * error + ROUNDING / perLexical;
  const kept = Math.min(limit, ids.length);
  // Ascending, of those seen so far.
  const best = new Array<number>(kept).fill(Number.NEGATIVE_INFINITY);
  const places: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < ids.length; at++) {
    const score = (lexical[at] as number) + worth * (cosines[at] as number);
    if (score < least) continue;
    places.push(at);
    if (score <= (best[0] as number)) continue;
    let place = 1;
    for (; place < kept && (best[place] as number) < score; place++) best[place - 1] = best[place] as number;
    best[place - 1] = score;
    least = (best[0] as number) - slack;
  }
  return places.filter((at) => (lexical[at] as number) + worth * (cosines[at] as number) >= least);
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
