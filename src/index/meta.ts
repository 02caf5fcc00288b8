/** Single values that the index keeps about itself. */
import { type Database, prepared } from './statements.js';

/** Numbers, 0 until written. `generation` counts every committed change of what can be seen. */
export type NumberKey =
  | ('generation' | 'model' | 'merged' | 'merged_passage' | 'postings' | 'touched_from')
  /** The highest id of a collection that is gone: readers hold what they know by id, so none is given twice. */
  | 'last_collection';

export function readNumber(database: Database, key: NumberKey): number {
  return Number(prepared(database, 'SELECT value FROM meta WHERE key = ?').pluck().get(key) ?? 0);
}

export function writeNumber(database: Database, key: NumberKey, value: number): void {
  prepared(database, 'INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, String(value));
}
