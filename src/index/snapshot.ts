/**
 * One consistent state of the SQLite index as its reader may see it. Used within read transactions, as long as they see the
 * same state; what is costly to build (live rows, loose vectors) is handed in by the reader.
 */
import type { Document, DocumentInfo } from '../model.js';
import type { CollectionState } from './collection.js';
import { holdsAll, scoreAll } from './exhaustive.js';
import { type LexicalQuery, lexicalQuery, searchLexical } from './lexical.js';
import { documentInfo, fullDocument, INFO_COLUMNS, type PassageRow, storedPassage, type TextRow } from './rows.js';
import { type CollectionVectors, cosinesOf, roughCosinesOf, searchSemantic } from './semantic.js';
import { frequenciesOf, nearTermsOf } from './spelt.js';
import { type Database, prepared } from './statements.js';
import type {
  AllScores,
  EmbeddingModel,
  LexicalResult,
  NearTerm,
  PassageId,
  RoughCosines,
  Scored,
  Snapshot,
  StoredPassage,
  StoredVersion,
} from './store.js';
import type { TermsIndex } from './terms-index.js';
import type { Vocabulary } from './vocabulary.js';

const VISIBLE = `m.collection_id IN (SELECT value FROM json_each(@collections))`;
const CURRENT = `FROM membership m JOIN document d ON d.id = m.document_id JOIN version v ON v.id = d.version_id`;

/** What a reader hands to a snapshot, all of it at one state of the database. */
export interface Parts {
  readonly database: Database;
  /** What may be seen, an owner each. */
  readonly visible: readonly CollectionState[];
  readonly terms: TermsIndex;
  /** The model that answers. */
  readonly model: EmbeddingModel | undefined;
  /** The words of an owner's terms, loaded when first asked for. */
  vocabulary(owner: string): Vocabulary;
  /** Loaded when the first semantic search asks. */
  vectors(): Promise<readonly CollectionVectors[]>;
}

/** Passages kept for the next question, some four kilobytes each: all of a collection that is scanned whole. */
const KEPT_PASSAGES = 4_096;

export class SqliteSnapshot implements Snapshot {
  readonly #passages = new Map<PassageId, StoredPassage>();
  readonly #parts: Parts;
  readonly #collections: string;
  readonly languages: readonly string[];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.languages = [...new Set(parts.visible.flatMap(({ live }) => live.languages))].sort();
    this.#collections = JSON.stringify(parts.visible.flatMap(({ ids }) => ids));
  }

  get fingerprint(): string {
    return this.#parts.model?.fingerprint ?? '';
  }

  get size(): number {
    return this.#parts.visible.reduce((sum, { live }) => sum + live.size, 0);
  }

  async lexical(terms: readonly string[], limit: number): Promise<LexicalResult> {
    return searchLexical(this.#lexicalQuery(terms), limit);
  }

  async scoreAll(terms: readonly string[], vector: Float32Array): Promise<AllScores | undefined> {
    const [only, ...others] = await this.#parts.vectors();
    if (only === undefined || others.length > 0 || !holdsAll(only)) return undefined;
    return scoreAll(only, this.#lexicalQuery(terms), vector);
  }

  #lexicalQuery(terms: readonly string[]): LexicalQuery {
    return lexicalQuery(this.#parts.visible, this.#parts.terms, terms);
  }

  async frequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return frequenciesOf(this.#parts, terms);
  }

  async nearTerms(word: string, edits: 1 | 2): Promise<readonly NearTerm[]> {
    return nearTermsOf(this.#parts, word, edits);
  }

  async nearest(vector: Float32Array, limit: number): Promise<readonly Scored[]> {
    return searchSemantic(await this.#parts.vectors(), vector, limit);
  }

  async cosines(vector: Float32Array, ids: readonly PassageId[]): Promise<readonly number[]> {
    return cosinesOf(this.#parts.database, await this.#parts.vectors(), { vector, ids });
  }

  async roughCosines(vector: Float32Array, ids: readonly PassageId[]): Promise<RoughCosines> {
    return roughCosinesOf(this.#parts.database, await this.#parts.vectors(), { vector, ids });
  }

  async passages(ids: readonly PassageId[]): Promise<readonly StoredPassage[]> {
    const texts = new Map<number, string>();
    return ids
      .filter((id) => this.#parts.visible.some(({ live }) => live.has(id)))
      .map((id) => {
        const kept = this.#passages.get(id);
        if (kept !== undefined) return kept;
        const passage = this.#readPassage(id, texts);
        if (this.#passages.size >= KEPT_PASSAGES) this.#passages.clear();
        this.#passages.set(id, passage);
        return passage;
      });
  }

  #readPassage(id: PassageId, texts: Map<number, string>): StoredPassage {
    const read = prepared(
      this.#parts.database,
      `SELECT p.id, p.id - r.first_passage AS ordinal, p.start, p.end, p.sentences, s.vectors, r.version_id, ${INFO_COLUMNS}
       FROM passage p JOIN sentence_vectors s ON s.passage_id = p.id JOIN preparation r ON r.id = p.preparation_id
         JOIN version v ON v.id = r.version_id JOIN document d ON d.id = v.document_id WHERE p.id = @id`,
    );
    const readText = prepared(this.#parts.database, 'SELECT text FROM version WHERE id = ?').pluck();
    const row = read.get({ id, collections: this.#collections }) as PassageRow;
    const text = texts.get(row.version_id) ?? (readText.get(row.version_id) as string);
    texts.set(row.version_id, text);
    return storedPassage(row, text, this.#parts.model?.dimensions ?? 0);
  }

  async passagesOf(documentId: string): Promise<readonly StoredPassage[]> {
    const rows = prepared(
      this.#parts.database,
      `SELECT DISTINCT p.first_passage AS first, p.passages AS count ${CURRENT} JOIN preparation p ON p.version_id = v.id
         WHERE ${VISIBLE} AND d.key = @documentId AND p.model_id = (SELECT value FROM meta WHERE key = 'model') ORDER BY 1`,
    ).all({ documentId, collections: this.#collections }) as { readonly first: number; readonly count: number }[];
    const ids = rows.flatMap(({ first, count }) => Array.from({ length: count }, (_, index) => first + index));
    return this.passages(ids);
  }

  async documents(range: { readonly after?: string; readonly limit?: number } = {}): Promise<readonly DocumentInfo[]> {
    const rows = prepared(
      this.#parts.database,
      `SELECT DISTINCT ${INFO_COLUMNS} ${CURRENT} WHERE ${VISIBLE} AND d.key > @after ORDER BY d.key LIMIT @limit`,
    ).all({ collections: this.#collections, after: range.after ?? '', limit: range.limit ?? -1 });
    return (rows as TextRow[]).map(documentInfo);
  }

  async document(documentId: string, version?: string): Promise<Document | undefined> {
    const row = prepared(
      this.#parts.database,
      `SELECT v.text, v.outline, ${INFO_COLUMNS} ${CURRENT} WHERE ${VISIBLE} AND d.key = @documentId AND v.hash = coalesce(@version, v.hash) LIMIT 1`,
    ).get({ documentId, version: version ?? null, collections: this.#collections }) as TextRow | undefined;
    return row === undefined ? undefined : fullDocument(row);
  }

  async version(start: string, accept: (documentId: string) => boolean): Promise<StoredVersion | undefined> {
    const rows = prepared(
      this.#parts.database,
      `SELECT v.text, v.outline, v.id = d.version_id AS current, ${INFO_COLUMNS}
         FROM version v JOIN document d ON d.id = v.document_id
         WHERE v.hash >= @start AND v.hash < @start || 'g' AND d.version_id IS NOT NULL
           AND EXISTS (SELECT 1 FROM membership m WHERE m.document_id = d.id AND ${VISIBLE})
         ORDER BY current DESC, v.id DESC`,
    ).all({ start, collections: this.#collections }) as (TextRow & { readonly current: number })[];
    const row = rows.find(({ key }) => accept(key));
    return row === undefined ? undefined : { document: fullDocument(row), current: row.current === 1 };
  }

  async *earlierVersions(): AsyncIterable<Document> {
    const ids = prepared(
      this.#parts.database,
      `SELECT v.id FROM version v JOIN document d ON d.id = v.document_id
       WHERE v.id <> d.version_id
         AND EXISTS (SELECT 1 FROM membership m WHERE m.document_id = d.id AND ${VISIBLE})
       ORDER BY v.id DESC`,
    )
      .pluck()
      .all({ collections: this.#collections }) as number[];
    const read = prepared(
      this.#parts.database,
      `SELECT v.text, v.outline, ${INFO_COLUMNS} FROM version v JOIN document d ON d.id = v.document_id WHERE v.id = @id`,
    );
    for (const id of ids) yield fullDocument(read.get({ id, collections: this.#collections }) as TextRow);
  }
}
