// The rows of an index that no reader shows, and whether they are whole: the one part of the check that knows the tables.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';

/** better-sqlite3 12 aborts Node 24.19 and later when one of these is collected at the wrong moment. */
const held = [];

/** What was cut and embedded for a model is there whole, with its terms, or not at all. */
const HALF_PREPARATIONS = `SELECT p.id FROM preparation p WHERE
  p.passages <> (SELECT count(*) FROM passage s WHERE s.preparation_id = p.id)
  OR p.passages <> (SELECT count(*) FROM vector WHERE passage_id BETWEEN p.first_passage AND p.first_passage + p.passages - 1)
  OR NOT EXISTS (SELECT 1 FROM forward f WHERE f.preparation_id = p.id)`;
const ORPHANS = `SELECT passage_id FROM vector WHERE passage_id NOT IN (SELECT id FROM passage)
  UNION SELECT passage_id FROM sentence_vectors WHERE passage_id NOT IN (SELECT id FROM passage)
  UNION SELECT id FROM passage WHERE preparation_id NOT IN (SELECT id FROM preparation)
  UNION SELECT preparation_id FROM forward WHERE preparation_id NOT IN (SELECT id FROM preparation)`;

/** What SQLite says of the file, and the rows. Opening it is what the next process would do. */
export function examineRows(copy) {
  const database = new BetterSqlite(join(copy, 'verbatim.db'));
  held.push(database);
  try {
    const all = (sql) => {
      const statement = database.prepare(sql).raw();
      held.push(statement);
      return statement.all();
    };
    const tables = new Set(all("SELECT name FROM sqlite_master WHERE type = 'table'").flat());
    const ask = (table, sql) => (tables.has(table) ? all(sql).flat() : []);
    const problems = [
      ...all('PRAGMA integrity_check').map(([found]) => `integrity: ${found}`),
      ...all('PRAGMA foreign_key_check').map((row) => `foreign key: ${row.join(' ')}`),
      ...ask('preparation', HALF_PREPARATIONS).map((id) => `preparation ${id} is half stored`),
      ...ask('vector', ORPHANS).map((id) => `passage ${id} has no preparation, or rows without it`),
    ];
    return {
      problems: problems.filter((problem) => problem !== 'integrity: ok'),
      rows: {
        tombstones: ask('tombstone', 'SELECT key FROM tombstone ORDER BY key'),
        targets: ask('target', 'SELECT uri FROM target ORDER BY uri'),
        models: ask('model', "SELECT fingerprint FROM model WHERE id = (SELECT value FROM meta WHERE key = 'model')"),
        strayGraphs: strayGraphs(copy, ask('graph', 'SELECT file FROM graph')),
      },
    };
  } finally {
    database.close();
  }
}

/** Files that no row names. */
function strayGraphs(copy, named) {
  try {
    return readdirSync(join(copy, 'vectors')).filter((name) => !named.includes(name));
  } catch {
    return [];
  }
}
