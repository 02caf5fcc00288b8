/**
 * Shows a long change as it goes. A line for each document once it is stored, so that a line that was read is a promise;
 * on a terminal those scroll above a bar that is redrawn. It stands alone because it is the only text that is drawn over.
 */
import type { OnProgress, Pace, Progress } from '../engine.js';
import { clean, clip, red } from './layout.js';
import type { Output, Paper } from './output.js';
import { counted } from './report.js';

const ERASE_LINE = '\r\u001b[K';
const BAR_LENGTH = 20;
/** Narrower terminals show the numbers alone. */
const COLUMNS_FOR_BAR = 70;
/** How many seconds, minutes or hours are still told in that unit. */
const STILL_SMALL = 90;

export interface ProgressDisplay {
  readonly onProgress: OnProgress;
  /** Shows a sentence on a line of its own. */
  readonly note: (text: string) => void;
  /** Shows on a terminal, until the end, what it is busy with. */
  readonly busy: (text: string) => void;
  /** Whether a document had its line. */
  readonly hasLines: () => boolean;
  /** Takes the bar away, once all is written. */
  readonly end: () => Promise<void>;
}

/** A display on `err`. What cannot be shown is not worth failing for, so its errors are dropped. */
export function createProgress(err: Output): ProgressDisplay {
  let bar = '';
  let lines = 0;
  let unwritten = 0;
  let written: Promise<void> = Promise.resolve();
  // Handed over at once, so that the order of the lines is that of the documents.
  const put = (text: string): void => {
    unwritten += 1;
    const done = (): void => {
      unwritten -= 1;
    };
    written = err.write(text).then(done, done);
  };
  const aboveBar = (line: string): void => put(`${bar === '' ? '' : ERASE_LINE}${line}\n${bar}`);
  return {
    onProgress: (progress) => {
      const line = documentLine(progress, err);
      if (line !== undefined) lines += 1;
      const before = bar;
      bar = err.isTerminal ? barText(progress, err) : '';
      if (line !== undefined) put(`${before === '' ? '' : ERASE_LINE}${line}\n${bar}`);
      // While the terminal is busy, newer states replace older ones.
      else if (bar !== '' && unwritten === 0) put(`${ERASE_LINE}${bar}`);
    },
    note: aboveBar,
    busy: (text) => {
      if (!err.isTerminal) return;
      bar = clip(text, err.columns - 2);
      put(`${ERASE_LINE}${bar}`);
    },
    hasLines: () => lines > 0,
    end: async () => {
      if (bar !== '') put(ERASE_LINE);
      bar = '';
      await written;
    },
  };
}

/** `added a.md (3 passages)`; undefined for what is only counted. Scripts read these: their form is a promise. */
export function documentLine({ kind, change }: Pick<Progress, 'kind' | 'change'>, paper: Paper): string | undefined {
  if (kind === 'unchanged' || kind === 'embedding') return undefined;
  if (kind === 'failed') return red(`failed ${onOneLine(change.source)}: ${onOneLine(change.reason ?? '')}`, paper);
  if (kind === 'removed') return `removed ${onOneLine(change.documentId)}`;
  return `${kind} ${onOneLine(change.documentId)} (${counted(change.passages, 'passage')})`;
}

/** Spaces stay as they are, so that the id is the one that is stored. */
function onOneLine(text: string): string {
  return clean(text).replace(/[\n\t]/g, ' ');
}

/** ` 42% [########------------] 120 of 300 documents, 1,204 passages, 35/s, 2 min left`. */
function barText({ documents, passages, pace }: Progress, { columns }: Paper): string {
  const inAll = pace?.documentsInAll;
  const done =
    inAll === undefined
      ? counted(documents, 'document')
      : `${documents.toLocaleString('en')} of ${counted(inAll, 'document')}`;
  const numbers = [done, counted(passages, 'passage'), ...speed(pace)].join(', ');
  if (pace === undefined) return clip(numbers, columns - 2);
  // Rounded down: 100% is said when it is.
  const percent = `${Math.floor(pace.share * 100)}%`.padStart(4);
  const filled = Math.floor(pace.share * BAR_LENGTH);
  const drawn = columns < COLUMNS_FOR_BAR ? '' : `[${'#'.repeat(filled).padEnd(BAR_LENGTH, '-')}] `;
  return clip(`${percent} ${drawn}${numbers}`, columns - 2);
}

function speed(pace: Pace | undefined): string[] {
  const { passagesPerSecond: rate, secondsLeft } = pace ?? {};
  return [
    ...(rate === undefined ? [] : [`${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en')}/s`]),
    ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
  ];
}

/** `40 s`, `12 min`, `3 h`. */
function duration(seconds: number): string {
  if (seconds < STILL_SMALL) return `${Math.ceil(seconds)} s`;
  if (seconds < STILL_SMALL * 60) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600).toLocaleString('en')} h`;
}
