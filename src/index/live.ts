/**
 * The passages a reader may see at one generation of the index, as sorted arrays. Lexical and semantic search both
 * work on its rows, so that statistics are those of the visible collections and of nothing else.
 */

import { type Database, prepared } from './sqlite.js';
import type { PassageId } from './store.js';

export interface LiveSet {
  readonly generation: number;
  /** Ascending; a row of every other array belongs to the passage at the same row here. */
  readonly ids: Uint32Array;
  /** Terms in each passage. */
  readonly lengths: Uint32Array;
  /** Mean of `lengths`; 1 when there are none, so that nobody divides by zero. */
  readonly averageLength: number;
  readonly languages: readonly string[];
}

/** Counts every committed change of what can be seen. */
export function generationOf(database: Database): number {
  const row = prepared(database, "SELECT value FROM meta WHERE key = 'generation'").pluck().get();
  return Number(row ?? 0);
}

export function loadLive(database: Database, collectionIds: readonly number[], generation: number): LiveSet {
  const wanted = JSON.stringify(collectionIds);
  const rows = prepared(
    database,
    `SELECT DISTINCT p.id, p.length FROM membership m
       JOIN document d ON d.id = m.document_id
       JOIN passage p ON p.version_id = d.version_id
       WHERE m.collection_id IN (SELECT value FROM json_each(?)) ORDER BY p.id`,
  )
    .raw()
    .all(wanted) as [number, number][];
  const languages = prepared(
    database,
    `SELECT DISTINCT v.language FROM membership m
       JOIN document d ON d.id = m.document_id
       JOIN version v ON v.id = d.version_id
       WHERE m.collection_id IN (SELECT value FROM json_each(?)) ORDER BY v.language`,
  )
    .pluck()
    .all(wanted) as string[];
  const lengths = Uint32Array.from(rows, ([, length]) => length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return {
    generation,
    ids: Uint32Array.from(rows, ([id]) => id),
    lengths,
    averageLength: rows.length === 0 ? 1 : Math.max(1, total / rows.length),
    languages,
  };
}

/** The row of a passage, or -1 when it is not visible. */
export function rowOf(live: LiveSet, id: PassageId): number {
  let low = 0;
  let high = live.ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = live.ids[middle] as number;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
