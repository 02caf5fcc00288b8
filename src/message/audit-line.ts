/**
 * One line of the audit trail as a server's moderators read it in a channel. It stands alone because it names people and
 * documents beside each other, and must ping nobody and pass for nothing else.
 */
import type { AuditLine } from '../records.js';
import { escaped, isolated } from './escape.js';
import { COLOURS, notice } from './layout.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** A Discord user's id; anything else names nobody. */
const USER = /^\d{5,20}$/;

/** A message of its own. A mention shows the name and, since mentions are denied, pings nobody. */
export function auditMessage(line: AuditLine, words: Words = ENGLISH): MessageView {
  return notice(auditSentence(line, words), COLOURS.information);
}

/** Who did what, in markdown. */
export function auditSentence({ actor, act, detail }: AuditLine, words: Words = ENGLISH): string {
  const who = USER.test(actor) ? `<@${actor}>` : 'Verbatim';
  const what = isolated(escaped(clipped(detail, 300)).trim());
  return [who, words.text(`audit.${act}`), ...(what === '' ? [] : [what])].join(' · ');
}
