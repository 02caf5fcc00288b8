/**
 * The audit trail: a line in the database and, where a server wants it, in a channel. It stands alone because an act that
 * was done stays done, whether or not its line could be written.
 */
import { Routes } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import { auditMessage } from '../message/audit-line.js';
import type { AuditLine } from '../records.js';
import { languageOfServer } from './languages.js';
import type { Surface } from './surface.js';

/** More would be a document. */
const MOST_DETAIL = 300;

/** Never rejects: what cannot be written is logged. */
export async function writeAudit(line: Omit<AuditLine, 'at'>, surface: Surface): Promise<void> {
  const { engine, now, log } = surface;
  const detail = [...line.detail].slice(0, MOST_DETAIL).join('').slice(0, MOST_DETAIL);
  const whole: AuditLine = { ...line, detail, at: now().toISOString() };
  const doing = { guild: line.guildId, user: line.actor, act: line.act };
  log.info(doing, 'An act of a moderator');
  await engine.record(whole).catch((thrown: unknown) => {
    log.error({ ...doing, err: asVerbatimError(thrown) }, 'An audit line could not be stored');
  });
  await announce(whole, surface);
}

async function announce(line: AuditLine, { guilds, rest, log, localeOf, auditTrouble }: Surface): Promise<void> {
  const channel = guilds.of(line.guildId).settings.auditChannelId;
  if (channel === undefined) return;
  const body = auditMessage(line, languageOfServer(localeOf(line.guildId)));
  try {
    await rest.post(Routes.channelMessages(channel), { body });
    auditTrouble.delete(line.guildId);
  } catch (thrown) {
    // Said once for each server, until it works again: a busy moderator would fill the log.
    const isNew = !auditTrouble.has(line.guildId);
    auditTrouble.add(line.guildId);
    const fields = { guild: line.guildId, channel, err: asVerbatimError(thrown) };
    if (isNew) log.warn(fields, 'The audit channel cannot be written to; the lines are in the database');
  }
}
