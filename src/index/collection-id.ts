/**
 * Ids of collections. It stands alone for one promise: none is given twice. Readers hold what they know of a collection by its id,
 * and a change that began before its server's data was deleted must not go on in another server's collection.
 */
import type { CollectionRef } from '../model.js';
import { readNumber, writeNumber } from './meta.js';
import { type Database, prepared } from './statements.js';

/** That of a collection, which is made when it is new. Must run inside a write transaction. */
export function collectionId(database: Database, { owner, name }: CollectionRef): number {
  const find = prepared(database, 'SELECT id FROM collection WHERE owner = ? AND name = ?').pluck();
  const known = find.get(owner, name) as number | undefined;
  if (known !== undefined) return known;
  const id = lastGiven(database) + 1;
  prepared(database, 'INSERT INTO collection (id, owner, name) VALUES (?, ?, ?)').run(id, owner, name);
  return id;
}

/** Deletes an owner's collections, which nothing may refer to any more. Must run inside a write transaction. */
export function deleteCollections(database: Database, owner: string): void {
  writeNumber(database, 'last_collection', lastGiven(database));
  prepared(database, 'DELETE FROM collection WHERE owner = ?').run(owner);
}

function lastGiven(database: Database): number {
  const highest = prepared(database, 'SELECT coalesce(max(id), 0) FROM collection').pluck().get();
  return Math.max(Number(highest), readNumber(database, 'last_collection'));
}
