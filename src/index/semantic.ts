/**
 * Nearest passages among those visible: from graphs where there are any, exactly for all that no graph holds.
 * Small collections have no graph and are scanned whole.
 */
import { bytesToFloats } from './bytes.js';
import { Best, dot, rowDot } from './exact.js';
import { type LiveSet, rowOf } from './live.js';
import { type Database, prepared } from './sqlite.js';
import type { PassageId, Scored } from './store.js';
import type { VectorGraph } from './vectors.js';

/** Vectors of the visible passages that no graph holds, row by row beside their ids (ascending). */
export interface Loose {
  readonly ids: Uint32Array;
  readonly matrix: Float32Array;
}

/** Reads the vectors that no graph holds; rows of `earlier` are reused, so that a small change costs little. */
export function loadLoose(
  database: Database,
  live: LiveSet,
  graphs: readonly VectorGraph[],
  options: { readonly dimensions: number; readonly earlier?: Loose },
): Loose {
  const { dimensions, earlier } = options;
  const ids = live.ids.filter((id) => !graphs.some((graph) => graph.has(id)));
  const matrix = new Float32Array(ids.length * dimensions);
  const known = new Map<number, number>();
  if (earlier !== undefined) for (const [row, id] of earlier.ids.entries()) known.set(id, row);
  const read = prepared(database, 'SELECT vector FROM passage WHERE id = ?').pluck();
  for (const [row, id] of ids.entries()) {
    const old = known.get(id);
    const vector =
      old === undefined || earlier === undefined
        ? bytesToFloats(read.get(id) as Buffer)
        : earlier.matrix.subarray(old * dimensions, (old + 1) * dimensions);
    matrix.set(vector, row * dimensions);
  }
  return { ids, matrix };
}

/** The `limit` best visible passages by cosine, best first, ties by id. */
export function searchSemantic(
  vector: Float32Array,
  limit: number,
  where: { readonly live: LiveSet; readonly loose: Loose; readonly graphs: readonly VectorGraph[] },
): Scored[] {
  const { live, loose, graphs } = where;
  const best = new Best(limit);
  for (const [at, id] of loose.ids.entries())
    best.offer(rowOf(live, id), rowDot(loose.matrix, at * vector.length, vector));
  const seen = new Set<PassageId>();
  for (const graph of graphs) {
    for (const { passageId, score } of visibleOf(graph, vector, limit, live)) {
      if (seen.has(passageId)) continue;
      seen.add(passageId);
      best.offer(rowOf(live, passageId), score);
    }
  }
  return best.sorted().map(({ row, score }) => ({ passageId: live.ids[row] as number, score }));
}

/** Asks the graph for more while too many of its answers are gone, up to all it has. */
function visibleOf(graph: VectorGraph, vector: Float32Array, limit: number, live: LiveSet): Scored[] {
  for (let wanted = limit; ; wanted *= 4) {
    const visible = graph.search(vector, wanted).filter(({ passageId }) => rowOf(live, passageId) >= 0);
    if (visible.length >= limit || wanted >= graph.count) return visible.slice(0, limit);
  }
}

export function cosinesOf(database: Database, vector: Float32Array, ids: readonly PassageId[]): number[] {
  const read = prepared(database, 'SELECT vector FROM passage WHERE id = ?').pluck();
  return ids.map((id) => {
    const bytes = read.get(id) as Buffer | undefined;
    return bytes === undefined ? 0 : dot(bytesToFloats(bytes), vector);
  });
}
