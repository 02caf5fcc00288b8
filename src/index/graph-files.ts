/**
 * Saved graphs: a file each, and a row of the database that names it with its checksum. A file is used only when a row of
 * this very database names it and its bytes are those that were written, so that a database restored from a backup never
 * meets the graph of another time.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Database, prepared } from './statements.js';
import { VectorGraph } from './vectors.js';

export interface GraphRow {
  readonly collectionId: number;
  readonly modelId: number;
  /** Name within the folder. */
  readonly file: string;
  readonly sha256: string;
  /** Of the index when it was saved. */
  readonly generation: number;
  /** Inside, those since removed included. */
  readonly passages: number;
}

const READ_AT_ONCE = 1 << 20;

export function graphFolder(dataDir: string): string {
  return join(dataDir, 'vectors');
}

/** What the database says of a collection's graph; undefined when it has none of that model. */
export function graphRow(database: Database, collectionId: number, modelId: number): GraphRow | undefined {
  return prepared(
    database,
    `SELECT collection_id AS collectionId, model_id AS modelId, file, sha256, generation, passages FROM graph
       WHERE collection_id = ? AND model_id = ?`,
  ).get(collectionId, modelId) as GraphRow | undefined;
}

/** The graph a row names, or undefined when its file is missing, damaged or another. */
export async function readGraph(dataDir: string, row: GraphRow, dimensions: number): Promise<VectorGraph | undefined> {
  const file = join(graphFolder(dataDir), row.file);
  try {
    if ((await digestOf(file)) !== row.sha256) return undefined;
    const graph = await VectorGraph.read(file, dimensions);
    return graph.count === row.passages ? graph : undefined;
  } catch {
    // Whatever is wrong with it, it is only a cache: answers are exact without it.
    return undefined;
  }
}

/** Writes a graph to a new file that is safe on the disk when the promise resolves. No row names it yet. */
export async function writeGraph(
  dataDir: string,
  collectionId: number,
  graph: VectorGraph,
): Promise<Pick<GraphRow, 'file' | 'sha256'>> {
  const folder = graphFolder(dataDir);
  await mkdir(folder, { recursive: true });
  const file = `${collectionId}-${process.pid}-${randomBytes(6).toString('hex')}.hnsw`;
  try {
    await graph.write(join(folder, file));
    await toDisk(join(folder, file));
    return { file, sha256: await digestOf(join(folder, file)) };
  } catch (error) {
    rmSync(join(folder, file), { force: true });
    throw error;
  }
}

/** Makes a row name its file. Must run inside a write transaction. */
export function nameGraph(database: Database, row: GraphRow): void {
  prepared(
    database,
    `INSERT OR REPLACE INTO graph (collection_id, model_id, file, sha256, generation, passages) VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(row.collectionId, row.modelId, row.file, row.sha256, row.generation, row.passages);
}

/** Forgets the graphs of a collection that are not of this model, and gives the names of all files that lost their row. */
export function forgetOthers(database: Database, kept: GraphRow): string[] {
  const where =
    "WHERE collection_id = ? AND file <> ? AND model_id NOT IN (SELECT value FROM meta WHERE key = 'model')";
  const files = prepared(database, `SELECT file FROM graph ${where}`).pluck().all(kept.collectionId, kept.file);
  prepared(database, `DELETE FROM graph ${where}`).run(kept.collectionId, kept.file);
  return files as string[];
}

/** Deletes files that a killed process left behind, never one that a living process is about to name. */
export function sweepGraphs(database: Database, dataDir: string): void {
  const named = new Set(prepared(database, 'SELECT file FROM graph').pluck().all() as string[]);
  for (const name of filesIn(graphFolder(dataDir))) {
    const pid = Number(/^\d+-(\d+)-/.exec(name)?.[1] ?? process.pid);
    if (!named.has(name) && (pid === process.pid || !isAlive(pid))) dropGraphFile(dataDir, name);
  }
}

export function dropGraphFile(dataDir: string, name: string): void {
  try {
    rmSync(join(graphFolder(dataDir), name), { force: true, recursive: true });
  } catch {
    // Some systems keep a file that another process reads; a later sweep gets it.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function toDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: READ_AT_ONCE }), hash);
  return hash.digest('hex');
}
