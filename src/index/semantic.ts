/**
 * Nearest passages among those visible: from graphs where there are any, exactly for all that no graph holds.
 * Small collections have no graph and are scanned whole.
 */
import { bytesToFloats } from './bytes.js';
import type { VectorCodes } from './codes.js';
import { Best, dot } from './exact.js';
import type { LiveSet } from './live.js';
import type { LooseVectors } from './loose.js';
import { type Database, prepared } from './statements.js';
import type { PassageId, RoughCosines, Scored } from './store.js';
import type { VectorGraph } from './vectors.js';

/** The vectors of one collection. */
export interface CollectionVectors {
  readonly live: LiveSet;
  readonly loose: LooseVectors;
  readonly graph: VectorGraph | undefined;
  /** Of the vectors in the graph. */
  readonly codes: VectorCodes | undefined;
}

/** The `limit` best visible passages by cosine, best first, ties by id. */
export function searchSemantic(
  collections: readonly CollectionVectors[],
  vector: Float32Array,
  limit: number,
): readonly Scored[] {
  const best = new Best(limit);
  const [only, ...others] = collections;
  if (only !== undefined && others.length === 0) {
    offerAll(only, { vector, limit }, best);
    return scored(best);
  }
  // A passage of two collections is offered once.
  const seen = new Set<PassageId>();
  for (const collection of collections) {
    const own = new Best(limit);
    offerAll(collection, { vector, limit }, own);
    for (const { row: id, score } of own.sorted()) {
      if (!seen.has(id)) best.offer(id, score);
      seen.add(id);
    }
  }
  return scored(best);
}

function offerAll(
  { live, loose, graph }: CollectionVectors,
  { vector, limit }: { readonly vector: Float32Array; readonly limit: number },
  best: Best,
): void {
  // The graph first: what it finds tells which of the loose need not be looked at.
  if (graph !== undefined) {
    for (const { passageId, score } of visibleOf(graph, vector, { limit, live })) best.offer(passageId, score);
  }
  loose.scan(vector, live, best);
}

function scored(best: Best): Scored[] {
  return best.sorted().map(({ row, score }) => ({ passageId: row, score }));
}

/** Asks the graph for more while too many of its answers are gone, up to all it has. */
function visibleOf(
  graph: VectorGraph,
  vector: Float32Array,
  { limit, live }: { readonly limit: number; readonly live: LiveSet },
): Scored[] {
  for (let wanted = limit; ; wanted *= 4) {
    const visible = graph.search(vector, wanted).filter(({ passageId }) => live.has(passageId));
    if (visible.length >= limit || wanted >= graph.count) return visible.slice(0, limit);
  }
}

/** What cosines are asked of: a unit vector with passages. */
interface CosineQuery {
  readonly vector: Float32Array;
  readonly ids: readonly PassageId[];
}

/** Cosines of passages, from memory where they are there. */
export function cosinesOf(
  database: Database,
  collections: readonly CollectionVectors[],
  { vector, ids }: CosineQuery,
): number[] {
  return ids.map((id) => {
    for (const { loose, graph } of collections) {
      const score = loose.scoreOf(vector, id);
      if (score !== undefined) return score;
      if (graph?.has(id)) return dot(graph.vectorOf(id), vector);
    }
    return storedCosine(database, vector, id);
  });
}

/** The same where a little less will do: nothing that a graph holds is unpacked for it. */
export function roughCosinesOf(
  database: Database,
  collections: readonly CollectionVectors[],
  { vector, ids }: CosineQuery,
): RoughCosines {
  let error = 0;
  const cosines = ids.map((id) => {
    for (const { loose, codes } of collections) {
      const score = loose.scoreOf(vector, id);
      if (score !== undefined) return score;
      if (!codes?.has(id)) continue;
      error = Math.max(error, codes.error);
      return codes.cosine(id, vector);
    }
    return storedCosine(database, vector, id);
  });
  return { cosines, error };
}

function storedCosine(database: Database, vector: Float32Array, id: PassageId): number {
  const read = prepared(database, 'SELECT vector FROM vector WHERE passage_id = ?').pluck();
  const bytes = read.get(id) as Buffer | undefined;
  return bytes === undefined ? 0 : dot(bytesToFloats(bytes), vector);
}
