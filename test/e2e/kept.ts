/**
 * What a stopped bot has left on the disk, whatever its shape, and a bot that runs some days later. It stands alone because
 * that something is gone is only shown by looking everywhere, and that something ends only by time passing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { HarbourBot } from './harbour-bot.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** For the environment of a process that believes it is `days` later than it is, in all of its threads. */
export function daysLater(days: number): Readonly<Record<string, string>> {
  const shift = days * DAY_MS;
  const script = `const D = Date; globalThis.Date = class extends D {
    constructor(...a) { if (a.length > 0) super(...a); else super(D.now() + ${shift}); }
    static now() { return D.now() + ${shift}; }
  }`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}

const folderOf = (harbour: HarbourBot): string => join(harbour.papers, '..', 'index');

/** Names of the files of the index in whose bytes `words` stand. */
export function filesWith(harbour: HarbourBot, words: string): string[] {
  const folder = folderOf(harbour);
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(words))
    .map(({ name }) => name);
}

/** Names of the tables in one of whose cells `words` stand. */
export function tablesWith(harbour: HarbourBot, words: string): string[] {
  return rowsByTable(harbour)
    .filter(([, rows]) => rows.some((row) => JSON.stringify(row).includes(words)))
    .map(([table]) => table);
}

/** Lines of the audit trail, oldest first: act, who, what. */
export function auditLines(harbour: HarbourBot): string[] {
  const rows = new Map(rowsByTable(harbour)).get('audit') ?? [];
  return rows.map(({ act, actor, detail }) => `${String(act)} · ${String(actor)} · ${String(detail)}`);
}

function rowsByTable(harbour: HarbourBot): [string, Record<string, unknown>[]][] {
  const database = new Database(join(folderOf(harbour), 'verbatim.db'), { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    return tables.map((table) => [
      table,
      database.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[],
    ]);
  } finally {
    database.close();
  }
}
