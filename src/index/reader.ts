/**
 * The reading side of the SQLite index, for one thread. Snapshots run one after the other on one connection; each is a
 * read transaction, so that no writer disturbs it and it disturbs no writer.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CollectionRef, Exchange } from '../model.js';
import { readHealth } from './health.js';
import { generationOf, type LiveSet, loadLive } from './live.js';
import { collectionIds } from './rows.js';
import { type Loose, loadLoose } from './semantic.js';
import { SqliteSnapshot } from './snapshot.js';
import { type Database, openDatabase, prepared } from './sqlite.js';
import type { Snapshot, StoreHealth, StoreReader } from './store.js';
import { readInfo, VectorGraph } from './vectors.js';

export interface ReaderOptions {
  readonly dataDir: string;
  /** Of the embedder that questions are embedded with. */
  readonly fingerprint: string;
  readonly dimensions: number;
}

/** Sets of collections whose rows are kept between questions; more are reloaded when asked for. */
const KEPT_VIEWS = 8;

interface View {
  readonly live: LiveSet;
  loose?: Loose;
}

interface LoadedGraph {
  readonly sha256: string;
  readonly graph: VectorGraph | undefined;
}

export function openReader(options: ReaderOptions): StoreReader {
  return new SqliteReader(options);
}

class SqliteReader implements StoreReader {
  readonly #database: Database;
  readonly #options: ReaderOptions;
  readonly #views = new Map<string, View>();
  readonly #graphs = new Map<number, LoadedGraph>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#database = openDatabase(options.dataDir);
  }

  snapshot<T>(visible: readonly CollectionRef[], work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const run = this.#queue.then(() => this.#transact(visible, work));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async recall(exchangeId: string): Promise<Exchange | undefined> {
    const row = prepared(this.#database, 'SELECT question, collections FROM exchange WHERE id = ?').get(exchangeId) as
      | { question: string; collections: string }
      | undefined;
    if (row === undefined) return undefined;
    return { question: row.question, collections: JSON.parse(row.collections) as CollectionRef[] };
  }

  async health(options: { readonly checkIntegrity?: boolean } = {}): Promise<StoreHealth> {
    return readHealth(this.#database, options);
  }

  async close(): Promise<void> {
    await this.#queue;
    this.#database.close();
  }

  async #transact<T>(visible: readonly CollectionRef[], work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    this.#database.exec('BEGIN');
    try {
      return await work(this.#snapshotOf(visible));
    } finally {
      this.#database.exec('COMMIT');
    }
  }

  #snapshotOf(visible: readonly CollectionRef[]): Snapshot {
    const collections = collectionIds(this.#database, visible);
    const key = collections.join(',');
    const earlier = this.#views.get(key);
    const generation = generationOf(this.#database);
    const view: View =
      earlier?.live.generation === generation ? earlier : { live: loadLive(this.#database, collections, generation) };
    this.#views.delete(key);
    this.#views.set(key, view);
    for (const oldest of this.#views.keys()) if (this.#views.size > KEPT_VIEWS) this.#views.delete(oldest);
    return new SqliteSnapshot({
      database: this.#database,
      collections,
      live: view.live,
      dimensions: this.#options.dimensions,
      semantic: () => this.#semanticOf(view, collections, earlier?.loose),
    });
  }

  #semanticOf(view: View, collections: readonly number[], earlier: Loose | undefined) {
    const graphs = collections.map((id) => this.#graphOf(id)).filter((graph) => graph !== undefined);
    const { dimensions } = this.#options;
    view.loose ??= loadLoose(this.#database, view.live, graphs, {
      dimensions,
      ...(earlier === undefined ? {} : { earlier }),
    });
    return { loose: view.loose, graphs };
  }

  /** Loads a graph again when its file changed; the loose vectors are then counted anew with the next generation. */
  #graphOf(collectionId: number): VectorGraph | undefined {
    const file = graphFile(this.#options.dataDir, collectionId);
    const info = readInfo(file);
    const loaded = this.#graphs.get(collectionId);
    if (info === undefined || info.sha256 === loaded?.sha256) return loaded?.graph;
    const graph = VectorGraph.load(file, this.#options.fingerprint, this.#options.dimensions);
    if (graph === undefined && loaded !== undefined) return loaded.graph;
    this.#graphs.set(collectionId, { sha256: info.sha256, graph });
    for (const view of this.#views.values()) delete view.loose;
    return graph;
  }
}

/** Where the graph of a collection is kept. */
export function graphFile(dataDir: string, collectionId: number): string {
  return join(dataDir, 'vectors', `${collectionId}.hnsw`);
}

/** Drafts that a killed process left behind. */
export function leftoverDrafts(dataDir: string): string[] {
  const folder = join(dataDir, 'vectors');
  try {
    return readdirSync(folder)
      .filter((name) => name.includes('.tmp'))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
