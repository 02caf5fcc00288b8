/**
 * Brings the saved graphs up to date with the database: added to when little changed, built anew when much is gone.
 * Runs beside changes, a few points at a time.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { bytesToFloats } from './bytes.js';
import {
  dropGraphFile,
  forgetOthers,
  type GraphRow,
  graphRow,
  hasFile,
  isIntact,
  nameGraph,
  readGraph,
  writeGraph,
} from './graph-files.js';
import { loadLive } from './live.js';
import { readNumber } from './meta.js';
import { type Database, prepared } from './statements.js';
import { touchedSince } from './touched.js';
import { VectorGraph } from './vectors.js';

export const GRAPHS = {
  /** Collections below this many passages are scanned exactly: a scan of 4,000 vectors takes about a millisecond. */
  smallest: 4_000,
  /** Passages outside the graph are scanned exactly; past this share of the graph they are added to it. */
  looseShare: 0.1,
  /** Past this share of removed passages a new graph is built. */
  removedShare: 0.3,
  /** Points added before other work of the thread gets its turn: some tens of milliseconds. */
  batch: 32,
} as const;

export interface GraphOptions {
  readonly database: Database;
  readonly dataDir: string;
  readonly model: { readonly id: number; readonly dimensions: number };
  /** Fewest passages of a collection with a graph. */
  readonly smallest: number;
  /** Checksums of files that this process wrote or has read back: they are not read a second time. */
  readonly proven: Set<string>;
  /** Runs its work in one transaction. */
  readonly write: <T>(work: () => T) => Promise<T>;
  /** Aborted when the store closes: what was begun is left, and begun again another time. */
  readonly stop: AbortSignal;
}

export async function settleGraphs(options: GraphOptions): Promise<void> {
  const collections = prepared(options.database, 'SELECT id FROM collection ORDER BY id').pluck().all() as number[];
  for (const collectionId of collections) {
    if (options.stop.aborted) return;
    const row = graphRow(options.database, collectionId, options.model.id);
    if (row === undefined ? isLarge(options, collectionId) : (await isLost(options, row)) || mayBeStale(options, row)) {
      await settle(options, collectionId, row);
    }
  }
}

function isLarge({ database, model, smallest }: GraphOptions, collectionId: number): boolean {
  const count = prepared(
    database,
    `SELECT coalesce(sum(p.passages), 0) FROM membership m JOIN document d ON d.id = m.document_id
       JOIN preparation p ON p.version_id = d.version_id AND p.model_id = ? WHERE m.collection_id = ?`,
  ).pluck();
  return Number(count.get(model.id, collectionId)) >= smallest;
}

async function isLost({ dataDir, proven }: GraphOptions, row: GraphRow): Promise<boolean> {
  if (!hasFile(dataDir, row)) return true;
  if (proven.has(row.sha256)) return false;
  const isWhole = await isIntact(dataDir, row);
  if (isWhole) proven.add(row.sha256);
  return !isWhole;
}

/** Whether what was touched since could matter. Costs what was touched, not what is stored. */
function mayBeStale({ database, model }: GraphOptions, row: GraphRow): boolean {
  const touched = touchedSince(database, row.generation);
  if (touched === undefined) return true;
  const count = prepared(
    database,
    `SELECT coalesce(sum(passages), 0) FROM preparation
       WHERE model_id = ? AND version_id IN (SELECT value FROM json_each(?))`,
  ).pluck();
  const share = Math.min(GRAPHS.looseShare, GRAPHS.removedShare);
  return Number(count.get(model.id, JSON.stringify(touched))) > share * row.passages;
}

async function settle(options: GraphOptions, collectionId: number, row: GraphRow | undefined): Promise<void> {
  const { database, dataDir, model } = options;
  const generation = readNumber(database, 'generation');
  const live = [...loadLive(database, [collectionId], model.id).ids()];
  const saved = row && (await readGraph(dataDir, row, { dimensions: model.dimensions }));
  const inside = saved === undefined ? 0 : live.filter((id) => saved.has(id)).length;
  const count = saved?.count ?? 0;
  const isFresh = count - inside <= GRAPHS.removedShare * count && live.length - inside <= GRAPHS.looseShare * count;
  if (saved !== undefined && isFresh) {
    // Said anew, so that the next look need not go back so far.
    if (row !== undefined) await options.write(() => nameGraph(database, { ...row, generation }));
    return;
  }
  if (live.length < options.smallest) return;
  const isWorthKeeping = saved !== undefined && count - inside <= GRAPHS.removedShare * count;
  const graph = isWorthKeeping ? saved : VectorGraph.create(model.dimensions, live.length);
  if (!(await addMissing(options, graph, live))) return;
  const written = await writeGraph(dataDir, collectionId, graph);
  const fresh = { collectionId, modelId: model.id, ...written, generation, passages: graph.count };
  const others = await options
    .write(() => {
      const replaced = graphRow(database, collectionId, model.id);
      nameGraph(database, fresh);
      return [...(replaced === undefined ? [] : [replaced.file]), ...forgetOthers(database, fresh)];
    })
    .catch((error: unknown) => {
      // Nobody will ever name it.
      dropGraphFile(dataDir, written.file);
      throw error;
    });
  options.proven.add(written.sha256);
  for (const name of others) dropGraphFile(dataDir, name);
}

/** False when it was told to stop. */
async function addMissing(
  { database, stop }: GraphOptions,
  graph: VectorGraph,
  live: readonly number[],
): Promise<boolean> {
  const read = prepared(database, 'SELECT vector FROM vector WHERE passage_id = ?').pluck();
  let added = 0;
  for (const id of live) {
    if (graph.has(id)) continue;
    const bytes = read.get(id) as Buffer | undefined;
    if (bytes === undefined) continue;
    graph.add(id, bytesToFloats(bytes));
    added += 1;
    if (added % GRAPHS.batch === 0) {
      await nextTurn();
      if (stop.aborted) return false;
    }
  }
  return true;
}
