/**
 * The writing side of the SQLite index. Every method is one transaction that waits for other writers and is on the disk
 * when it resolves; what a reader sees changes at its commit and not before.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../errors.js';
import type { CollectionRef } from '../model.js';
import { SqliteChange } from './change.js';
import { collectionId } from './collection-id.js';
import { COMPACTION } from './compaction.js';
import { eraseDocument } from './erase.js';
import { sweepGraphs } from './graph-files.js';
import { GRAPHS } from './graphs.js';
import { Housekeeping } from './housekeeping.js';
import { readNumber, writeNumber } from './meta.js';
import { currentModel, enrol, preparedShare, unpreparedCurrent } from './models.js';
import { mergePostings, POSTINGS, unmerged } from './postings.js';
import { insertPreparation, knownVectors } from './preparations.js';
import { explained, isOfSqlite, openDatabase } from './sqlite.js';
import { type Database, pragma, prepared } from './statements.js';
import type {
  ChangeKind,
  ChangeWriter,
  EmbeddingModel,
  KnownVectors,
  NewPassage,
  StoreWriter,
  Undone,
  UndoneChange,
  UnpreparedVersion,
} from './store.js';
import { touch } from './touched.js';
import { undoLast, unpreparedByUndo } from './undo.js';
import { retryBusy, TRY_MS, type WritingProcess, whoWrites } from './writers.js';

export interface WriterOptions {
  readonly dataDir: string;
  /** Of the embedder whose vectors are stored, until `adopt` says another. */
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly now: () => Date;
  /** Fewest passages of a collection with a graph. Default `GRAPHS.smallest`. */
  readonly smallestGraph?: number;
  /** Fewest hidden passages that are worth taking out. Default `COMPACTION.least`. */
  readonly leastCompaction?: number;
  /** Told once when a write waits for other processes, with those that entered themselves as writing. */
  readonly onWait?: (others: readonly WritingProcess[]) => void;
  /** From so many passages on whose postings are in no block they are merged. Default `POSTINGS.tail`. */
  readonly longestTail?: number;
}

export function openWriter(options: WriterOptions): StoreWriter {
  return new SqliteWriter(options);
}

class SqliteWriter implements StoreWriter {
  readonly #database: Database;
  readonly #options: WriterOptions;
  readonly #housekeeping: Housekeeping;
  #model: EmbeddingModel;
  /** Ends waits for another process's lock, those begun before it was used. */
  #interruption = new AbortController();

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#database = openDatabase(options.dataDir);
    // Longer waits are made of short tries, between which the thread hears what else is asked of it.
    pragma(this.#database, `busy_timeout = ${TRY_MS}`);
    this.#model = { fingerprint: options.fingerprint, choice: '', dimensions: options.dimensions };
    this.#housekeeping = new Housekeeping({
      database: this.#database,
      dataDir: options.dataDir,
      model: () => this.#modelId(),
      write: (work) => this.#write(work),
      smallestGraph: options.smallestGraph ?? GRAPHS.smallest,
      leastCompaction: options.leastCompaction ?? COMPACTION.least,
      longestTail: options.longestTail ?? POSTINGS.tail,
    });
    sweepGraphs(this.#database, options.dataDir);
  }

  async adopt(model: EmbeddingModel): Promise<'answering' | 'behind'> {
    this.#model = model;
    return this.#write(() => {
      const id = enrol(this.#database, model);
      return readNumber(this.#database, 'model') === id ? 'answering' : 'behind';
    });
  }

  async unprepared(
    of: 'current' | { readonly undo: CollectionRef },
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly UnpreparedVersion[]> {
    if (of === 'current') return this.#read(() => unpreparedCurrent(this.#database, this.#modelId(), page));
    const find = prepared(this.#database, 'SELECT id FROM collection WHERE owner = ? AND name = ?').pluck();
    const collectionId = find.get(of.undo.owner, of.undo.name) as number | undefined;
    if (collectionId === undefined) return [];
    return this.#read(() => unpreparedByUndo(this.#database, collectionId, page));
  }

  async preparedShare(): Promise<{ readonly done: number; readonly total: number }> {
    return preparedShare(this.#database, this.#modelId());
  }

  async putPrepared(versionId: number, passages: readonly NewPassage[]): Promise<void> {
    await this.#write(() => {
      const modelId = enrol(this.#database, this.#model);
      const find = prepared(
        this.#database,
        `SELECT d.owner, v.metadata FROM version v JOIN document d ON d.id = v.document_id WHERE v.id = @versionId
           AND NOT EXISTS (SELECT 1 FROM preparation p WHERE p.version_id = v.id AND p.model_id = @modelId)`,
      );
      const row = find.get({ versionId, modelId }) as { readonly owner: string; readonly metadata: string } | undefined;
      // Erased meanwhile, or prepared by another process.
      if (row === undefined) return;
      const { language } = JSON.parse(row.metadata) as { readonly language?: string };
      insertPreparation(this.#database, { owner: row.owner, versionId, modelId, language }, passages);
    });
    await this.#mergeLongTail();
  }

  async knownVectors(inputDigests: readonly string[]): Promise<ReadonlyMap<string, KnownVectors>> {
    return this.#read(() => knownVectors(this.#database, this.#modelId(), inputDigests));
  }

  async swap(): Promise<boolean> {
    await this.#housekeeping.settleGraphs();
    return this.#write(() => {
      const id = enrol(this.#database, this.#model);
      if (readNumber(this.#database, 'model') === id) return true;
      if (unpreparedCurrent(this.#database, id, { after: 0, limit: 1 }).length > 0) return false;
      writeNumber(this.#database, 'model', id);
      touch(this.#database, []);
      return true;
    });
  }

  async change(kind: ChangeKind, collection: CollectionRef, actor: string): Promise<ChangeWriter> {
    return this.#write(() => {
      const collectionId = this.#collectionId(collection);
      const changeId = prepared(
        this.#database,
        'INSERT INTO change (collection_id, kind, actor, at) VALUES (?, ?, ?, ?)',
      ).run(collectionId, kind, actor, this.#options.now().toISOString()).lastInsertRowid;
      return new SqliteChange({
        database: this.#database,
        collectionId,
        owner: collection.owner,
        changeId: Number(changeId),
        answeringModel: () => this.#answeringModel(),
        now: this.#options.now,
        write: (work) => this.#write(work),
        read: (work) => this.#read(work),
        onStored: () => this.#mergeLongTail(),
      });
    });
  }

  async targets(collection: CollectionRef): Promise<readonly string[]> {
    const find = prepared(
      this.#database,
      `SELECT t.uri FROM target t JOIN collection c ON c.id = t.collection_id
         WHERE c.owner = ? AND c.name = ? ORDER BY t.id`,
    ).pluck();
    return this.#read(() => find.all(collection.owner, collection.name) as string[]);
  }

  async undo(collection: CollectionRef, actor: string): Promise<UndoneChange | 'unprepared' | undefined> {
    const at = this.#options.now().toISOString();
    return this.#write(() => {
      const collectionId = this.#collectionId(collection);
      if (unpreparedByUndo(this.#database, collectionId, { after: 0, limit: 1 }).length > 0) return 'unprepared';
      return undoLast(this.#database, { collectionId, actor, at });
    });
  }

  async erase(collection: CollectionRef, documentId: string, actor: string): Promise<Undone | undefined> {
    const at = this.#options.now().toISOString();
    const erased = await this.#write(() =>
      eraseDocument(this.#database, { collectionId: this.#collectionId(collection), documentId, actor, at }),
    );
    // Freed pages and the write-ahead log still hold the words until they are overwritten.
    if (erased !== undefined) await this.#scrub(documentId);
    return erased;
  }

  settle(): Promise<void> {
    return this.#housekeeping.settle();
  }

  interrupt(): void {
    this.#interruption.abort();
    this.#interruption = new AbortController();
  }

  async close(): Promise<void> {
    await this.#housekeeping.close();
    this.#database.close();
  }

  async #scrub(documentId: string): Promise<void> {
    try {
      await this.#patiently(() => {
        pragma(this.#database, 'wal_checkpoint(TRUNCATE)');
        this.#database.exec('VACUUM');
        pragma(this.#database, 'wal_checkpoint(TRUNCATE)');
      });
    } catch (error) {
      const cause = explained(error, this.#options.dataDir);
      const what = `"${documentId}" is erased from the index, but its words may still lie in the database file`;
      const remedy = `${cause.message} Then erase it again`;
      throw failure('index', { what, remedy }, error);
    }
  }

  /** Long imports do not wait for housekeeping: what a reader holds in memory stays small. */
  async #mergeLongTail(): Promise<void> {
    if (unmerged(this.#database) < POSTINGS.tail + POSTINGS.batch) return;
    await this.#write(() => mergePostings(this.#database));
  }

  #modelId(): number {
    const find = prepared(this.#database, 'SELECT id FROM model WHERE fingerprint = ?').pluck();
    return Number(find.get(this.#model.fingerprint) ?? 0);
  }

  /** Must run inside a write transaction. */
  #answeringModel(): number {
    const id = enrol(this.#database, this.#model);
    const answering = currentModel(this.#database);
    if (answering?.id === id) return id;
    throw failure('fingerprint', {
      what: 'The index answers with another embedding model, and vectors of two models must not be mixed',
      expected: answering?.fingerprint ?? 'none',
      found: this.#model.fingerprint,
      remedy: 'Run it again: the documents are then prepared for this model first',
    });
  }

  #collectionId({ owner, name }: CollectionRef): number {
    return collectionId(this.#database, { owner, name });
  }

  /** Takes the write lock first, so that no other process commits between what `work` reads and what it writes. */
  #write<T>(work: () => T): Promise<T> {
    return this.#patiently(() => this.#database.transaction(work).immediate());
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw isOfSqlite(error) ? explained(error, this.#options.dataDir) : error;
    }
  }

  async #patiently<T>(work: () => T): Promise<T> {
    const { dataDir, now, onWait } = this.#options;
    try {
      return await retryBusy(work, {
        clock: () => performance.now(),
        sleep,
        others: () => whoWrites(dataDir, now()),
        signal: this.#interruption.signal,
        ...(onWait && { onWait }),
      });
    } catch (error) {
      throw explained(error, dataDir);
    }
  }
}
