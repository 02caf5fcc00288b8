/**
 * A text to the spans of its sentences. Intl.Segmenter proposes boundaries, `sentence-repair` moves or removes those it
 * gets wrong, `lines` decides about line breaks. It stands alone because everything that is quoted is cut here.
 */
import type { Span } from '../model.js';
import { unwrapLines } from './lines.js';
import { paragraphs } from './paragraphs.js';
import { isFalseStop, MISSED_STOP, settledBoundary } from './sentence-repair.js';
import { trimSpan } from './spans.js';

export interface SentenceOptions {
  /** BCP 47 tag for the segmenter; anything it does not know is treated as the default, `en`. */
  readonly language?: string;
}

/**
 * Sentences in order, without the white space around them. They do not overlap, and every character but white space is
 * in one. An empty line always ends a sentence; a single line break does unless it is plainly a hard wrap. Time grows
 * in proportion to the text, on one line of many megabytes too.
 */
export function sentences(text: string, options: SentenceOptions = {}): Span[] {
  const segmenter = segmenterFor(options.language);
  const found: Span[] = [];
  for (const paragraph of paragraphs(text)) {
    const unwrapped = unwrapLines(text.slice(paragraph.start, paragraph.end));
    let start = 0;
    for (const line of unwrapped.split('\n')) {
      for (const span of sentencesOfLine(line, segmenter)) {
        const at = paragraph.start + start;
        found.push({ start: at + span.start, end: at + span.end });
      }
      start += line.length + 1;
    }
  }
  return found;
}

/**
 * Code units that the segmenter sees at once. Each of its steps costs time in proportion to the string it was given
 * (16 ms a step on 10 MB, measured on Node 20), so a long line is fed to it in pieces.
 */
const CHUNK = 2048;

function sentencesOfLine(line: string, segmenter: Intl.Segmenter): Span[] {
  const found: Span[] = [];
  let start = 0;
  for (const proposed of boundaries(line, segmenter)) {
    const boundary = settledBoundary(line, start, proposed);
    if (boundary <= start || isFalseStop(line, start, boundary)) continue;
    keep(start, boundary);
    start = boundary;
  }
  keep(start, line.length);
  return found;

  function keep(from: number, to: number): void {
    const span = trimSpan(line, { start: from, end: to });
    if (span.end > span.start) found.push(span);
  }
}

/** Offsets at which a sentence may begin, ascending, as the segmenter sees them; the ends of the line are not among them. */
function* boundaries(line: string, segmenter: Intl.Segmenter): Generator<number> {
  let start = 0;
  let size = CHUNK;
  while (start < line.length) {
    const chunk = line.slice(start, start + size);
    const whole = start + size >= line.length;
    const begins = beginnings(chunk, segmenter, size > CHUNK);
    for (const begin of begins) yield start + begin;
    if (whole && size <= CHUNK) return;
    // The last sentence of a chunk may go on behind it: look at it again from its beginning. One that fills the chunk
    // needs a larger chunk, and only its own end is taken from that.
    const last = begins.at(-1);
    if (last !== undefined) {
      start += last;
      size = CHUNK;
    } else if (whole) {
      return;
    } else {
      size *= 2;
    }
  }
}

function beginnings(chunk: string, segmenter: Intl.Segmenter, firstOnly: boolean): number[] {
  const found: number[] = [];
  for (const { index, segment } of segmenter.segment(chunk)) {
    if (index > 0) found.push(index);
    if (index > 0 && firstOnly) return found;
    for (const stop of segment.matchAll(MISSED_STOP)) found.push(index + stop.index + stop[0].length);
  }
  return found.sort((a, b) => a - b);
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Building one costs more than using it; the primary tags seen bound the map. */
function segmenterFor(language: string | undefined): Intl.Segmenter {
  const tag = /^[a-z]{2}/iu.exec(language ?? '')?.[0].toLowerCase() ?? 'en';
  const known = segmenters.get(tag);
  if (known !== undefined) return known;
  const made = new Intl.Segmenter(tag, { granularity: 'sentence' });
  segmenters.set(tag, made);
  return made;
}
