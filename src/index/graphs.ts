/** Brings the saved graphs up to date with the database: added to when little changed, built anew when much is gone. */
import { bytesToFloats } from './bytes.js';
import { generationOf, type LiveSet, loadLive } from './live.js';
import { graphFile } from './reader.js';
import { type Database, prepared } from './sqlite.js';
import { VectorGraph } from './vectors.js';

export const GRAPHS = {
  /** Collections below this many passages are scanned exactly: a scan of 4,000 vectors takes about a millisecond. */
  smallest: 4_000,
  /** Passages outside the graph are scanned exactly; past this share of the graph they are added to it. */
  looseShare: 0.1,
  /** Past this share of removed passages a new graph is built. */
  removedShare: 0.3,
  /** Points added before other work of the thread gets its turn. */
  batch: 64,
} as const;

export interface GraphOptions {
  readonly dataDir: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  /** Fewest passages of a collection with a graph. Default `GRAPHS.smallest`. */
  readonly smallestGraph?: number;
}

export async function settleGraphs(database: Database, options: GraphOptions): Promise<void> {
  const collections = prepared(database, 'SELECT id FROM collection').pluck().all() as number[];
  for (const collectionId of collections) {
    const generation = generationOf(database);
    const live = loadLive(database, [collectionId], generation);
    if (live.ids.length >= (options.smallestGraph ?? GRAPHS.smallest))
      await settle(database, collectionId, live, options);
  }
}

async function settle(database: Database, collectionId: number, live: LiveSet, options: GraphOptions): Promise<void> {
  const file = graphFile(options.dataDir, collectionId);
  const saved = VectorGraph.load(file, options.fingerprint, options.dimensions);
  const inside = saved === undefined ? 0 : live.ids.filter((id) => saved.has(id)).length;
  const removed = (saved?.count ?? 0) - inside;
  const loose = live.ids.length - inside;
  const stale = saved === undefined || removed > GRAPHS.removedShare * saved.count;
  if (!stale && loose <= GRAPHS.looseShare * saved.count) return;
  const graph = stale ? VectorGraph.create(options.fingerprint, options.dimensions) : saved;
  const read = prepared(database, 'SELECT vector FROM passage WHERE id = ?').pluck();
  let added = 0;
  for (const id of live.ids) {
    if (graph.has(id)) continue;
    const bytes = read.get(id) as Buffer | undefined;
    if (bytes === undefined) continue;
    graph.add(id, bytesToFloats(bytes));
    added += 1;
    if (added % GRAPHS.batch === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  graph.save(file, live.generation);
}
