/**
 * What each generation touched, so that a reader brings what it holds up to date by what changed, and the indexing
 * thread finds what nobody sees any more.
 */
import { readNumber, writeNumber } from './meta.js';
import { type Database, prepared } from './statements.js';

export const TOUCHED = {
  /** Rows kept for readers that were idle; one that is further behind reads anew. */
  kept: 10_000,
  /** Rows at which the oldest are forgotten. */
  most: 20_000,
} as const;

/** Begins a generation in which these versions may have come or gone. Must run inside a write transaction. */
export function touch(database: Database, versionIds: readonly (number | null | undefined)[]): void {
  const generation = readNumber(database, 'generation') + 1;
  writeNumber(database, 'generation', generation);
  const insert = prepared(database, 'INSERT OR IGNORE INTO touched VALUES (?, ?)');
  for (const versionId of versionIds) if (typeof versionId === 'number') insert.run(generation, versionId);
}

/** Versions touched after `generation`, or undefined when that is no longer known. */
export function touchedSince(database: Database, generation: number): number[] | undefined {
  if (generation < readNumber(database, 'touched_from')) return undefined;
  return prepared(database, 'SELECT DISTINCT version_id FROM touched WHERE generation > ?')
    .pluck()
    .all(generation) as number[];
}

/** Whether enough was touched that `forgetOld` is worth its while. */
export function hasMuchTouched(database: Database): boolean {
  return Number(prepared(database, 'SELECT count(*) FROM touched').pluck().get()) > TOUCHED.most;
}

/** Forgets what was touched long ago and is still seen. Must run inside a write transaction. */
export function forgetOld(database: Database, isHidden: (versionId: number) => boolean): void {
  const oldest = prepared(database, 'SELECT generation FROM touched ORDER BY generation DESC LIMIT 1 OFFSET ?')
    .pluck()
    .get(TOUCHED.kept) as number | undefined;
  if (oldest === undefined) return;
  const rows = prepared(database, 'SELECT DISTINCT version_id FROM touched WHERE generation <= ?')
    .pluck()
    .all(oldest) as number[];
  const forget = prepared(database, 'DELETE FROM touched WHERE generation <= ? AND version_id = ?');
  for (const versionId of rows) if (!isHidden(versionId)) forget.run(oldest, versionId);
  writeNumber(database, 'touched_from', Math.max(oldest, readNumber(database, 'touched_from')));
}
