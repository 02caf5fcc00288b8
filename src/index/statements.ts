/**
 * SQLite's connections and statements: the only importer of better-sqlite3, and the one place where SQL is compiled. It stands
 * alone because how long a compiled statement lives decides whether Node aborts.
 */
import BetterSqlite from 'better-sqlite3';
import { collectGarbage } from './collect-garbage.js';

export type Database = BetterSqlite.Database;

/** A connection to a file, which is made when it is missing. Waits so long for another's lock. */
export function connect(file: string, busyTimeoutMs: number): Database {
  return new BetterSqlite(file, { timeout: busyTimeoutMs });
}

/** The first value of a pragma, asked or set. */
export function pragma(database: Database, text: string): unknown {
  const statement = prepared(database, `PRAGMA ${text}`);
  return statement.reader ? statement.pluck().get() : statement.run();
}

/**
 * Every connection of this thread with its compiled statements. They are held until `releaseClosed`, because better-sqlite3
 * 12 aborts the process on Node 24.19 and later when one of its objects is collected outside a JavaScript context
 * (WiseLibs/better-sqlite3#1515); 13 does not, but wants Node 22.
 */
const connections = new Map<Database, Map<string, BetterSqlite.Statement>>();

/** A statement compiled once for each connection: compiling costs more than running most of ours. */
export function prepared(database: Database, sql: string): BetterSqlite.Statement {
  let known = connections.get(database);
  if (known === undefined) {
    known = new Map();
    connections.set(database, known);
  }
  let statement = known.get(sql);
  if (statement === undefined) {
    statement = database.prepare(sql);
    known.set(sql, statement);
  }
  return statement;
}

/** Frees the connections that are closed, now and in this context. For the end of a thread, when nothing refers to them. */
export function releaseClosed(): void {
  for (const database of connections.keys()) if (!database.open) connections.delete(database);
  collectGarbage();
}
