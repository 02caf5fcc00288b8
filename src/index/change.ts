/** One undoable change of one collection: every document it touches is noted with what it was before. */
import { createHash } from 'node:crypto';
import type { Metadata } from '../model.js';
import { analysisLanguage } from '../text/terms.js';
import { bytesToFloats, bytesToSentences, floatsToBytes, sentencesToBytes, spansToBytes } from './bytes.js';
import { type Database, prepared } from './sqlite.js';
import type { ChangeWriter, KnownVectors, NewDocument, NewPassage, StoredState } from './store.js';

export interface ChangeOptions {
  readonly database: Database;
  readonly collectionId: number;
  readonly owner: string;
  readonly changeId: number;
  readonly now: () => Date;
  /** Runs its work in one transaction. */
  readonly write: <T>(work: () => T) => T;
}

interface Place {
  readonly source: string;
  readonly target: string;
}

const STATE = `SELECT d.key AS documentId, m.source, m.target, v.digest,
  (SELECT count(*) FROM passage p WHERE p.version_id = v.id) AS passages
  FROM membership m JOIN document d ON d.id = m.document_id JOIN version v ON v.id = d.version_id
  WHERE m.collection_id = ?`;

export class SqliteChange implements ChangeWriter {
  readonly #options: ChangeOptions;
  readonly #database: Database;

  constructor(options: ChangeOptions) {
    this.#options = options;
    this.#database = options.database;
  }

  async state(documentId: string): Promise<StoredState | undefined> {
    const row = prepared(this.#database, `${STATE} AND d.key = ?`).get(this.#options.collectionId, documentId);
    return row as StoredState | undefined;
  }

  async statesOf(target: string): Promise<readonly StoredState[]> {
    const rows = prepared(this.#database, `${STATE} AND m.target = ? ORDER BY d.key`);
    return rows.all(this.#options.collectionId, target) as StoredState[];
  }

  async isTombstone(documentId: string): Promise<boolean> {
    const find = prepared(this.#database, 'SELECT 1 FROM tombstone WHERE collection_id = ? AND key = ?');
    return find.get(this.#options.collectionId, documentId) !== undefined;
  }

  async knownVectors(inputDigests: readonly string[]): Promise<ReadonlyMap<string, KnownVectors>> {
    const find = prepared(
      this.#database,
      'SELECT vector, sentence_vectors FROM passage WHERE input_digest = ? ORDER BY id DESC LIMIT 1',
    );
    const known = new Map<string, KnownVectors>();
    for (const digest of inputDigests) {
      const row = find.get(digest) as { vector: Buffer; sentence_vectors: Buffer } | undefined;
      if (row === undefined) continue;
      const vector = bytesToFloats(row.vector);
      known.set(digest, { vector, sentenceVectors: bytesToSentences(row.sentence_vectors, vector.length) });
    }
    return known;
  }

  async addTarget(target: string): Promise<void> {
    const { collectionId, changeId } = this.#options;
    this.#options.write(() => {
      prepared(this.#database, 'INSERT OR IGNORE INTO target (collection_id, uri, change_id) VALUES (?, ?, ?)').run(
        collectionId,
        target,
        changeId,
      );
    });
  }

  async forgetTarget(target: string): Promise<void> {
    this.#options.write(() => {
      prepared(this.#database, 'DELETE FROM target WHERE collection_id = ? AND uri = ?').run(
        this.#options.collectionId,
        target,
      );
    });
  }

  async put(document: NewDocument, options: { readonly force?: boolean } = {}): Promise<boolean> {
    return this.#options.write(() => {
      const documentId = this.#documentId(document.documentId);
      const before = this.#current(documentId);
      if (options.force !== true && before.digest === document.digest) return false;
      const versionId = this.#insertVersion(documentId, document);
      for (const [ordinal, passage] of document.passages.entries()) this.#insertPassage(versionId, ordinal, passage);
      prepared(this.#database, 'UPDATE document SET version_id = ? WHERE id = ?').run(versionId, documentId);
      const place = { source: document.source, target: document.target };
      this.#place(documentId, place);
      const lifted = prepared(this.#database, 'DELETE FROM tombstone WHERE collection_id = ? AND key = ?').run(
        this.#options.collectionId,
        document.documentId,
      ).changes;
      this.#note(documentId, before, { versionId, place, tombstone: lifted > 0 ? -1 : 0 });
      return true;
    });
  }

  async relocate(documentId: string, place: Place): Promise<void> {
    this.#options.write(() => {
      prepared(
        this.#database,
        'UPDATE membership SET source = ?, target = ? WHERE collection_id = ? AND document_id = ?',
      ).run(place.source, place.target, this.#options.collectionId, this.#documentId(documentId));
    });
  }

  async remove(documentId: string, options: { readonly tombstone: boolean }): Promise<void> {
    const { collectionId, now } = this.#options;
    this.#options.write(() => {
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

  #insertPassage(versionId: number, ordinal: number, passage: NewPassage): void {
    const inserted = prepared(
      this.#database,
      `INSERT INTO passage (version_id, ordinal, start, end, sentences, length, input_digest, vector, sentence_vectors)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      versionId,
      ordinal,
      passage.span.start,
      passage.span.end,
      spansToBytes(passage.sentences),
      passage.terms.length,
      passage.inputDigest,
      floatsToBytes(passage.vector),
      sentencesToBytes(passage.sentenceVectors),
    );
    this.#insertPostings(Number(inserted.lastInsertRowid), passage.terms);
  }

  #insertPostings(passageId: number, terms: readonly string[]): void {
    const frequencies = new Map<string, number>();
    for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    const addTerm = prepared(this.#database, 'INSERT OR IGNORE INTO term (text) VALUES (?)');
    const addPosting = prepared(
      this.#database,
      'INSERT INTO posting VALUES ((SELECT id FROM term WHERE text = ?), ?, ?)',
    );
    for (const [term, frequency] of frequencies) {
      addTerm.run(term);
      addPosting.run(term, passageId, frequency);
    }
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
    prepared(this.#database, "UPDATE meta SET value = value + 1 WHERE key = 'generation'").run();
  }
}

/** The public name of a version: SHA-256 of its canonical text, hexadecimal. */
function versionHash(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
