/** Deletes every trace of a document's text. It stands alone because it is the one thing that cannot be undone. */
import { deleteCollections } from './collection-id.js';
import { dropQuotes } from './exchanges.js';
import { readNumber, writeNumber } from './meta.js';
import { mergePostings } from './postings.js';
import { deletePreparations } from './preparations.js';
import { type Database, prepared } from './statements.js';
import type { Undone } from './store.js';
import { touch } from './touched.js';
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
  // Merged first, so that a term without a block is a term that no document has.
  while (mergePostings(database));
  const preparations = prepared(
    database,
    'SELECT p.id FROM preparation p JOIN version v ON v.id = p.version_id WHERE v.document_id = ?',
  ).pluck();
  deletePreparations(database, preparations.all(row.id) as number[]);
  dropQuotes(database, { documentId, rowId: row.id });
  run('DELETE FROM membership WHERE document_id = ?');
  run('DELETE FROM change_entry WHERE document_id = ?');
  run('UPDATE document SET version_id = NULL WHERE id = ?');
  run('DELETE FROM version WHERE document_id = ?');
  prepared(database, 'DELETE FROM term WHERE id NOT IN (SELECT term_id FROM posting_block)').run();
  prepared(
    database,
    'DELETE FROM gap_closing WHERE document = ? AND owner = (SELECT owner FROM document WHERE id = ?)',
  ).run(documentId, row.id);
  const bury = prepared(database, 'INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?)');
  for (const collection of collections) bury.run(collection, documentId, at);
  prepared(database, "INSERT INTO change (collection_id, kind, actor, at) VALUES (?, 'erase', ?, ?)").run(
    collectionId,
    actor,
    at,
  );
  touch(database, []);
  // The versions are gone: nothing is left to tell readers what to hide.
  writeNumber(database, 'touched_from', readNumber(database, 'generation'));
  return { documentId, source: row.source ?? '', kind: 'removed', passages: 0 };
}

/**
 * All that an owner's collections hold, and the collections. Must run inside a write transaction. Gives the names of graph files
 * that nobody will ask for again, to be deleted once it is committed.
 */
export function eraseOwner(database: Database, owner: string): readonly string[] {
  const all = <T>(sql: string): T[] => prepared(database, sql).pluck().all(owner) as T[];
  if (all('SELECT id FROM collection WHERE owner = ?').length === 0) return [];
  const graphs = all<string>(
    'SELECT g.file FROM graph g JOIN collection c ON c.id = g.collection_id WHERE c.owner = ?',
  );
  while (mergePostings(database));
  deletePreparations(
    database,
    all<number>(`SELECT p.id FROM preparation p JOIN version v ON v.id = p.version_id JOIN document d ON d.id = v.document_id
           WHERE d.owner = ?`),
  );
  const run = (sql: string): unknown => prepared(database, sql).run(owner);
  const OF_COLLECTION = 'collection_id IN (SELECT id FROM collection WHERE owner = ?)';
  const OF_DOCUMENT = 'document_id IN (SELECT id FROM document WHERE owner = ?)';
  run(`DELETE FROM change_entry WHERE ${OF_DOCUMENT}`);
  for (const table of ['membership', 'tombstone', 'target', 'graph', 'change']) {
    run(`DELETE FROM ${table} WHERE ${OF_COLLECTION}`);
  }
  run('UPDATE document SET version_id = NULL WHERE owner = ?');
  run(`DELETE FROM version WHERE ${OF_DOCUMENT}`);
  run('DELETE FROM document WHERE owner = ?');
  deleteCollections(database, owner);
  prepared(database, 'DELETE FROM term WHERE id NOT IN (SELECT term_id FROM posting_block)').run();
  touch(database, []);
  writeNumber(database, 'touched_from', readNumber(database, 'generation'));
  return graphs;
}
