/** One undoable change of one collection: every document it touches is noted with what it was before. */
import { createHash } from 'node:crypto';
import type { Metadata } from '../model.js';
import { analysisLanguage } from '../text/terms.js';
import { insertPreparation } from './preparations.js';
import { type Database, prepared } from './statements.js';
import type { ChangeWriter, NewDocument, StoredState } from './store.js';
import { touch } from './touched.js';

export interface ChangeOptions {
  readonly database: Database;
  readonly collectionId: number;
  readonly owner: string;
  readonly changeId: number;
  /** The model that documents are prepared for; throws `fingerprint` when it no longer answers. */
  readonly answeringModel: () => number;
  readonly now: () => Date;
  /** Runs its work in one transaction. */
  readonly write: <T>(work: () => T) => Promise<T>;
  /** Runs its work, with errors of SQLite in words. */
  readonly read: <T>(work: () => T) => T;
  /** Told after a document was stored. */
  readonly onStored: () => Promise<void>;
}

interface Place {
  readonly source: string;
  readonly target: string;
}

const STATE_COLUMNS = `d.key AS documentId, m.source, m.target, v.digest,
  coalesce((SELECT p.passages FROM preparation p WHERE p.version_id = v.id
    ORDER BY p.model_id = (SELECT value FROM meta WHERE key = 'model') DESC LIMIT 1), 0) AS passages`;
/** Read in this order: from the document to whether it stands in the collection. */
const STATE_OF = `SELECT ${STATE_COLUMNS} FROM document d
  CROSS JOIN membership m ON m.document_id = d.id AND m.collection_id = ? CROSS JOIN version v ON v.id = d.version_id
  WHERE d.owner = ? AND d.key = ?`;
const STATES_OF = `SELECT ${STATE_COLUMNS} FROM membership m JOIN document d ON d.id = m.document_id
  JOIN version v ON v.id = d.version_id WHERE m.collection_id = ? AND m.target = ? ORDER BY d.key`;

export class SqliteChange implements ChangeWriter {
  readonly #options: ChangeOptions;
  readonly #database: Database;

  constructor(options: ChangeOptions) {
    this.#options = options;
    this.#database = options.database;
  }

  async state(documentId: string): Promise<StoredState | undefined> {
    const { collectionId, owner, read } = this.#options;
    const row = read(() => prepared(this.#database, STATE_OF).get(collectionId, owner, documentId));
    return row as StoredState | undefined;
  }

  async statesOf(target: string): Promise<readonly StoredState[]> {
    const { collectionId, read } = this.#options;
    const find = (): unknown[] => prepared(this.#database, STATES_OF).all(collectionId, target);
    return read(find) as StoredState[];
  }

  async isTombstone(documentId: string): Promise<boolean> {
    const find = prepared(this.#database, 'SELECT 1 FROM tombstone WHERE collection_id = ? AND key = ?');
    return find.get(this.#options.collectionId, documentId) !== undefined;
  }

  async addTarget(target: string): Promise<void> {
    const { collectionId, changeId } = this.#options;
    await this.#options.write(() => {
      prepared(this.#database, 'INSERT OR IGNORE INTO target (collection_id, uri, change_id) VALUES (?, ?, ?)').run(
        collectionId,
        target,
        changeId,
      );
    });
  }

  async forgetTarget(target: string): Promise<void> {
    await this.#options.write(() => {
      prepared(this.#database, 'DELETE FROM target WHERE collection_id = ? AND uri = ?').run(
        this.#options.collectionId,
        target,
      );
    });
  }

  async put(document: NewDocument, options: { readonly force?: boolean } = {}): Promise<boolean> {
    const [stored] = await this.putAll([document], options);
    return stored === true;
  }

  async putAll(
    documents: readonly NewDocument[],
    { force = false }: { readonly force?: boolean } = {},
  ): Promise<readonly boolean[]> {
    const stored = await this.#options.write(() => documents.map((document) => this.#put(document, force)));
    if (stored.includes(true)) await this.#options.onStored();
    return stored;
  }

  #put(document: NewDocument, force: boolean): boolean {
    const modelId = this.#options.answeringModel();
    const documentId = this.#documentId(document.documentId);
    const before = this.#current(documentId);
    if (!force && before.digest === document.digest) return false;
    const versionId = this.#insertVersion(documentId, document);
    const { language } = document.draft;
    const { owner } = this.#options;
    insertPreparation(this.#database, { owner, versionId, modelId, language }, document.passages);
    prepared(this.#database, 'UPDATE document SET version_id = ? WHERE id = ?').run(versionId, documentId);
    const place = { source: document.source, target: document.target };
    this.#place(documentId, place);
    const lifted = prepared(this.#database, 'DELETE FROM tombstone WHERE collection_id = ? AND key = ?').run(
      this.#options.collectionId,
      document.documentId,
    ).changes;
    this.#note(documentId, before, { versionId, place, tombstone: lifted > 0 ? -1 : 0 });
    return true;
  }

  async relocate(documentId: string, place: Place): Promise<void> {
    await this.#options.write(() => {
      prepared(
        this.#database,
        'UPDATE membership SET source = ?, target = ? WHERE collection_id = ? AND document_id = ?',
      ).run(place.source, place.target, this.#options.collectionId, this.#documentId(documentId));
    });
  }

  async remove(documentId: string, options: { readonly tombstone: boolean }): Promise<void> {
    const { collectionId, now } = this.#options;
    await this.#options.write(() => {
      const id = this.#documentId(documentId);
      const before = this.#current(id);
      prepared(this.#database, 'DELETE FROM membership WHERE collection_id = ? AND document_id = ?').run(
        collectionId,
        id,
      );
      if (options.tombstone) {
        prepared(this.#database, 'INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?)').run(
          collectionId,
          documentId,
          now().toISOString(),
        );
      }
      this.#note(id, before, { tombstone: options.tombstone ? 1 : 0 });
    });
  }

  #documentId(key: string): number {
    const { owner } = this.#options;
    prepared(this.#database, 'INSERT OR IGNORE INTO document (owner, key) VALUES (?, ?)').run(owner, key);
    return Number(
      prepared(this.#database, 'SELECT id FROM document WHERE owner = ? AND key = ?').pluck().get(owner, key),
    );
  }

  /** What the document is in this collection now; nothing when it is not in it. */
  #current(documentId: number): { versionId?: number; digest?: string; place?: Place } {
    const row = prepared(
      this.#database,
      `SELECT d.version_id AS versionId, v.digest, m.source, m.target FROM membership m
         JOIN document d ON d.id = m.document_id JOIN version v ON v.id = d.version_id
         WHERE m.collection_id = ? AND d.id = ?`,
    ).get(this.#options.collectionId, documentId) as ({ versionId: number; digest: string } & Place) | undefined;
    if (row === undefined) return {};
    const { versionId, digest, source, target } = row;
    return { versionId, digest, place: { source, target } };
  }

  #insertVersion(documentId: number, { draft, digest }: Pick<NewDocument, 'draft' | 'digest'>): number {
    const { text, outline, ...metadata } = draft;
    const inserted = prepared(
      this.#database,
      `INSERT INTO version (document_id, hash, digest, text, outline, metadata, language, stored_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      documentId,
      versionHash(text),
      digest,
      text,
      JSON.stringify(outline),
      JSON.stringify(metadata satisfies Metadata),
      analysisLanguage(draft.language),
      this.#options.now().toISOString(),
    );
    return Number(inserted.lastInsertRowid);
  }

  #place(documentId: number, place: Place): void {
    prepared(this.#database, 'INSERT OR REPLACE INTO membership VALUES (?, ?, ?, ?)').run(
      this.#options.collectionId,
      documentId,
      place.source,
      place.target,
    );
  }

  /** Keeps the first `before` and the last `after` when one change touches a document twice. */
  #note(
    documentId: number,
    before: { readonly versionId?: number; readonly place?: Place },
    after: { readonly versionId?: number; readonly place?: Place; readonly tombstone: number },
  ): void {
    const json = (place: Place | undefined): string | null => (place === undefined ? null : JSON.stringify(place));
    prepared(
      this.#database,
      `INSERT INTO change_entry VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET after_version = excluded.after_version, after_place = excluded.after_place`,
    ).run(
      this.#options.changeId,
      documentId,
      before.versionId ?? null,
      after.versionId ?? null,
      json(before.place),
      json(after.place),
      after.tombstone,
    );
    touch(this.#database, [before.versionId, after.versionId]);
  }
}

/** The public name of a version: SHA-256 of its canonical text, hexadecimal. */
function versionHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
