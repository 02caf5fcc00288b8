/**
 * What was done and what is stored, as text for people: reports of changes, lists of documents, checks. Pure; replies
 * to questions are in `print`.
 */

import { dateOnly } from '../message/age.js';
import type { Change, ChangeRecord, ChangeReport, Document, DocumentInfo } from '../model.js';
import { block, bold, clean, cleanLine, dim, green, red } from './layout.js';
import type { Paper } from './output.js';

/** One check as `doctor --json` prints it. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What was found, good or bad. */
  readonly found: string;
  /** What to do; with failures only. */
  readonly remedy?: string;
}

const KINDS = ['added', 'changed', 'removed', 'unchanged', 'failed'] as const;
/** Longer lists are counted, not listed: the failures must not scroll away. */
const LISTED = 20;

/** `1 document`, `12 documents`, `1,200 documents`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** What a change did: a line of numbers, what changed unless it `isListed` elsewhere, and each failure with its reason. */
export function changesText(report: ChangeReport, paper: Paper, { isListed = true } = {}): string {
  const passages = [...report.added, ...report.changed].reduce((sum, change) => sum + change.passages, 0);
  const lastRead = report.changed.length > 0 ? 'changed' : 'added';
  const numbers = KINDS.filter((kind) => report[kind].length > 0).map((kind) => {
    const text = `${report[kind].length.toLocaleString('en')} ${kind}`;
    if (kind === 'failed') return red(text, paper);
    return kind === lastRead ? `${text} (${counted(passages, 'passage')})` : text;
  });
  const undone = report.undone === undefined ? [] : [undoneLine(report.undone)];
  const leftOut = [
    ...(report.prepared === undefined ? [] : [preparedLine(report.prepared)]),
    ...(report.leftOut === undefined ? [] : [leftOutLine(report.leftOut)]),
  ];
  if (numbers.length === 0) return `${[...undone, 'Nothing changed.', ...leftOut].join('\n')}\n`;
  const lines = [...undone, `${capitalised(numbers.join(', '))}.`, ...leftOut];
  for (const kind of ['added', 'changed', 'removed'] as const) {
    if (isListed && report[kind].length <= LISTED)
      lines.push(...report[kind].map((change) => changeLine(kind, change)));
  }
  return `${[...lines, ...report.failed.map((change) => failureLine(change, paper))].join('\n')}\n`;
}

/** Says which change was taken back: after an erase it is not the last one. */
function undoneLine({ kind, at, actor }: ChangeRecord): string {
  return `Took back the ${kind} of ${at.slice(0, 16).replace('T', ' ')} UTC (${clean(actor)}).`;
}

function preparedLine(documents: number): string {
  return `Embedded ${counted(documents, 'stored document')} again with the new model, which answers from now on.`;
}

function leftOutLine(files: number): string {
  return `Left out ${counted(files, 'file')} of other kinds than .txt, .md, .html and .jsonl.`;
}

/** One input that failed, with its reason. */
export function failureLine(change: Change, paper: Paper): string {
  return `${red('  failed', paper)}  ${cleanLine(change.source)}: ${cleanLine(change.reason ?? 'no reason was given')}`;
}

function changeLine(kind: string, { documentId, reason }: Change): string {
  return `  ${kind.padEnd(7)} ${cleanLine(documentId)}${reason === undefined ? '' : ` (${cleanLine(reason)})`}`;
}

/** The documents stored, one a line: id, title, publisher, date. */
export function sourcesText(documents: readonly DocumentInfo[], paper: Paper): string {
  if (documents.length === 0) return 'No documents are stored. Add some: verbatim ingest PATH\n';
  const lines = documents.map((document) => {
    const known = [document.title, document.publisher, document.publishedAt && dateOnly(document.publishedAt)];
    const about = known.filter(Boolean).map((part) => cleanLine(part as string));
    return [bold(cleanLine(document.id), paper), ...about].join(' · ');
  });
  return `${lines.join('\n')}\n${dim(`${counted(documents.length, 'document')}.`, paper)}\n`;
}

/** One document: what is known of it, then its canonical text. */
export function documentText(document: Document, paper: Paper): string {
  const { id, title, publisher, author, publishedAt, language, url, source, collections, version } = document;
  const fields = {
    id,
    title,
    publisher,
    author,
    date: publishedAt,
    language,
    url,
    source,
    collections: collections.join(', '),
    version,
  };
  const known = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${dim(`${name}:`.padEnd(13), paper)}${cleanLine(value)}`],
  );
  return `${known.join('\n')}\n\n${clean(document.text).trimEnd()}\n`;
}

/** Each check with what was found, and what to do about those that fail. */
export function checksText(checks: readonly Check[], paper: Paper): string {
  const width = Math.max(0, ...checks.map((check) => check.name.length));
  const lines = checks.map((check) => {
    const mark = check.ok ? green('ok  ', paper) : red('FAIL', paper);
    const found = block(cleanLine(check.found), paper, {
      indent: width + 8,
      lead: `${mark}  ${check.name.padEnd(width)}`,
    });
    return check.ok || check.remedy === undefined
      ? found
      : `${found}\n${block(`→ ${cleanLine(check.remedy)}`, paper, { indent: width + 8 })}`;
  });
  const failed = checks.filter((check) => !check.ok).length;
  const verdict = failed === 0 ? green('All is well.', paper) : red(`${counted(failed, 'check')} failed.`, paper);
  return `${lines.join('\n')}\n\n${verdict}\n`;
}

/** The first letter in upper case. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
