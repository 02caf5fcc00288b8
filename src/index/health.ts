/** What the database says of itself, for `doctor` and the start-up line. */
import type { CollectionRef } from '../model.js';
import { currentModel } from './models.js';
import { schemaVersion } from './sqlite.js';
import { type Database, pragma, prepared } from './statements.js';
import type { StoreHealth } from './store.js';

/** Counts are quick; the integrity check reads the whole file, and is made only when asked for. */
export function readHealth(database: Database, options: { readonly checkIntegrity?: boolean } = {}): StoreHealth {
  const count = (sql: string): number => Number(prepared(database, sql).pluck().get() ?? 0);
  const fingerprint = currentModel(database)?.fingerprint;
  return {
    documents: count(
      `SELECT count(*) FROM document d WHERE d.version_id IS NOT NULL
       AND EXISTS (SELECT 1 FROM membership m WHERE m.document_id = d.id)`,
    ),
    passages: count(
      `SELECT sum(p.passages) FROM preparation p JOIN document d ON d.version_id = p.version_id
       WHERE p.model_id = (SELECT value FROM meta WHERE key = 'model') AND EXISTS (SELECT 1 FROM membership m WHERE m.document_id = d.id)`,
    ),
    collections: prepared(database, 'SELECT owner, name FROM collection ORDER BY owner, name').all() as CollectionRef[],
    ...(fingerprint === undefined ? {} : { fingerprint }),
    schema: schemaVersion(database),
    ...(options.checkIntegrity === true ? { integrity: String(pragma(database, 'quick_check(1)')) } : {}),
  };
}
