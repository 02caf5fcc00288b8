/**
 * What is kept of servers beside documents, over a connection of its own: its writes wait for a transaction, never for a
 * change. Every method is one short transaction, so that a vote is stored while documents are embedded.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeRecord, CollectionRef } from '../model.js';
import type { AuditLine, Exchange, GuildSettings, Records } from '../records.js';
import { eraseOwner } from './erase.js';
import { closeGap, openGaps, pointersOf } from './gaps.js';
import { erasable, forgetPerson, forgetServer, noteDepartures, purgeExpired, serversIn } from './retention.js';
import { settingsOf } from './settings.js';
import { explained, openDatabase } from './sqlite.js';
import { type Database, pragma, prepared } from './statements.js';
import { LAST_CHANGE } from './undo.js';
import { retryBusy, TRY_MS, whoWrites } from './writers.js';

export interface RecordsOptions {
  readonly dataDir: string;
  readonly now: () => Date;
}

/** `Records` of the engine, but that an exchange comes with its name, and what `undo` would take back. */
export interface RecordStore extends Omit<Records, 'remember'> {
  /** Keeps a question under a name that its caller made. */
  keep(named: { readonly id: string; readonly exchange: Exchange }): Promise<void>;
  lastChange(
    collections: readonly CollectionRef[],
  ): Promise<{ readonly collection: CollectionRef; readonly change: ChangeRecord } | undefined>;
  close(): Promise<void>;
}

interface ExchangeRow {
  readonly question: string;
  readonly collections: string;
  readonly details: string;
  readonly guild: string | null;
  readonly user: string | null;
  readonly outcome: 'answer' | 'abstention' | null;
}

const MOST_DETAIL = 300;

/** Opens, and if need be makes or migrates, the index in `dataDir`. Methods reject with `index` or `locked`. */
export function openRecords({ dataDir, now }: RecordsOptions): RecordStore {
  const database = openDatabase(dataDir);
  pragma(database, `busy_timeout = ${TRY_MS}`);
  // What people typed is overwritten when it goes, not only unlinked.
  pragma(database, 'secure_delete = ON');
  const interruption = new AbortController();
  const patiently = async <T>(work: () => T): Promise<T> => {
    try {
      return await retryBusy(work, {
        clock: () => performance.now(),
        sleep,
        others: () => whoWrites(dataDir, now()),
        signal: interruption.signal,
      });
    } catch (error) {
      throw explained(error, dataDir);
    }
  };
  const open: Open = {
    database,
    now,
    patiently,
    write: (work) => patiently(() => database.transaction(work).immediate()),
  };
  return {
    ...ofServers(open),
    ...ofQuestions(open),
    ...ofPeople(open),
    close: async () => {
      interruption.abort();
      database.close();
    },
  };
}

interface Open {
  readonly database: Database;
  readonly now: () => Date;
  /** Runs `work` when no other process holds the lock. */
  readonly patiently: <T>(work: () => T) => Promise<T>;
  /** The same as one transaction. */
  readonly write: <T>(work: () => T) => Promise<T>;
}

type OfServers =
  | ('collections' | 'settings' | 'configure' | 'record' | 'audit' | 'lastChange')
  | ('purge' | 'servers' | 'presentIn' | 'eraseLeft');

function ofServers({ database, now, patiently, write }: Open): Pick<RecordStore, OfServers> {
  return {
    collections: () => patiently(() => allCollections(database)),
    settings: () => patiently(() => allSettings(database)),
    configure: ({ guildId, settings }) => write(() => configure(database, guildId, settings)),
    record: (line) => write(() => record(database, line)),
    audit: ({ guildId, limit = 20 }) => patiently(() => audit(database, guildId, limit)),
    lastChange: (collections) => patiently(() => lastChange(database, collections)),
    purge: async () => {
      const gone = await write(() => purgeExpired(database, now()));
      if (gone > 0) await patiently(() => emptyLog(database));
      return gone;
    },
    servers: () => patiently(() => serversIn(database)),
    presentIn: (guildIds) => write(() => noteDepartures(database, guildIds, now().toISOString())),
    eraseLeft: async ({ days }) => {
      const left = await patiently(() => erasable(database, days, now()));
      for (const guildId of left) {
        await write(() => {
          eraseOwner(database, guildId);
          forgetServer(database, guildId);
        });
      }
      // Freed pages and the write-ahead log still hold the words until they are overwritten.
      if (left.length > 0) {
        await patiently(() => {
          emptyLog(database);
          database.exec('VACUUM');
          emptyLog(database);
        });
      }
      return left;
    },
  };
}

type OfQuestions = 'keep' | 'recall' | 'vote' | 'gaps' | 'closeGap' | 'pointers';

function ofQuestions({ database, now, patiently, write }: Open): Pick<RecordStore, OfQuestions> {
  const at = (): string => now().toISOString();
  return {
    keep: ({ id, exchange }) => write(() => keep(database, { id, exchange, at: at() })),
    recall: (exchangeId) => patiently(() => recall(database, exchangeId)),
    vote: ({ exchangeId, userId, helpful }) =>
      write(() => {
        if (recall(database, exchangeId) === undefined) return false;
        const vote = prepared(database, 'INSERT OR REPLACE INTO vote VALUES (?, ?, ?, ?)');
        vote.run(exchangeId, userId, helpful ? 1 : 0, at());
        return true;
      }),
    gaps: ({ guildId, limit = 100 }) => patiently(() => openGaps(database, guildId).slice(0, limit)),
    closeGap: (closing) => write(() => closeGap(database, closing, at())),
    pointers: (request) => patiently(() => pointersOf(database, request)),
  };
}

function ofPeople({ database, patiently, write }: Open): Pick<RecordStore, 'forget' | 'chosenServer' | 'chooseServer'> {
  return {
    forget: async ({ userId }) => {
      const gone = await write(() => forgetPerson(database, userId));
      await patiently(() => emptyLog(database));
      return gone;
    },
    chosenServer: (userId) =>
      patiently(() => {
        const find = prepared(database, 'SELECT guild FROM chosen_server WHERE user = ?').pluck();
        return find.get(userId) as string | undefined;
      }),
    chooseServer: ({ userId, guildId }) =>
      write(() => {
        prepared(database, 'INSERT OR REPLACE INTO chosen_server VALUES (?, ?)').run(userId, guildId);
      }),
  };
}

/** The write-ahead log holds what was there before until it is written over. Does nothing while somebody reads from it. */
function emptyLog(database: Database): void {
  pragma(database, 'wal_checkpoint(TRUNCATE)');
}

function allCollections(database: Database): CollectionRef[] {
  return prepared(database, 'SELECT owner, name FROM collection ORDER BY owner, name').all() as CollectionRef[];
}

function allSettings(database: Database): { guildId: string; settings: GuildSettings }[] {
  const rows = prepared(database, 'SELECT guild, settings FROM setting ORDER BY guild').all() as {
    readonly guild: string;
    readonly settings: string;
  }[];
  return rows.map(({ guild, settings }) => ({ guildId: guild, settings: settingsOf(settings) }));
}

function configure(database: Database, guildId: string, settings: GuildSettings): void {
  // What comes back is what was stored: nothing is kept that would not be read.
  const text = JSON.stringify(settingsOf(JSON.stringify(settings)));
  prepared(database, 'INSERT OR REPLACE INTO setting VALUES (?, ?)').run(guildId, text);
}

function keep(
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

function recall(database: Database, id: string): Exchange | undefined {
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

function record(database: Database, { guildId, actor, act, detail, at }: AuditLine): void {
  prepared(database, 'INSERT INTO audit (guild, actor, act, detail, at) VALUES (?, ?, ?, ?, ?)').run(
    ...[guildId, actor, act, detail.slice(0, MOST_DETAIL), at],
  );
}

function audit(database: Database, guildId: string, limit: number): AuditLine[] {
  return prepared(
    database,
    'SELECT guild AS guildId, actor, act, detail, at FROM audit WHERE guild = ? ORDER BY id DESC LIMIT ?',
  ).all(guildId, limit) as AuditLine[];
}

function lastChange(
  database: Database,
  collections: readonly CollectionRef[],
): { readonly collection: CollectionRef; readonly change: ChangeRecord } | undefined {
  const find = prepared(
    database,
    `SELECT x.id, x.kind, x.actor, x.at FROM change x JOIN collection k ON k.id = x.collection_id
       WHERE k.owner = ? AND k.name = ? AND x.id = (${LAST_CHANGE('k.id')})`,
  );
  const found = collections.flatMap((collection) => {
    const row = find.get(collection.owner, collection.name) as ({ readonly id: number } & ChangeRecord) | undefined;
    return row === undefined ? [] : [{ collection, row }];
  });
  const [latest] = found.sort((one, other) => other.row.id - one.row.id);
  if (latest === undefined) return undefined;
  const { kind, actor, at } = latest.row;
  return { collection: latest.collection, change: { kind, actor, at } };
}
