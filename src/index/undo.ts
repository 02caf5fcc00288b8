/** Takes back the last change of a collection by moving the pointers it moved. Nothing is embedded again. */
import { currentModel, unpreparedAmong } from './models.js';
import { type Database, prepared } from './statements.js';
import type { Undone, UndoneChange, UnpreparedVersion } from './store.js';
import { touch } from './touched.js';

export interface UndoOptions {
  readonly collectionId: number;
  readonly actor: string;
  readonly at: string;
}

interface Entry {
  readonly document_id: number;
  readonly key: string;
  readonly before_version: number | null;
  readonly after_version: number | null;
  readonly before_place: string | null;
  readonly after_place: string | null;
  readonly tombstone: number;
}

interface Place {
  readonly source: string;
  readonly target: string;
}

/** The id of the change that an undo takes back, as a query; `collection` is an expression. */
export const LAST_CHANGE = (collection: string): string => `SELECT l.id FROM change l
  WHERE l.collection_id = ${collection} AND l.undone_at IS NULL AND l.kind NOT IN ('undo', 'erase')
    AND EXISTS (SELECT 1 FROM change_entry x WHERE x.change_id = l.id) ORDER BY l.id DESC LIMIT 1`;

/** Versions that an undo would bring back and whose passages were compacted away. */
export function unpreparedByUndo(
  database: Database,
  collectionId: number,
  page: { readonly after: number; readonly limit: number },
): UnpreparedVersion[] {
  const model = currentModel(database);
  if (model === undefined) return [];
  const versions = prepared(
    database,
    `SELECT before_version FROM change_entry WHERE change_id = (${LAST_CHANGE('?')}) AND before_version IS NOT NULL`,
  )
    .pluck()
    .all(collectionId) as number[];
  return unpreparedAmong(database, { model: model.id, versions }, page);
}

/** Must run inside a write transaction. Undefined when there is nothing to take back. */
export function undoLast(database: Database, options: UndoOptions): UndoneChange | undefined {
  const { collectionId, actor, at } = options;
  const change = prepared(
    database,
    `SELECT c.id, c.kind, c.actor, c.at FROM change c WHERE c.id = (${LAST_CHANGE('?')})`,
  ).get(collectionId) as ({ readonly id: number } & Omit<UndoneChange, 'documents'>) | undefined;
  if (change === undefined) return undefined;
  const { id, ...undone } = change;
  const entries = prepared(
    database,
    `SELECT e.*, d.key FROM change_entry e JOIN document d ON d.id = e.document_id WHERE e.change_id = ? ORDER BY d.key`,
  ).all(id) as Entry[];
  const documents = entries.map((entry) => restore(database, options, entry));
  // A folder named by mistake must not come back with the next reindex. Those the process starts with come back with its next
  // start in any case: until then a reindex must find them.
  if (undone.actor !== 'start') prepared(database, 'DELETE FROM target WHERE change_id = ?').run(id);
  prepared(database, 'UPDATE change SET undone_at = ? WHERE id = ?').run(at, id);
  const insert = "INSERT INTO change (collection_id, kind, actor, at) VALUES (?, 'undo', ?, ?)";
  prepared(database, insert).run(collectionId, actor, at);
  touch(
    database,
    entries.flatMap((entry) => [entry.before_version, entry.after_version]),
  );
  return { ...undone, documents };
}

function restore(database: Database, options: UndoOptions, entry: Entry): Undone {
  const { collectionId, at } = options;
  if (entry.before_version === null) {
    prepared(database, 'DELETE FROM membership WHERE collection_id = ? AND document_id = ?').run(
      collectionId,
      entry.document_id,
    );
  } else {
    const place = JSON.parse(entry.before_place ?? '{}') as Place;
    prepared(database, 'INSERT OR REPLACE INTO membership VALUES (?, ?, ?, ?)').run(
      collectionId,
      entry.document_id,
      place.source,
      place.target,
    );
    prepared(database, 'UPDATE document SET version_id = ? WHERE id = ?').run(entry.before_version, entry.document_id);
  }
  if (entry.tombstone > 0) {
    prepared(database, 'DELETE FROM tombstone WHERE collection_id = ? AND key = ?').run(collectionId, entry.key);
  } else if (entry.tombstone < 0) {
    prepared(database, 'INSERT OR REPLACE INTO tombstone VALUES (?, ?, ?)').run(collectionId, entry.key, at);
  }
  return describe(database, entry);
}

function describe(database: Database, entry: Entry): Undone {
  const place = JSON.parse(entry.before_place ?? entry.after_place ?? '{}') as Partial<Place>;
  const count = prepared(
    database,
    "SELECT passages FROM preparation WHERE version_id = ? AND model_id = (SELECT value FROM meta WHERE key = 'model')",
  ).pluck();
  const kind = entry.before_version === null ? 'removed' : entry.after_version === null ? 'added' : 'changed';
  return {
    documentId: entry.key,
    source: place.source ?? '',
    kind,
    passages: entry.before_version === null ? 0 : Number(count.get(entry.before_version) ?? 0),
  };
}
