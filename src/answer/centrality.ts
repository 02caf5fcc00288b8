/**
 * How central each sentence is to all of them: LexRank over sentence vectors (Erkan and Radev 2004), restarted by a bias
 * (Otterbacher, Erkan and Radev 2005). It stands alone because it knows vectors only, and is measured as a method of its own.
 */
import { dot } from './evidence.js';

export const CENTRALITY = {
  /** Similarity below which two sentences are not linked. */
  link: 0.2,
  /** Share of rank that flows along links; the rest comes from the bias. */
  damping: 0.85,
  iterations: 30,
} as const;

/** One rank a vector, all together 1. `bias`, one number of 0 and up a vector, is where rank begins; default: alike. */
export function centrality(vectors: readonly Float32Array[], bias?: readonly number[]): number[] {
  const start = bias ?? vectors.map(() => 1);
  const total = start.reduce((sum, value) => sum + value, 0) || 1;
  const restart = start.map((value) => value / total);
  const links = linksOf(vectors);
  const degrees = links.map((row) => row.reduce((sum, value) => sum + value, 0) || 1);
  let ranks = restart;
  for (let round = 0; round < CENTRALITY.iterations; round++) {
    const flowing = Float32Array.from(ranks, (rank, at) => rank / (degrees[at] ?? 1));
    const inflows = links.map((row) => dot(row, flowing));
    ranks = restart.map((base, row) => (1 - CENTRALITY.damping) * base + CENTRALITY.damping * (inflows[row] ?? 0));
  }
  return ranks;
}

const EMPTY = new Float32Array();

function linksOf(vectors: readonly Float32Array[]): Float32Array[] {
  const links = vectors.map(() => new Float32Array(vectors.length));
  for (const [row, vector] of vectors.entries()) {
    for (let column = 0; column < row; column++) {
      const similarity = dot(vector, vectors[column] ?? EMPTY);
      if (similarity < CENTRALITY.link) continue;
      const [one, other] = [links[row], links[column]];
      if (one !== undefined) one[column] = similarity;
      if (other !== undefined) other[row] = similarity;
    }
  }
  return links;
}
