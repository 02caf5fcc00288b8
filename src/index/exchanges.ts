/**
 * Questions as rows: what later buttons and follow-ups ask for. Alone because they are kept by one connection, and lose the quotes
 * of an erased document over another.
 */
import type { CollectionRef } from '../model.js';
import type { Exchange } from '../records.js';
import { documentKey } from '../text/document-key.js';
import { type Database, prepared } from './statements.js';

interface ExchangeRow {
  readonly question: string;
  readonly collections: string;
  readonly details: string;
  readonly guild: string | null;
  readonly user: string | null;
  readonly outcome: 'answer' | 'abstention' | null;
}

/** What has no column of its own. */
type Details = Omit<Exchange, 'question' | 'collections' | 'guildId' | 'userId' | 'outcome'>;

/** Must run inside a write transaction. */
export function keep(
  database: Database,
  { id, exchange, at }: { readonly id: string; readonly exchange: Exchange; readonly at: string },
): void {
  const { question, collections, guildId, userId, outcome, ...details } = exchange;
  prepared(
    database,
    `INSERT OR REPLACE INTO exchange (id, question, collections, at, details, guild, user, outcome)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    ...[id, question, JSON.stringify(collections), at, JSON.stringify(details)],
    ...[guildId ?? null, userId ?? null, outcome ?? null],
  );
}

export function recall(database: Database, id: string): Exchange | undefined {
  const row = prepared(
    database,
    'SELECT question, collections, details, guild, user, outcome FROM exchange WHERE id = ?',
  ).get(id) as ExchangeRow | undefined;
  if (row === undefined) return undefined;
  const { question, guild, user, outcome } = row;
  return {
    question,
    collections: JSON.parse(row.collections) as CollectionRef[],
    ...(JSON.parse(row.details) as Partial<Exchange>),
    ...(guild !== null && { guildId: guild }),
    ...(user !== null && { userId: user }),
    ...(outcome !== null && { outcome }),
  };
}

/**
 * Takes the quotes of a document out of every exchange in which its owner's collections were asked. Must run inside a write
 * transaction, before the document's versions go.
 */
export function dropQuotes(database: Database, of: { readonly documentId: string; readonly rowId: number }): void {
  const key = documentKey(of.documentId);
  const hashes = prepared(database, 'SELECT hash FROM version WHERE document_id = ?').pluck().all(of.rowId) as string[];
  const rows = prepared(
    database,
    `SELECT e.id, e.details FROM exchange e WHERE instr(e.details, @key) > 0
       AND EXISTS (SELECT 1 FROM json_each(e.collections) c JOIN document d ON d.id = @rowId
                     WHERE json_extract(c.value, '$.owner') = d.owner)`,
  ).all({ key, rowId: of.rowId }) as { readonly id: string; readonly details: string }[];
  const update = prepared(database, 'UPDATE exchange SET details = ? WHERE id = ?');
  for (const { id, details } of rows) {
    const { quotes = [], ...others } = JSON.parse(details) as Details;
    const kept = quotes.filter(
      (quote) => quote.documentKey !== key || !hashes.some((hash) => hash.startsWith(quote.version)),
    );
    if (kept.length < quotes.length) update.run(JSON.stringify({ ...others, quotes: kept }), id);
  }
}
