/**
 * Saved graphs: a file each, and a row of the database that names it with its checksum. A file is used only when a row of
 * this very database names it and its bytes are those that were written, so that a database restored from a backup never
 * meets the graph of another time.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../errors.js';
import { VectorCodes } from './codes.js';
import { ElementReader, wholeLength } from './hnsw-file.js';
import { type Database, prepared } from './statements.js';
import { VectorGraph } from './vectors.js';
import { thisMachine } from './writers.js';

export interface GraphRow {
  readonly collectionId: number;
  readonly modelId: number;
  /** Name within the folder. */
  readonly file: string;
  readonly sha256: string;
  /** Length of the file. */
  readonly bytes: number;
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
    `SELECT collection_id AS collectionId, model_id AS modelId, file, sha256, bytes, generation, passages FROM graph
       WHERE collection_id = ? AND model_id = ?`,
  ).get(collectionId, modelId) as GraphRow | undefined;
}

/** Whether the file that a row names is there, as far as its length tells. */
export function hasFile(dataDir: string, row: GraphRow): boolean {
  const found = statSync(join(graphFolder(dataDir), row.file), { throwIfNoEntry: false });
  return found?.isFile() === true && found.size === row.bytes;
}

/** Whether the bytes of the file are those that were written. */
export async function isIntact(dataDir: string, row: GraphRow): Promise<boolean> {
  const digest = await digestOf(join(graphFolder(dataDir), row.file)).catch(() => undefined);
  return digest === row.sha256;
}

/** A graph as it is held to be searched. */
export interface HeldGraph {
  readonly graph: VectorGraph;
  /** Of all its vectors. */
  readonly codes: VectorCodes;
}

/** `readGraph`, with the codes of its vectors, taken from the same reading that proves the file. */
export async function readHeldGraph(
  dataDir: string,
  row: GraphRow,
  dimensions: number,
): Promise<HeldGraph | undefined> {
  const codes = new VectorCodes(dimensions, row.passages);
  const elements = new ElementReader(dimensions, (label, vector) => codes.add(label, vector));
  const graph = await readGraph(dataDir, row, { dimensions, onBytes: (bytes) => elements.take(bytes) });
  return graph && { graph, codes };
}

/**
 * The graph a row names, or undefined when its file is missing, damaged or another. A damaged one is deleted, so that
 * the next housekeeping makes a new one.
 */
export async function readGraph(
  dataDir: string,
  row: GraphRow,
  { dimensions, onBytes }: { readonly dimensions: number; readonly onBytes?: (bytes: Buffer) => void },
): Promise<VectorGraph | undefined> {
  const file = join(graphFolder(dataDir), row.file);
  // Whatever is wrong with it, it is only a cache: answers are exact without it.
  const digest = await digestOf(file, onBytes).catch(() => undefined);
  if (digest === undefined) return undefined;
  const graph = digest === row.sha256 ? await VectorGraph.read(file, dimensions).catch(() => undefined) : undefined;
  if (graph?.count === row.passages) return graph;
  dropGraphFile(dataDir, row.file);
  return undefined;
}

/** Writes a graph to a new file that is whole and safe on the disk when the promise resolves. No row names it yet. */
export async function writeGraph(
  dataDir: string,
  collectionId: number,
  graph: VectorGraph,
): Promise<Pick<GraphRow, 'file' | 'sha256' | 'bytes'>> {
  const folder = graphFolder(dataDir);
  await mkdir(folder, { recursive: true });
  const name = `${collectionId}-${process.pid}-${randomBytes(6).toString('hex')}.hnsw`;
  const file = join(folder, name);
  try {
    await graph.write(file);
    const bytes = await toDisk(file);
    // hnswlib says nothing when the disk is full.
    if ((await wholeLength(file)) !== bytes) throw cutShort(file, bytes);
    return { file: name, sha256: await digestOf(file), bytes };
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

function cutShort(file: string, bytes: number): Error {
  return failure('index', {
    what: `The vector graph could not be written whole to ${file}`,
    found: `a file cut short at ${bytes.toLocaleString('en')} bytes, as on a full disk`,
    remedy: 'Free some space; until then questions are answered by reading every vector',
  });
}

/** Makes a row name its file. Must run inside a write transaction. */
export function nameGraph(database: Database, row: GraphRow): void {
  prepared(
    database,
    `INSERT OR REPLACE INTO graph (collection_id, model_id, file, sha256, bytes, generation, passages)
       VALUES (@collectionId, @modelId, @file, @sha256, @bytes, @generation, @passages)`,
  ).run(row);
}

/** Forgets the graphs of a collection that are not of this model, and gives the names of all files that lost their row. */
export function forgetOthers(database: Database, kept: GraphRow): string[] {
  const where =
    "WHERE collection_id = ? AND file <> ? AND model_id NOT IN (SELECT value FROM meta WHERE key = 'model')";
  const files = prepared(database, `SELECT file FROM graph ${where}`).pluck().all(kept.collectionId, kept.file);
  prepared(database, `DELETE FROM graph ${where}`).run(kept.collectionId, kept.file);
  return files as string[];
}

const OF_OTHER_MODELS = 'WHERE model_id NOT IN (SELECT value FROM json_each(?))';

/** Whether there are graphs of other models than those named. */
export function hasOtherModels(database: Database, inUse: readonly number[]): boolean {
  return prepared(database, `SELECT 1 FROM graph ${OF_OTHER_MODELS}`).get(JSON.stringify(inUse)) !== undefined;
}

/** Forgets them, and gives the names of their files. Must run inside a write transaction. */
export function forgetModels(database: Database, inUse: readonly number[]): string[] {
  const models = JSON.stringify(inUse);
  const files = prepared(database, `SELECT file FROM graph ${OF_OTHER_MODELS}`).pluck().all(models) as string[];
  prepared(database, `DELETE FROM graph ${OF_OTHER_MODELS}`).run(models);
  return files;
}

/** Deletes files that a killed process left behind, never one that a living process is about to name. */
export function sweepGraphs(database: Database, dataDir: string): void {
  const { look } = thisMachine();
  const named = new Set(prepared(database, 'SELECT file FROM graph').pluck().all() as string[]);
  for (const name of filesIn(graphFolder(dataDir))) {
    const pid = Number(/^\d+-(\d+)-/.exec(name)?.[1] ?? process.pid);
    if (!named.has(name) && (pid === process.pid || !look(pid).alive)) dropGraphFile(dataDir, name);
  }
}

export function dropGraphFile(dataDir: string, name: string): void {
  try {
    rmSync(join(graphFolder(dataDir), name), { force: true, recursive: true });
  } catch {
    // Some systems keep a file that another process reads; a later sweep gets it.
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Gives the length. */
async function toDisk(file: string): Promise<number> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function digestOf(file: string, onBytes: (bytes: Buffer) => void = () => undefined): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file, { highWaterMark: READ_AT_ONCE }) as AsyncIterable<Buffer>) {
    hash.update(bytes);
    onBytes(bytes);
  }
  return hash.digest('hex');
}
