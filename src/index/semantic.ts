/**
 * Nearest passages among those visible: from graphs where there are any, exactly for all that no graph holds.
 * Small collections have no graph and are scanned whole.
 */
import { bytesToFloats } from './bytes.js';
import { Best, dot } from './exact.js';
import type { LiveSet } from './live.js';
import type { LooseVectors } from './loose.js';
import { type Database, prepared } from './statements.js';
import type { PassageId, Scored } from './store.js';
import type { VectorGraph } from './vectors.js';

/** The vectors of one collection. */
export interface CollectionVectors {
  readonly live: LiveSet;
  readonly loose: LooseVectors;
  readonly graph: VectorGraph | undefined;
}

/** The `limit` best visible passages by cosine, best first, ties by id. */
export function searchSemantic(
  collections: readonly CollectionVectors[],
  vector: Float32Array,
  limit: number,
): readonly Scored[] {
  const best = new Best(limit);
  // A passage of two collections is offered once.
  const seen = collections.length > 1 ? new Set<PassageId>() : undefined;
  const offer = (id: PassageId, score: number): void => {
    if (seen?.has(id)) return;
    seen?.add(id);
    best.offer(id, score);
  };
  for (const { live, loose, graph } of collections) {
    loose.scan(vector, live, offer);
    if (graph === undefined) continue;
    for (const { passageId, score } of visibleOf(graph, vector, { limit, live })) offer(passageId, score);
  }
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

export function cosinesOf(database: Database, vector: Float32Array, ids: readonly PassageId[]): number[] {
  const read = prepared(database, 'SELECT vector FROM vector WHERE passage_id = ?').pluck();
  return ids.map((id) => {
    const bytes = read.get(id) as Buffer | undefined;
    return bytes === undefined ? 0 : dot(bytesToFloats(bytes), vector);
  });
}
