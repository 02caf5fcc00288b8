/**
 * The reading side of the SQLite index, for one thread. Snapshots run one after the other on one connection; each is a
 * read transaction, so that no writer disturbs it and it disturbs no writer.
 */
import type { CollectionRef } from '../model.js';
import { type CollectionKey, CollectionState } from './collection.js';
import { readHealth } from './health.js';
import { HeldVectors } from './held-vectors.js';
import { readNumber } from './meta.js';
import { currentModel } from './models.js';
import { type CollectionRow, collectionRows } from './rows.js';
import { SqliteSnapshot } from './snapshot.js';
import { Vocabularies } from './spelt.js';
import { explained, isOfSqlite, openDatabase } from './sqlite.js';
import { type Database, pragma, prepared } from './statements.js';
import type { EmbeddingModel, Snapshot, StoreHealth, StoreReader, TitleList } from './store.js';
import { TermsIndex } from './terms-index.js';
import { HeldTitles } from './titles.js';

export interface ReaderOptions {
  readonly dataDir: string;
  /** After so long without a question vectors leave the memory. Default 10 minutes. */
  readonly idleMs?: number;
}

/** How soon after a change that nobody asks about the passages of before it leave the memory: they may have been erased. */
const LOOK_AGAIN_MS = 5_000;

/** Collections, and sets of them asked together, that are kept between questions; others are read anew when asked. */
const KEPT_STATES = 64;

/** Holds as long as nobody commits. */
interface DatabaseState {
  /** SQLite's `data_version` of this connection. */
  readonly version: number;
  readonly model: ReturnType<typeof currentModel>;
  readonly generation: number;
  /** By what may be seen. */
  readonly views: Map<string, View>;
}

interface View {
  readonly rows: readonly CollectionRow[];
  readonly snapshot: Snapshot;
}

export function openReader(options: ReaderOptions): StoreReader {
  return new SqliteReader(options);
}

class SqliteReader implements StoreReader {
  readonly #database: Database;
  readonly #dataDir: string;
  readonly #terms: TermsIndex;
  readonly #vocabularies: Vocabularies;
  readonly #vectors: HeldVectors;
  readonly #titles: HeldTitles;
  /** Least recently asked first. */
  readonly #states = new Map<string, CollectionState>();
  #known: DatabaseState | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #lookingAgain: NodeJS.Timeout | undefined;

  constructor({ dataDir, idleMs }: ReaderOptions) {
    this.#dataDir = dataDir;
    this.#database = openDatabase(dataDir);
    this.#terms = new TermsIndex(this.#database);
    this.#titles = new HeldTitles(this.#database, () => this.#databaseState().generation);
    this.#vocabularies = new Vocabularies(this.#database);
    this.#vectors = new HeldVectors({ database: this.#database, dataDir, idleMs });
  }

  snapshot<T>(visible: readonly CollectionRef[], work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    const run = this.#queue.then(() => this.#transact(visible, work));
    this.#queue = run.then(nothing, nothing);
    return run;
  }

  async model(): Promise<EmbeddingModel | undefined> {
    const { model } = this.#explained(() => this.#databaseState());
    return model && { fingerprint: model.fingerprint, choice: model.choice, dimensions: model.dimensions };
  }

  state(): Promise<string> {
    // Between snapshots: inside of one the state that it reads would be named, and not the latest.
    const run = this.#queue.then(() =>
      this.#explained(() => {
        const { generation, model } = this.#databaseState();
        return `${generation}:${model?.id ?? 0}`;
      }),
    );
    this.#queue = run.then(nothing, nothing);
    return run;
  }

  async titles(visible: readonly CollectionRef[]): Promise<readonly TitleList[]> {
    try {
      return await this.#titles.of(collectionRows(this.#database, visible));
    } catch (error) {
      throw this.#asExplained(error);
    }
  }

  async warm(visible: readonly CollectionRef[]): Promise<void> {
    // What was known a moment ago is enough: whoever searches looks again.
    const { model, version, views } = this.#known ?? this.#explained(() => this.#databaseState());
    if (model === undefined) return;
    const { id: modelId, dimensions } = model;
    const rows = views.get(nameOf(visible))?.rows ?? collectionRows(this.#database, visible);
    await Promise.all(rows.map(({ id }) => this.#vectors.warm({ collectionId: id, modelId, dimensions, version })));
  }

  async health(options: { readonly checkIntegrity?: boolean } = {}): Promise<StoreHealth> {
    return this.#explained(() => readHealth(this.#database, options));
  }

  async close(): Promise<void> {
    await this.#queue;
    clearTimeout(this.#lookingAgain);
    this.#vectors.close();
    this.#database.close();
  }

  async #transact<T>(visible: readonly CollectionRef[], work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    try {
      prepared(this.#database, 'BEGIN').run();
      try {
        return await work(this.#snapshotOf(visible));
      } finally {
        prepared(this.#database, 'COMMIT').run();
      }
    } catch (error) {
      throw this.#asExplained(error);
    }
  }

  /** Again and again while something is kept. */
  #lookAgain(): void {
    this.#lookingAgain ??= setTimeout(() => {
      this.#lookingAgain = undefined;
      const kept = this.#known;
      try {
        if (this.#databaseState() === kept) this.#lookAgain();
        else void this.#titles.update().catch(() => {});
      } catch {
        // A database that cannot be looked at any more may have been erased from. Whoever asks next is told of the fault.
        this.#known = undefined;
      }
    }, LOOK_AGAIN_MS).unref();
  }

  #explained<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#asExplained(error);
    }
  }

  /** SQLite's errors in words a person can act on; others as they are. */
  #asExplained(error: unknown): unknown {
    return isOfSqlite(error) ? explained(error, this.#dataDir) : error;
  }

  /** What the database says of itself, read again only when another connection committed something. */
  #databaseState(): DatabaseState {
    const version = Number(pragma(this.#database, 'data_version'));
    if (this.#known?.version !== version) {
      this.#known = {
        version,
        model: currentModel(this.#database),
        generation: readNumber(this.#database, 'generation'),
        views: new Map(),
      };
    }
    return this.#known;
  }

  /** The first reading of a transaction decides which state it sees, and asking for the version is one. */
  #snapshotOf(visible: readonly CollectionRef[]): Snapshot {
    const state = this.#databaseState();
    const name = nameOf(visible);
    let view = state.views.get(name);
    if (view === undefined) {
      if (state.views.size >= KEPT_STATES) state.views.clear();
      view = this.#view(state, visible);
      state.views.set(name, view);
      this.#lookAgain();
    }
    return view.snapshot;
  }

  #view({ model, generation, version }: DatabaseState, visible: readonly CollectionRef[]): View {
    const key = { modelId: model?.id ?? 0, dimensions: model?.dimensions ?? 0, version };
    this.#terms.update();
    const rows = collectionRows(this.#database, visible);
    const owners = [...new Set(rows.map(({ owner }) => owner))];
    const snapshot = new SqliteSnapshot({
      database: this.#database,
      visible: owners.map((owner) => {
        const ids = rows.filter((row) => row.owner === owner).map(({ id }) => id);
        return this.#stateOf({ ids, owner, modelId: key.modelId }, generation);
      }),
      terms: this.#terms,
      model,
      vocabulary: (owner) => this.#vocabularies.of(owner),
      vectors: async () => {
        const held = [];
        for (const { id, owner } of rows) {
          const { live } = this.#stateOf({ ids: [id], owner, modelId: key.modelId }, generation);
          held.push(await this.#vectors.of({ collectionId: id, ...key }, live));
        }
        return held;
      },
    });
    return { rows, snapshot };
  }

  #stateOf(key: CollectionKey, generation: number): CollectionState {
    const name = key.ids.join();
    const known = this.#states.get(name);
    const state = known?.modelId === key.modelId ? known : new CollectionState(this.#database, this.#terms, key);
    const [only] = key.ids;
    const isOne = only !== undefined && key.ids.length === 1;
    state.update(generation, (ids) => {
      if (isOne) this.#vectors.onShown(only, ids);
    });
    this.#states.delete(name);
    this.#states.set(name, state);
    for (const [oldest, { ids }] of this.#states) {
      if (this.#states.size <= KEPT_STATES) break;
      this.#states.delete(oldest);
      for (const id of ids) if (ids.length === 1) this.#vectors.forget(id);
    }
    return state;
  }
}

/** What a snapshot gave would stay in memory with its promise, until the next one. */
function nothing(): void {}

function nameOf(visible: readonly CollectionRef[]): string {
  return JSON.stringify(visible.map(({ owner, name }) => [owner, name]));
}
