/**
 * What is kept of servers beside documents, over a connection of its own: its writes wait for a transaction, never for a
 * change. Every method is one short transaction, so that a vote is stored while documents are embedded.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeRecord, CollectionRef } from '../model.js';
import type { AuditLine, Exchange, GuildSettings, Records } from '../records.js';
import { eraseOwner } from './erase.js';
import { keep, recall } from './exchanges.js';
import { closeGap, openGaps, pointersOf } from './gaps.js';
import { dropGraphFile } from './graph-files.js';
import {
  endDepartures,
  erasable,
  forgetPerson,
  forgetServer,
  noteDepartures,
  purgeExpired,
  serversIn,
} from './retention.js';
import { rewritingPeople } from './rewriting.js';
import { disregarded, settingsOf } from './settings.js';
import { explained, openDatabase } from './sqlite.js';
import { type Database, pragma, prepared } from './statements.js';
import { LAST_CHANGE } from './undo.js';
import { retryBusy, TRY_MS, whoWrites } from './writers.js';

export interface RecordsOptions {
  readonly dataDir: string;
  readonly now: () => Date;
  /** Told once of stored settings that cannot be read, and that defaults stand in for. Default: nobody. */
  readonly warn?: (message: string, found: string) => void;
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

const MOST_DETAIL = 300;

/** Opens, and if need be makes or migrates, the index in `dataDir`. Methods reject with `index` or `locked`. */
export function openRecords({ dataDir, now, warn = () => undefined }: RecordsOptions): RecordStore {
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
    dataDir,
    database,
    now,
    warn,
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
  readonly dataDir: string;
  readonly database: Database;
  readonly now: () => Date;
  readonly warn: (message: string, found: string) => void;
  /** Runs `work` when no other process holds the lock. */
  readonly patiently: <T>(work: () => T) => Promise<T>;
  /** The same as one transaction. */
  readonly write: <T>(work: () => T) => Promise<T>;
}

type OfServers =
  | ('collections' | 'settings' | 'configure' | 'record' | 'audit' | 'lastChange')
  | ('purge' | 'servers' | 'presentIn' | 'eraseLeft');

function ofServers(open: Open): Pick<RecordStore, OfServers> {
  const { database, now, patiently, write } = open;
  const told = new Set<string>();
  return {
    collections: () => patiently(() => allCollections(database)),
    settings: () => patiently(() => allSettings(open, told)),
    configure: ({ guildId, settings }) => write(() => configure(database, guildId, settings)),
    record: (line) => write(() => record(database, line)),
    audit: ({ guildId, limit = 20 }) => patiently(() => audit(database, guildId, limit)),
    lastChange: (collections) => patiently(() => lastChange(database, collections)),
    purge: async () => {
      const gone = await write(() => rewritingPeople(database, () => purgeExpired(database, now())));
      // Whatever the number is: votes, closings and audit lines are in it, too.
      await patiently(() => emptyLog(database));
      return gone;
    },
    servers: () => patiently(() => serversIn(database)),
    presentIn: (guildIds) => write(() => noteDepartures(database, guildIds, now().toISOString())),
    eraseLeft: ({ days }) => eraseLeft(open, days),
  };
}

/** One server after the other, each whole or not at all. What fails on the way is done again the next time. */
async function eraseLeft({ database, dataDir, now, patiently, write }: Open, days: number): Promise<string[]> {
  const erased: string[] = [];
  for (const guildId of await patiently(() => erasable(database, days, now()))) {
    const graphs = await write(() => {
      // It may have come back since.
      if (!erasable(database, days, now()).includes(guildId)) return undefined;
      const files = eraseOwner(database, guildId);
      forgetServer(database, guildId);
      return files;
    });
    if (graphs === undefined) continue;
    for (const name of graphs) dropGraphFile(dataDir, name);
    erased.push(guildId);
  }
  if (erased.length === 0) return erased;
  // Freed pages and the write-ahead log still hold the words until they are overwritten.
  await patiently(() => {
    emptyLog(database);
    database.exec('VACUUM');
    emptyLog(database);
  });
  await write(() => endDepartures(database, erased));
  return erased;
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
      const gone = await write(() => rewritingPeople(database, () => forgetPerson(database, userId)));
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

function allSettings(
  { database, warn }: Pick<Open, 'database' | 'warn'>,
  told: Set<string>,
): { guildId: string; settings: GuildSettings }[] {
  const rows = prepared(database, 'SELECT guild, settings FROM setting ORDER BY guild').all() as {
    readonly guild: string;
    readonly settings: string;
  }[];
  return rows.map(({ guild, settings }) => {
    const names = disregarded(settings);
    if (names.length > 0 && !told.has(`${guild} ${settings}`)) {
      told.add(`${guild} ${settings}`);
      warn(`Settings of server ${guild} cannot be read: defaults stand in for them`, names.join(', '));
    }
    return { guildId: guild, settings: settingsOf(settings) };
  });
}

function configure(database: Database, guildId: string, settings: GuildSettings): void {
  // What comes back is what was stored: nothing is kept that would not be read.
  const text = JSON.stringify(settingsOf(JSON.stringify(settings)));
  prepared(database, 'INSERT OR REPLACE INTO setting VALUES (?, ?)').run(guildId, text);
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
