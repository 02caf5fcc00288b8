/**
 * Writes what is kept of people anew, so that nothing of what went stays in unused parts of the pages. It stands alone because
 * `secure_delete` does not do it all: SQLite zeroes a row where it stands when it goes, but not the copies that it left behind
 * when it was moved between pages to balance them (of 18,000 questions deleted over 120 days, words of 7 to 24 could be read
 * in the file). A table that is emptied as a whole gives its pages back, and those are zeroed whole.
 */
import { type Database, prepared } from './statements.js';

/** With how their rows are ordered. Small beside documents: what is asked in the time of retention. */
const TABLES: readonly (readonly [name: string, key: string])[] = [
  ['exchange', 'id'],
  ['vote', 'exchange_id, user'],
  ['gap_closing', 'id'],
  ['audit', 'id'],
  ['chosen_server', 'user'],
];

/**
 * Must run inside a write transaction, over a connection with `secure_delete` on whose temporary tables lie in memory. No row
 * changes.
 */
export function rewritePeople(database: Database): void {
  for (const [name, key] of TABLES) {
    database.exec(
      `CREATE TEMP TABLE kept AS SELECT * FROM main.${name};
       DELETE FROM main.${name};
       INSERT INTO main.${name} SELECT * FROM temp.kept ORDER BY ${key};
       DROP TABLE temp.kept`,
    );
  }
}

/** Runs `work`, and writes anew what is kept of people if it changed any row. */
export function rewritingPeople<T>(database: Database, work: () => T): T {
  const before = rowsChanged(database);
  const done = work();
  if (rowsChanged(database) !== before) rewritePeople(database);
  return done;
}

function rowsChanged(database: Database): number {
  return Number(prepared(database, 'SELECT total_changes()').pluck().get());
}
