/** Rows of the database as the nouns of the model: the one place where a column becomes a field. */
import type { Document, DocumentInfo, Metadata, Outline, Passage } from '../model.js';
import { bytesToSentences, bytesToSpans } from './bytes.js';
import { type Database, prepared } from './sqlite.js';
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
  readonly sentence_vectors: Buffer;
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
  const document = documentInfo(row);
  const span = { start: row.start, end: row.end };
  const passage: Passage = {
    documentId: document.id,
    version: document.version,
    ordinal: row.ordinal,
    span,
    text: text.slice(span.start, span.end),
    sentences: bytesToSpans(row.sentences),
  };
  return {
    passageId: row.id,
    passage,
    document,
    sentenceVectors: bytesToSentences(row.sentence_vectors, dimensions),
  };
}

/** The ids of collections by owner and name; those that do not exist are left out. */
export function collectionIds(
  database: Database,
  visible: readonly { readonly owner: string; readonly name: string }[],
): number[] {
  const find = prepared(database, 'SELECT id FROM collection WHERE owner = ? AND name = ?').pluck();
  const ids = visible.map(({ owner, name }) => find.get(owner, name) as number | undefined);
  return [...new Set(ids.filter((id) => id !== undefined))].sort((left, right) => left - right);
}
