/** Rows of the database as the nouns of the model: the one place where a column becomes a field. */
import type { CollectionRef, Document, DocumentInfo, Metadata, Outline, Passage } from '../model.js';
import { ownText } from '../text/own.js';
import { bytesToSentences, bytesToSpans } from './bytes.js';
import { type Database, prepared } from './statements.js';
import type { StoredPassage } from './store.js';

/** The columns that `documentInfo` reads, for a query over `document d`, `version v` and `membership m`. */
export const INFO_COLUMNS = `d.key AS key, v.hash AS hash, v.metadata AS metadata,
  (SELECT json_group_array(name) FROM (SELECT c.name AS name FROM membership n JOIN collection c ON c.id = n.collection_id
    WHERE n.document_id = d.id AND c.id IN (SELECT value FROM json_each(@collections)) ORDER BY c.name)) AS collections,
  (SELECT n.source FROM membership n WHERE n.document_id = d.id
    AND n.collection_id IN (SELECT value FROM json_each(@collections)) ORDER BY n.collection_id LIMIT 1) AS source`;

export interface InfoRow {
  readonly key: string;
  readonly hash: string;
  readonly metadata: string;
  readonly collections: string;
  readonly source: string | null;
}

export interface TextRow extends InfoRow {
  readonly text: string;
  readonly outline: string;
}

export interface PassageRow extends InfoRow {
  readonly id: number;
  readonly version_id: number;
  readonly ordinal: number;
  readonly start: number;
  readonly end: number;
  readonly sentences: Buffer;
  readonly vectors: Buffer;
}

export function documentInfo(row: InfoRow): DocumentInfo {
  return {
    id: row.key,
    version: row.hash,
    collections: JSON.parse(row.collections) as string[],
    source: row.source ?? '',
    ...(JSON.parse(row.metadata) as Metadata),
  };
}

export function fullDocument(row: TextRow): Document {
  return { ...documentInfo(row), text: row.text, outline: JSON.parse(row.outline) as Outline };
}

export function storedPassage(row: PassageRow, text: string, dimensions: number): StoredPassage {
  const { vectors } = row;
  const document = documentInfo(row);
  const span = { start: row.start, end: row.end };
  const passage: Passage = {
    documentId: document.id,
    version: document.version,
    ordinal: row.ordinal,
    span,
    text: ownText(text.slice(span.start, span.end)),
    sentences: bytesToSpans(row.sentences),
  };
  return {
    passageId: row.id,
    passage,
    document,
    // Made when asked for: a passage is kept for other questions, and most of those that are found are not read.
    get sentenceVectors() {
      return bytesToSentences(vectors, dimensions);
    },
  };
}

export interface CollectionRow extends CollectionRef {
  readonly id: number;
}

/** Collections with their ids; those that do not exist are left out. */
export function collectionRows(database: Database, visible: readonly CollectionRef[]): CollectionRow[] {
  const find = prepared(database, 'SELECT id, owner, name FROM collection WHERE owner = ? AND name = ?');
  const found = visible.map(({ owner, name }) => find.get(owner, name) as CollectionRow | undefined);
  const rows = new Map(found.filter((row) => row !== undefined).map((row) => [row.id, row]));
  return [...rows.values()].sort((left, right) => left.id - right.id);
}
