/** Deletes every trace of a document's text. It stands alone because it is the one thing that cannot be undone. */
import { type Database, prepared } from './sqlite.js';
import type { Undone } from './store.js';
import type { UndoOptions } from './undo.js';

/**
 * Must run inside a write transaction. The document leaves every collection of its owner, its versions, passages and
 * postings go, earlier changes that touched it can no longer bring it back, and a tombstone keeps a reindex from doing so.
 */
export function eraseDocument(
  database: Database,
  options: UndoOptions & { readonly documentId: string },
): Undone | undefined {
  const { collectionId, documentId, actor, at } = options;
  const row = prepared(
    database,
    `SELECT d.id, (SELECT m.source FROM membership m WHERE m.document_id = d.id LIMIT 1) AS source
       FROM document d JOIN collection c ON c.owner = d.owner WHERE c.id = ? AND d.key = ?`,
  ).get(collectionId, documentId) as { id: number; source: string | null } | undefined;
  if (row === undefined) return undefined;
  const run = (sql: string): unknown => prepared(database, sql).run(row.id);
  const collections = prepared(database, 'SELECT collection_id FROM membership WHERE document_id = ? UNION SELECT ?')
    .pluck()
    .all(row.id, collectionId);
  run(`DELETE FROM posting WHERE passage_id IN
    (SELECT p.id FROM passage p JOIN version v ON v.id = p.version_id WHERE v.document_id = ?)`);
  run('DELETE FROM passage WHERE version_id IN (SELECT id FROM version WHERE document_id = ?)');
  run('DELETE FROM membership WHERE document_id = ?');
  run('DELETE FROM change_entry WHERE document_id = ?');
  run('UPDATE document SET version_id = NULL WHERE id = ?');
  run('DELETE FROM version WHERE document_id = ?');
  prepared(database, 'DELETE FROM term WHERE id NOT IN (SELECT term_id FROM posting)').run();
  const bury = prepared(database, 'INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?)');
  for (const collection of collections) bury.run(collection, documentId, at);
  prepared(database, "INSERT INTO change (collection_id, kind, actor, at) VALUES (?, 'erase', ?, ?)").run(
    collectionId,
    actor,
    at,
  );
  prepared(database, "UPDATE meta SET value = value + 1 WHERE key = 'generation'").run();
  return { documentId, source: row.source ?? '', kind: 'removed', passages: 0 };
}
