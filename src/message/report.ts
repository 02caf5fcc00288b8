/**
 * What a change of the index did, and how far a running one is. It stands alone because its reader is a moderator who
 * wants what failed, why, and how many of the rest.
 */
import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import type { Progress } from '../engine.js';
import type { Change, ChangeReport } from '../model.js';
import { escaped, isolated } from './escape.js';
import { type Block, COLOURS, notice, pack } from './layout.js';
import { clipped } from './shorten.js';
import { counted, shownId } from './sources.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** Of each kind; of failures more, since each wants something done. */
const MOST_LISTED = 8;
const MOST_FAILURES = 15;
/** So that a block of failures with their reasons fits in a message. */
const FAILURES_A_BLOCK = 5;

export interface ReportFrame {
  /** Default: that the index is up to date, but for what failed. */
  readonly title?: string;
  /** Quiet lines beneath, in markdown. */
  readonly notes?: readonly string[];
  readonly closing?: readonly APIButtonComponentWithCustomId[];
}

/** Counts, then what failed with its reasons, then what was added, changed and removed. */
export function changeReport(report: ChangeReport, words: Words = ENGLISH, frame: ReportFrame = {}): MessageView[] {
  const { failed, prepared, leftOut } = report;
  const { notes = [], closing = [] } = frame;
  const listed = (['added', 'changed', 'removed'] as const).flatMap((kind) =>
    list(words.text(`report.heading.${kind}`), report[kind], words),
  );
  const quiet = [
    ...(prepared === undefined ? [] : [words.text('report.prepared', { count: prepared })]),
    ...(leftOut === undefined ? [] : [words.text('report.leftOut', { count: leftOut })]),
    ...notes,
  ].map((line) => `-# ${line}`);
  const blocks = [
    { markdown: `**${reportCounts(report, words)}**` },
    ...failures(failed, words),
    ...listed,
    ...(quiet.length === 0 ? [] : [{ markdown: quiet.join('\n') }]),
  ];
  const done = failed.length === 0;
  return pack(blocks, {
    title: frame.title ?? words.text(done ? 'report.complete' : 'report.incomplete'),
    colour: done ? COLOURS.answer : COLOURS.difference,
    closing,
  });
}

/** "2 added · 1 changed · 0 removed · 40 unchanged", and what failed where something did. */
export function reportCounts(report: ChangeReport, words: Words): string {
  const kinds = (['added', 'changed', 'removed', 'unchanged', 'failed'] as const).filter(
    (kind) => kind !== 'failed' || report.failed.length > 0,
  );
  return kinds.map((kind) => words.text(`report.${kind}`, { count: report[kind].length })).join(' · ');
}

function failures(failed: readonly Change[], words: Words): Block[] {
  const heading = words.text('report.heading.failed');
  const blocks: Block[] = [];
  const shown = failed.slice(0, MOST_FAILURES);
  for (let at = 0; at < shown.length; at += FAILURES_A_BLOCK) {
    const lines = shown.slice(at, at + FAILURES_A_BLOCK).map((change) => line(change, words));
    const rest = at + FAILURES_A_BLOCK >= shown.length ? failed.length - shown.length : 0;
    const more = rest > 0 ? [`- ${words.text('list.more', { count: rest })}`] : [];
    blocks.push({ markdown: [...(at === 0 ? [`**${heading}**`] : []), ...lines, ...more].join('\n') });
  }
  return blocks;
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
  const lines = changes.slice(0, MOST_LISTED).map((change) => line(change, words));
  const others = changes.length - lines.length;
  const more = others > 0 ? [`- ${words.text('list.more', { count: others })}`] : [];
  return [{ markdown: [`**${heading}**`, ...lines, ...more].join('\n') }];
}

function line({ documentId, source, passages, reason }: Change, words: Words): string {
  const details = [
    ...(passages > 0 ? [words.text('report.passages', { count: passages })] : []),
    ...(reason === undefined ? [] : [isolated(escaped(clipped(withoutFolders(reason, source), 240)))]),
  ];
  return `- ${[shownId(documentId), ...details].join(' · ')}`;
}

/** Where a file lies is the host's business; its name is what tells it apart here. */
function withoutFolders(reason: string, source: string): string {
  const name = source.split(/[\\/]/).at(-1) ?? '';
  return name === '' || /^https?:/.test(source) ? reason : reason.replaceAll(source, name);
}
