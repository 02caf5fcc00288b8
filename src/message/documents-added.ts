/** What adding did, as the moderator who added it reads it: what it is called now, where it stands, who may see it. */
import type { Change, ChangeReport, CollectionRef } from '../model.js';
import type { GuildSettings } from '../records.js';
import { shownDocument } from './documents-found.js';
import { accessShown } from './documents-shown.js';
import { escaped, isolated, strong } from './escape.js';
import { type Block, COLOURS, pack } from './layout.js';
import { changeReport } from './report.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import type { Words } from './words.js';

export interface Added {
  readonly report: ChangeReport;
  readonly collection: CollectionRef;
  readonly guildId: string;
  readonly settings: GuildSettings;
  /** Of the documents stored, where they are known. */
  readonly titles: ReadonlyMap<string, string>;
  /** Attached files that were not even read, and why, as sentences. */
  readonly leftOut?: readonly string[];
  readonly words: Words;
}

/** One document in full; of several, a report as of every change. */
export function addedReport(added: Added): MessageView[] {
  const { report, words, leftOut = [] } = added;
  const stored = [...report.added, ...report.changed];
  const title = words.text('added.title', { outcome: outcomeOf(report) });
  if (stored.length + report.unchanged.length + report.failed.length > 1) {
    const notes = [place(added), ...leftOut.map(said), ...(stored.length === 0 ? [] : [words.text('undo.hint')])];
    return changeReport(report, words, { title, notes });
  }
  const kept = [...stored, ...report.unchanged].map((change) => keptBlock(change, added, stored.length > 0));
  const failed = report.failed.map(({ reason = '' }) => ({ markdown: said(reason) }));
  const colour = stored.length === 0 ? COLOURS.difference : COLOURS.answer;
  return pack([...kept, ...failed], { title, colour, words });
}

function keptBlock(change: Change, added: Added, isStored: boolean): Block {
  const { titles, leftOut = [], words } = added;
  const { documentId, passages, reason } = change;
  const title = titles.get(documentId);
  const name = shownDocument({ documentId, ...(title !== undefined && { title }) }, words);
  const quiet = [...(reason === undefined ? [] : [reason]), ...leftOut].map(said);
  const lines = [
    `${name} · ${words.text('report.passages', { count: passages })}`,
    place(added),
    ...[...quiet, ...(isStored ? [words.text('undo.hint')] : [])].map((line) => `-# ${line}`),
  ];
  return { markdown: lines.join('\n') };
}

function place(added: Added): string {
  const { collection, words } = added;
  return words.text('added.where', {
    collection: strong(collection.name, words),
    access: accessShown(collection, added, words),
  });
}

function outcomeOf(report: ChangeReport): 'added' | 'changed' | 'unchanged' | 'failed' {
  const kinds = ['added', 'changed', 'unchanged'] as const;
  return kinds.find((kind) => report[kind].length > 0) ?? 'failed';
}

function said(reason: string): string {
  return isolated(escaped(clipped(reason, 400)));
}
