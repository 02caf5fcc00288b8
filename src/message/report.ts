/**
 * What a change of the index did, and how far a running one is. It stands alone because its reader is a moderator who
 * wants what failed, why, and how many of the rest.
 */
import type { Progress } from '../engine.js';
import type { Change, ChangeReport } from '../model.js';
import { escaped, isolated } from './escape.js';
import { type Block, COLOURS, notice, pack } from './layout.js';
import { clipped } from './shorten.js';
import { counted, shownId } from './sources.js';
import type { MessageView } from './view.js';

const MOST_LISTED = 8;

/** Counts, then what failed with its reasons, then what was added, changed and removed. */
export function changeReport(report: ChangeReport): MessageView[] {
  const { added, changed, removed, unchanged, failed } = report;
  const counts = [
    `${added.length} added`,
    `${changed.length} changed`,
    `${removed.length} removed`,
    `${unchanged.length} unchanged`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
  ].join(' · ');
  const blocks = [
    { markdown: `**${counts}**` },
    ...list('Failed', failed),
    ...list('Added', added),
    ...list('Changed', changed),
    ...list('Removed', removed),
    ...(report.prepared === undefined
      ? []
      : [{ markdown: `-# ${report.prepared.toLocaleString('en')} documents were embedded again with a new model` }]),
    ...(report.leftOut === undefined
      ? []
      : [{ markdown: `-# ${report.leftOut.toLocaleString('en')} files of other kinds were left out` }]),
  ];
  const done = failed.length === 0;
  return pack(blocks, {
    title: done ? 'The index is up to date' : 'The index is up to date, but for what failed',
    colour: done ? COLOURS.answer : COLOURS.difference,
  });
}

/** How far a running change is, when it may be done, and the document it last dealt with. */
export function progress({ documents, passages, change, kind, pace }: Progress): MessageView {
  const last = `-# ${kind}: ${shownId(change.documentId)}`;
  const share = pace === undefined ? '' : `${Math.floor(pace.share * 100)}%, `;
  const left = pace?.secondsLeft === undefined ? '' : `, ${timeLeft(pace.secondsLeft)}`;
  return notice(`Indexing… ${share}${counted(documents)}, ${passages.toLocaleString('en')} passages${left}\n${last}`);
}

function timeLeft(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 1 ? 'less than a minute left' : `about ${minutes.toLocaleString('en')} minutes left`;
}

function list(heading: string, changes: readonly Change[]): Block[] {
  if (changes.length === 0) return [];
  const lines = changes.slice(0, MOST_LISTED).map((change) => {
    const passages = change.passages === 1 ? '1 passage' : `${change.passages} passages`;
    const details = [
      ...(change.passages > 0 ? [passages] : []),
      ...(change.reason === undefined ? [] : [isolated(escaped(clipped(change.reason, 240)))]),
    ];
    return `- ${[shownId(change.documentId), ...details].join(' · ')}`;
  });
  const others = changes.length - lines.length;
  return [{ markdown: [`**${heading}**`, ...lines, ...(others > 0 ? [`- and ${others} more`] : [])].join('\n') }];
}
