/**
 * A graph of vectors (HNSW) and its file: the only importer of hnswlib-node. A graph is a cache of what the database
 * holds; a file that is missing, damaged, or of another model is simply not used.
 *
 * Nothing is deleted inside a graph. Its reader skips passages that are gone, and scans exactly those that are not inside,
 * so that a graph saved earlier still gives whole answers.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import hnswlib from 'hnswlib-node';
import type { PassageId, Scored } from './store.js';

export const HNSW = {
  /** Links a node. Higher: better recall on hard data, more memory (about 8 bytes a link), slower building. */
  m: 16,
  /** Candidates weighed while building. Higher: better graph, slower building. */
  efConstruction: 200,
  /** Candidates weighed while searching, never below the number asked for. Higher: better recall, slower. */
  efSearch: 256,
} as const;

/** Raised when the file's meaning changes. */
const FORMAT = 1;
const FIRST_CAPACITY = 1024;

/** What stands beside the graph's file, as JSON. */
export interface GraphInfo {
  readonly format: number;
  readonly fingerprint: string;
  readonly dimensions: number;
  /** Of the index when it was saved. */
  readonly generation: number;
  /** Passages inside. */
  readonly count: number;
  /** Of the graph's file. */
  readonly sha256: string;
}

export class VectorGraph {
  readonly #graph: hnswlib.HierarchicalNSW;
  readonly #ids = new Set<PassageId>();

  private constructor(
    readonly fingerprint: string,
    readonly dimensions: number,
  ) {
    this.#graph = new hnswlib.HierarchicalNSW('ip', dimensions);
  }

  static create(fingerprint: string, dimensions: number): VectorGraph {
    const made = new VectorGraph(fingerprint, dimensions);
    made.#graph.initIndex({ maxElements: FIRST_CAPACITY, m: HNSW.m, efConstruction: HNSW.efConstruction });
    return made;
  }

  /** The graph in `file`, or undefined when it is missing, damaged or made from other vectors. */
  static load(file: string, fingerprint: string, dimensions: number): VectorGraph | undefined {
    const info = readInfo(file);
    if (info === undefined || info.fingerprint !== fingerprint || info.dimensions !== dimensions) return undefined;
    try {
      if (digestOf(file) !== info.sha256) return undefined;
      const loaded = new VectorGraph(fingerprint, dimensions);
      loaded.#graph.readIndexSync(file);
      for (const id of loaded.#graph.getIdsList()) loaded.#ids.add(id);
      return loaded;
    } catch {
      // Whatever is wrong with it, it is only a cache: answers are exact without it.
      return undefined;
    }
  }

  /** Passages inside, those since removed included. */
  get count(): number {
    return this.#ids.size;
  }

  has(passageId: PassageId): boolean {
    return this.#ids.has(passageId);
  }

  add(passageId: PassageId, vector: Float32Array): void {
    if (this.count >= this.#graph.getMaxElements()) this.#graph.resizeIndex(this.count * 2);
    this.#graph.addPoint([...vector], passageId);
    this.#ids.add(passageId);
  }

  /** At most `limit` passages, best first, by cosine of unit vectors. */
  search(vector: Float32Array, limit: number): Scored[] {
    const wanted = Math.min(limit, this.count);
    if (wanted === 0) return [];
    this.#graph.setEf(Math.max(HNSW.efSearch, wanted));
    const { neighbors, distances } = this.#graph.searchKnn([...vector], wanted);
    return neighbors
      .map((passageId, at) => ({ passageId, score: 1 - (distances[at] ?? 1) }))
      .sort((left, right) => right.score - left.score || left.passageId - right.passageId);
  }

  /** Writes beside, then renames: a reader sees the old file or the new one. */
  save(file: string, generation: number): void {
    mkdirSync(dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}.tmp`;
    try {
      this.#graph.writeIndexSync(draft);
      const info: GraphInfo = {
        format: FORMAT,
        fingerprint: this.fingerprint,
        dimensions: this.dimensions,
        generation,
        count: this.count,
        sha256: digestOf(draft),
      };
      writeFileSync(`${draft}.json`, JSON.stringify(info));
      renameSync(draft, file);
      renameSync(`${draft}.json`, infoFile(file));
    } finally {
      rmSync(draft, { force: true });
      rmSync(`${draft}.json`, { force: true });
    }
  }
}

/** What is said of the graph in `file`, cheap to read; undefined when nothing usable is there. */
export function readInfo(file: string): GraphInfo | undefined {
  try {
    const info = JSON.parse(readFileSync(infoFile(file), 'utf8')) as GraphInfo;
    return info.format === FORMAT ? info : undefined;
  } catch {
    return undefined;
  }
}

function infoFile(file: string): string {
  return `${file}.json`;
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
