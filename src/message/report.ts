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
import { ENGLISH, type Words } from './words.js';

const MOST_LISTED = 8;

/** Counts, then what failed with its reasons, then what was added, changed and removed. */
export function changeReport(report: ChangeReport, words: Words = ENGLISH): MessageView[] {
  const { failed, prepared, leftOut } = report;
  const kinds = (['added', 'changed', 'removed', 'unchanged', 'failed'] as const).filter(
    (kind) => kind !== 'failed' || failed.length > 0,
  );
  const counts = kinds.map((kind) => words.text(`report.${kind}`, { count: report[kind].length })).join(' · ');
  const listed = (['failed', 'added', 'changed', 'removed'] as const).flatMap((kind) =>
    list(words.text(`report.heading.${kind}`), report[kind], words),
  );
  const quiet = [
    ...(prepared === undefined ? [] : [words.text('report.prepared', { count: prepared })]),
    ...(leftOut === undefined ? [] : [words.text('report.leftOut', { count: leftOut })]),
  ];
  const blocks = [{ markdown: `**${counts}**` }, ...listed, ...quiet.map((line) => ({ markdown: `-# ${line}` }))];
  const done = failed.length === 0;
  return pack(blocks, {
    title: words.text(done ? 'report.complete' : 'report.incomplete'),
    colour: done ? COLOURS.answer : COLOURS.difference,
  });
}

/** How far a running change is, when it may be done, and the document it last dealt with. */
export function progress({ documents, passages, change, kind, pace }: Progress, words: Words = ENGLISH): MessageView {
  const details = [
    // Rounded down: nothing is done before it is.
    ...(pace === undefined ? [] : [words.text('report.share', { share: Math.floor(pace.share * 100) / 100 })]),
    counted(documents, words),
    words.text('report.passages', { count: passages }),
    ...(pace?.secondsLeft === undefined ? [] : [timeLeft(pace.secondsLeft, words)]),
  ].join(', ');
  const last = `-# ${words.text('report.last', { kind, document: shownId(change.documentId) })}`;
  return notice(`${words.text('report.running', { details })}\n${last}`);
}

function timeLeft(seconds: number, words: Words): string {
  const count = Math.ceil(seconds / 60);
  return count <= 1 ? words.text('report.secondsLeft') : words.text('report.minutesLeft', { count });
}

function list(heading: string, changes: readonly Change[], words: Words): Block[] {
  if (changes.length === 0) return [];
  const lines = changes.slice(0, MOST_LISTED).map((change) => {
    const details = [
      ...(change.passages > 0 ? [words.text('report.passages', { count: change.passages })] : []),
      ...(change.reason === undefined ? [] : [isolated(escaped(clipped(change.reason, 240)))]),
    ];
    return `- ${[shownId(change.documentId), ...details].join(' · ')}`;
  });
  const others = changes.length - lines.length;
  const more = others > 0 ? [`- ${words.text('list.more', { count: others })}`] : [];
  return [{ markdown: [`**${heading}**`, ...lines, ...more].join('\n') }];
}
