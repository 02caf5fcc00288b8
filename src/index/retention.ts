/**
 * How what is kept of people and servers ends: after its time, when a person asks, when a server has been left. It stands
 * alone so that whoever asks what is deleted, and when, reads one file.
 *
 * Every function must run inside a write transaction.
 */
import { DEFAULT_SETTINGS } from '../records.js';
import { areAlike, likenessOf } from './likeness.js';
import { settingsOf } from './settings.js';
import { type Database, prepared } from './statements.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What stands in place of a person's id once they asked to be forgotten. */
export const FORGOTTEN = 'forgotten';

/** Deletes what is older than each server's time, and takes people's ids off changes that old. Gives how many questions went. */
export function purgeExpired(database: Database, now: Date): number {
  let questions = 0;
  const cutOf = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();
  for (const guild of [null, ...serversIn(database)]) {
    const cut = cutOf(retentionOf(database, guild));
    questions += changesOf(database, 'DELETE FROM exchange WHERE guild IS ? AND at < ?', [guild, cut]);
    prepared(database, 'DELETE FROM audit WHERE guild IS ? AND at < ?').run(guild, cut);
    if (guild === null) {
      anonymise(database, 'host', cut);
      continue;
    }
    anonymise(database, guild, cut);
    purgeClosings(database, guild, cut);
  }
  dropStrayVotes(database);
  dropStrayChoices(database);
  return questions;
}

/** Gives how many questions went. */
export function forgetPerson(database: Database, userId: string): number {
  const questions = changesOf(database, 'DELETE FROM exchange WHERE user = ?', [userId]);
  prepared(database, 'DELETE FROM vote WHERE user = ?').run(userId);
  prepared(database, 'DELETE FROM gap_closing WHERE asker = ?').run(userId);
  prepared(database, 'DELETE FROM chosen_server WHERE user = ?').run(userId);
  for (const table of ['gap_closing', 'audit', 'change']) {
    prepared(database, `UPDATE ${table} SET actor = '${FORGOTTEN}' WHERE actor = ?`).run(userId);
  }
  dropStrayVotes(database);
  return questions;
}

/** Everything of a server but its documents, and that it was left: see `endDepartures`. */
export function forgetServer(database: Database, guildId: string): void {
  for (const table of ['exchange', 'setting', 'gap_closing', 'audit', 'chosen_server']) {
    prepared(database, `DELETE FROM ${table} WHERE guild = ?`).run(guildId);
  }
  dropStrayVotes(database);
}

/** Begins the countdown of servers that the bot is not in any more, and ends it for those that it is in. */
export function noteDepartures(database: Database, present: readonly string[], at: string): void {
  const isPresent = new Set(present);
  endDepartures(database, present);
  const note = prepared(database, 'INSERT OR IGNORE INTO departure VALUES (?, ?)');
  for (const guildId of serversIn(database)) if (!isPresent.has(guildId)) note.run(guildId, at);
}

/** Nothing is left of these servers, in freed pages neither, so there is nothing to do again. */
export function endDepartures(database: Database, guildIds: readonly string[]): void {
  for (const guildId of guildIds) prepared(database, 'DELETE FROM departure WHERE guild = ?').run(guildId);
}

/** Servers that were left more than `days` days ago. */
export function erasable(database: Database, days: number, now: Date): string[] {
  const cut = new Date(now.getTime() - days * DAY_MS).toISOString();
  const find = prepared(database, 'SELECT guild FROM departure WHERE left_at < ? ORDER BY guild').pluck();
  return find.all(cut) as string[];
}

/** Every server that something is kept of. */
export function serversIn(database: Database): string[] {
  return prepared(
    database,
    `SELECT owner FROM collection WHERE owner <> 'host' UNION SELECT guild FROM setting
       UNION SELECT guild FROM exchange WHERE guild IS NOT NULL UNION SELECT guild FROM audit
       UNION SELECT guild FROM gap_closing ORDER BY 1`,
  )
    .pluck()
    .all() as string[];
}

function retentionOf(database: Database, guild: string | null): number {
  if (guild === null) return DEFAULT_SETTINGS.retentionDays;
  const stored = prepared(database, 'SELECT settings FROM setting WHERE guild = ?').pluck().get(guild);
  return settingsOf(typeof stored === 'string' ? stored : '{}').retentionDays;
}

/** The change itself stays, since undo needs it; `cli` and `start` are nobody's ids. */
function anonymise(database: Database, owner: string, cut: string): void {
  prepared(
    database,
    `UPDATE change SET actor = '' WHERE at < ? AND actor GLOB '[0-9]*'
       AND collection_id IN (SELECT id FROM collection WHERE owner = ?)`,
  ).run(cut, owner);
}

/** A closing stays as long as its question, or one like it, is still asked. */
function purgeClosings(database: Database, guild: string, cut: string): void {
  const old = prepared(database, 'SELECT id, question FROM gap_closing WHERE guild = ? AND at < ?').all(guild, cut) as {
    readonly id: number;
    readonly question: string;
  }[];
  if (old.length === 0) return;
  const asked = (
    prepared(database, 'SELECT DISTINCT question FROM exchange WHERE guild = ?').pluck().all(guild) as string[]
  ).map(likenessOf);
  for (const { id, question } of old) {
    const likeness = likenessOf(question);
    if (asked.some((each) => areAlike(each, likeness))) continue;
    prepared(database, 'DELETE FROM gap_closing WHERE id = ?').run(id);
  }
}

function dropStrayVotes(database: Database): void {
  prepared(database, 'DELETE FROM vote WHERE exchange_id NOT IN (SELECT id FROM exchange)').run();
}

/** Which server somebody asks is kept as long as a question that they asked there. */
function dropStrayChoices(database: Database): void {
  prepared(
    database,
    `DELETE FROM chosen_server WHERE NOT EXISTS
       (SELECT 1 FROM exchange e WHERE e.user = chosen_server.user AND e.guild = chosen_server.guild)`,
  ).run();
}

function changesOf(database: Database, sql: string, values: readonly (string | null)[]): number {
  return prepared(database, sql).run(...values).changes;
}
