/**
 * Which embedding models prepared what is stored, and which of them answers. A new model prepares every current version
 * beside the old one's passages; then one row is changed and it answers.
 */
import type { Draft, Metadata, Outline } from '../model.js';
import { readNumber, writeNumber } from './meta.js';
import { type Database, prepared } from './statements.js';
import type { EmbeddingModel, UnpreparedVersion } from './store.js';

/** The model that answers; undefined while nothing was ever stored. */
export function currentModel(database: Database): (EmbeddingModel & { readonly id: number }) | undefined {
  return prepared(database, 'SELECT id, fingerprint, choice, dimensions FROM model WHERE id = ?').get(
    readNumber(database, 'model'),
  ) as (EmbeddingModel & { readonly id: number }) | undefined;
}

/**
 * The id of a model, noted when it is new. It becomes the one that answers when nothing is prepared yet. Must run inside a
 * write transaction.
 */
export function enrol(database: Database, { fingerprint, choice, dimensions }: EmbeddingModel): number {
  prepared(
    database,
    `INSERT INTO model (fingerprint, choice, dimensions) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET choice = excluded.choice WHERE excluded.choice <> '' AND choice <> excluded.choice`,
  ).run(fingerprint, choice, dimensions);
  const id = Number(prepared(database, 'SELECT id FROM model WHERE fingerprint = ?').pluck().get(fingerprint));
  const isFirst = prepared(database, 'SELECT 1 FROM preparation LIMIT 1').get() === undefined;
  if (isFirst && readNumber(database, 'model') !== id) writeNumber(database, 'model', id);
  return id;
}

interface Row {
  readonly versionId: number;
  readonly documentId: string;
  readonly text: string;
  readonly outline: string;
  readonly metadata: string;
}

/** Versions that stand in a collection and that `model` has not prepared, those after `after`, the first `limit` of them. */
export function unpreparedCurrent(
  database: Database,
  model: number,
  page: { readonly after: number; readonly limit: number },
): UnpreparedVersion[] {
  const rows = prepared(
    database,
    `SELECT v.id AS versionId, d.key AS documentId, v.text, v.outline, v.metadata
       FROM document d JOIN version v ON v.id = d.version_id
       WHERE d.version_id > @after AND EXISTS (SELECT 1 FROM membership m WHERE m.document_id = d.id)
         AND NOT EXISTS (SELECT 1 FROM preparation p WHERE p.version_id = d.version_id AND p.model_id = @model)
       ORDER BY d.version_id LIMIT @limit`,
  ).all({ model, ...page }) as Row[];
  return rows.map(unprepared);
}

/** The same of those among the versions named. */
export function unpreparedAmong(
  database: Database,
  { model, versions }: { readonly model: number; readonly versions: readonly number[] },
  page: { readonly after: number; readonly limit: number },
): UnpreparedVersion[] {
  const rows = prepared(
    database,
    `SELECT v.id AS versionId, d.key AS documentId, v.text, v.outline, v.metadata
       FROM version v JOIN document d ON d.id = v.document_id
       WHERE v.id IN (SELECT value FROM json_each(@versions)) AND v.id > @after
         AND NOT EXISTS (SELECT 1 FROM preparation p WHERE p.version_id = v.id AND p.model_id = @model)
       ORDER BY v.id LIMIT @limit`,
  ).all({ model, versions: JSON.stringify(versions), ...page }) as Row[];
  return rows.map(unprepared);
}

function unprepared({ versionId, documentId, text, outline, metadata }: Row): UnpreparedVersion {
  const draft: Draft = { text, outline: JSON.parse(outline) as Outline, ...(JSON.parse(metadata) as Metadata) };
  return { versionId, documentId, draft };
}

/** Current versions and their state under a model, for telling how far a swap is. */
export function preparedShare(database: Database, model: number): { readonly done: number; readonly total: number } {
  return prepared(
    database,
    `SELECT count(*) AS total, coalesce(sum(EXISTS (SELECT 1 FROM preparation p
         WHERE p.version_id = d.version_id AND p.model_id = ?)), 0) AS done
       FROM document d WHERE d.version_id IS NOT NULL AND EXISTS (SELECT 1 FROM membership m WHERE m.document_id = d.id)`,
  ).get(model) as { readonly done: number; readonly total: number };
}
