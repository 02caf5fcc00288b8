/**
 * Opens the database file: the one place where SQLite's settings are chosen.
 *
 * WAL lets a question read while a document is written. `synchronous = FULL` makes a commit wait for the disk, so that
 * what was reported as stored is there after a power cut; it costs one fsync a document, little beside embedding it.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure, VerbatimError } from '../errors.js';
import { MIGRATIONS, SCHEMA_VERSION } from './schema.js';
import { connect, type Database, pragma, prepared, releaseClosed } from './statements.js';

const DATABASE_FILE = 'verbatim.db';
/** How long a write waits for another process's write. Writes are one document each, so this is never reached in health. */
const BUSY_TIMEOUT_MS = 30_000;
const PAGE_CACHE_KIB = 32_768;

/** Opens, and if need be makes or migrates, the index in `dataDir`. Rejects what a newer program wrote. */
export function openDatabase(dataDir: string): Database {
  const file = join(dataDir, DATABASE_FILE);
  try {
    mkdirSync(dataDir, { recursive: true });
    const fresh = !existsSync(file);
    const database = connect(file, BUSY_TIMEOUT_MS);
    try {
      refuseNewer(database, file);
      configure(database);
      migrate(database, fresh);
    } catch (error) {
      database.close();
      // A statement that failed to compile is held by nobody: it goes here and now.
      releaseClosed();
      throw error;
    }
    return database;
  } catch (error) {
    throw explained(error, file);
  }
}

function configure(database: Database): void {
  pragma(database, 'journal_mode = WAL');
  pragma(database, 'synchronous = FULL');
  pragma(database, 'foreign_keys = ON');
  pragma(database, `cache_size = -${PAGE_CACHE_KIB}`);
  pragma(database, 'temp_store = MEMORY');
}

/** Before anything is set: even the journal's mode is written into the file. */
function refuseNewer(database: Database, file: string): void {
  const found = schemaVersion(database);
  if (found <= SCHEMA_VERSION) return;
  throw failure('index', {
    what: `The index at ${file} was written by a newer version of Verbatim`,
    expected: `schema ${SCHEMA_VERSION} or older`,
    found: `schema ${found}`,
    remedy: 'Update this program, or name another folder with --data; the index was left as it is',
  });
}

function migrate(database: Database, fresh: boolean): void {
  const found = schemaVersion(database);
  if (found === SCHEMA_VERSION) return;
  const step = database.transaction(() => {
    for (let version = schemaVersion(database); version < SCHEMA_VERSION; version++) {
      const migration = MIGRATIONS[version];
      if (typeof migration === 'string') database.exec(migration);
      else migration?.(database);
    }
    if (fresh || found === 0) prepared(database, "INSERT OR IGNORE INTO meta VALUES ('generation', '0')").run();
    pragma(database, `user_version = ${SCHEMA_VERSION}`);
  });
  step.immediate();
}

export function schemaVersion(database: Database): number {
  return Number(pragma(database, 'user_version'));
}

/** Whether SQLite itself failed, and not the work it was asked for. */
export function isOfSqlite(error: unknown): boolean {
  return error instanceof Error && String((error as { readonly code?: unknown }).code).startsWith('SQLITE_');
}

/** A storage error in words a person can act on; our own errors pass through. */
export function explained(error: unknown, file: string): VerbatimError {
  if (error instanceof VerbatimError) return error;
  const code = (error as { code?: string }).code ?? '';
  const found = error instanceof Error ? error.message : String(error);
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') {
    return failure(
      'index',
      {
        what: `The disk that holds ${file} is full`,
        found,
        remedy: 'Free some space and try again; nothing stored was lost',
      },
      error,
    );
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return failure(
      'locked',
      {
        what: `Another process is writing to ${file}`,
        expected: `the lock within ${BUSY_TIMEOUT_MS / 1000} s`,
        found,
        remedy: 'Wait for it to finish, then try again',
      },
      error,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return failure(
      'index',
      {
        what: `The index at ${file} is damaged`,
        found,
        remedy: 'Move the file away and ingest the documents again, or restore it from a backup',
      },
      error,
    );
  }
  return failure(
    'index',
    {
      what: `The index at ${file} could not be used`,
      found: found.startsWith(code) ? found : `${code} ${found}`,
      remedy: 'Check that the folder exists and can be written: SQLite needs that even to read',
    },
    error,
  );
}
