/**
 * The writing side of the SQLite index. Every method is one transaction that waits for other writers and is on the disk
 * when it resolves; what a reader sees changes at its commit and not before.
 */
import { rmSync } from 'node:fs';
import { failure } from '../errors.js';
import type { CollectionRef, Exchange } from '../model.js';
import { SqliteChange } from './change.js';
import { eraseDocument } from './erase.js';
import { settleGraphs } from './graphs.js';
import { readMeta } from './health.js';
import { leftoverDrafts } from './reader.js';
import { type Database, explained, openDatabase, pragma, prepared } from './sqlite.js';
import type { ChangeKind, ChangeWriter, StoreWriter, Undone, UndoneChange } from './store.js';
import { undoLast } from './undo.js';

export interface WriterOptions {
  readonly dataDir: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly now: () => Date;
  /** Fewest passages of a collection with a graph. Default `GRAPHS.smallest`. */
  readonly smallestGraph?: number;
}

export function openWriter(options: WriterOptions): StoreWriter {
  return new SqliteWriter(options);
}

class SqliteWriter implements StoreWriter {
  readonly #database: Database;
  readonly #options: WriterOptions;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#database = openDatabase(options.dataDir);
    for (const draft of leftoverDrafts(options.dataDir)) rmSync(draft, { force: true });
  }

  async claim(fingerprint: string): Promise<void> {
    this.#write(() => {
      const stored = readMeta(this.#database, 'fingerprint');
      if (stored === fingerprint) return;
      const passages = Number(prepared(this.#database, 'SELECT count(*) FROM passage').pluck().get());
      if (stored !== undefined && passages > 0) throw otherModel(stored, fingerprint);
      prepared(this.#database, "INSERT OR REPLACE INTO meta VALUES ('fingerprint', ?)").run(fingerprint);
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
        now: this.#options.now,
        write: (work) => this.#write(work),
      });
    });
  }

  async targets(collection: CollectionRef): Promise<readonly string[]> {
    return prepared(
      this.#database,
      `SELECT t.uri FROM target t JOIN collection c ON c.id = t.collection_id
         WHERE c.owner = ? AND c.name = ? ORDER BY t.id`,
    )
      .pluck()
      .all(collection.owner, collection.name) as string[];
  }

  async undo(collection: CollectionRef, actor: string): Promise<UndoneChange | undefined> {
    const at = this.#options.now().toISOString();
    return this.#write(() => undoLast(this.#database, { collectionId: this.#collectionId(collection), actor, at }));
  }

  async erase(collection: CollectionRef, documentId: string, actor: string): Promise<Undone | undefined> {
    const at = this.#options.now().toISOString();
    const erased = this.#write(() =>
      eraseDocument(this.#database, { collectionId: this.#collectionId(collection), documentId, actor, at }),
    );
    // Freed pages and the write-ahead log still hold the words until they are overwritten.
    if (erased !== undefined) this.#scrub(documentId);
    return erased;
  }

  #scrub(documentId: string): void {
    try {
      pragma(this.#database, 'wal_checkpoint(TRUNCATE)');
      this.#database.exec('VACUUM');
      pragma(this.#database, 'wal_checkpoint(TRUNCATE)');
    } catch (error) {
      const cause = explained(error, this.#options.dataDir);
      const what = `"${documentId}" is erased from the index, but its words may still lie in the database file`;
      const remedy = `${cause.message} Then erase it again`;
      throw failure('index', { what, remedy }, error);
    }
  }

  async remember(id: string, exchange: Exchange, at: Date): Promise<void> {
    this.#write(() => {
      prepared(this.#database, 'INSERT INTO exchange VALUES (?, ?, ?, ?)').run(
        id,
        exchange.question,
        JSON.stringify(exchange.collections),
        at.toISOString(),
      );
    });
  }

  async settle(): Promise<void> {
    await settleGraphs(this.#database, this.#options);
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #collectionId({ owner, name }: CollectionRef): number {
    prepared(this.#database, 'INSERT OR IGNORE INTO collection (owner, name) VALUES (?, ?)').run(owner, name);
    return Number(
      prepared(this.#database, 'SELECT id FROM collection WHERE owner = ? AND name = ?').pluck().get(owner, name),
    );
  }

  /** Takes the write lock first, so that no other process commits between what `work` reads and what it writes. */
  #write<T>(work: () => T): T {
    try {
      return this.#database.transaction(work).immediate();
    } catch (error) {
      throw explained(error, this.#options.dataDir);
    }
  }
}

function otherModel(stored: string, asked: string): Error {
  return failure('fingerprint', {
    what: 'The index was made by another embedding model, and vectors of two models must not be mixed',
    expected: stored,
    found: asked,
    remedy:
      'Set VERBATIM_EMBEDDINGS back to the model the index was made with, or name an empty folder with --data and ingest the documents there',
  });
}
