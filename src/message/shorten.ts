/**
 * Choosing which part of a text to show where not all of it fits: always a span of the text, of whole words where words
 * fit, never through a character as a reader sees one. It stands alone because it decides spans and writes nothing: the
 * ellipsis is the caller's, outside the quotation marks.
 */
import type { Span } from '../model.js';
import { escapedLengthAtMost } from './escape.js';

/** How far beyond the room a text is still segmented, so that a piece at the very edge is known to be whole. */
const SLACK = 64;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

const LINE_END = /[\n\r\v\f\u0085\u2028\u2029]/g;

interface Growth {
  /** Where the text may be cut: piece i is `[edges[i], edges[i + 1])`. */
  readonly edges: readonly number[];
  readonly focus: Span;
  readonly room: number;
  /** Characters of markdown that a part of the text takes, at most. */
  readonly cost: (part: string) => number;
}

export interface ShortenOptions {
  /** What to keep and grow around, relative to the text; out of range is clipped. Default: the start of the text. */
  readonly focus?: Span | undefined;
  /** Characters of markdown that each line end costs beside itself. Default: 0. */
  readonly perLine?: number;
}

/**
 * The largest span around the focus whose markdown has at most `room` characters. The whole text when it fits; empty
 * when not even one character does. When the focus alone is too long, what fits from the focus's start.
 */
export function shorten(text: string, room: number, options: ShortenOptions = {}): Span {
  const { focus = { start: 0, end: 0 }, perLine = 0 } = options;
  const cost = (part: string) => escapedLengthAtMost(part) + perLine * (part.match(LINE_END)?.length ?? 0);
  // A cost is never below the length, and counting it in megabytes takes long.
  if (text.length <= room && cost(text) <= room) return trimmed(text, { start: 0, end: text.length });
  const window = windowAround(text, focus, room);
  let best: Span = { start: 0, end: 0 };
  // Whole words between spaces read best; scripts without spaces, and endless words, need finer cuts.
  for (const cut of [bySpaces, byWords, byGraphemes]) {
    const found = trimmed(text, grow(text, { edges: cut(text, window), focus, room, cost }));
    if (found.end - found.start > 2 * (best.end - best.start)) best = found;
  }
  return best;
}

/** The smallest span around this one that cuts no grapheme cluster, without spaces at its ends. */
export function wholeGraphemes(text: string, span: Span): Span {
  const start = Math.max(0, Math.min(span.start, text.length));
  const end = Math.max(start, Math.min(span.end, text.length));
  if (start === end) return { start, end };
  const segments = graphemes.segment(text);
  const first = segments.containing(start)?.index ?? start;
  const last = segments.containing(end - 1);
  return trimmed(text, { start: first, end: last === undefined ? end : last.index + last.segment.length });
}

/** A text of ours or a title, cut for a label: `room` counts the escaped text and the ellipsis. */
export function clipped(text: string, room: number): string {
  const span = shorten(text, room - 1);
  const shown = text.slice(span.start, span.end);
  return shown.length === text.trim().length ? shown : `${shown}…`;
}

/** A long text in consecutive parts that each fit, so that nothing of it is lost. A cluster that cannot fit is left out. */
export function parts(text: string, room: number): string[] {
  const found: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const span = shorten(rest, room);
    if (span.end === span.start) break;
    found.push(rest.slice(span.start, span.end));
    rest = rest.slice(span.end).trim();
  }
  return found;
}

/** Nothing further than `room` from the focus can fit, so no more than that is segmented. */
function windowAround(text: string, focus: Span, room: number): Span {
  const at = Math.max(0, Math.min(focus.start, text.length));
  const start = Math.max(0, at - room - SLACK);
  const end = Math.min(text.length, at + room + SLACK);
  return { start: start === 0 ? 0 : (graphemes.segment(text).containing(start)?.index ?? start), end };
}

function bySpaces(text: string, window: Span): number[] {
  const words = text.slice(window.start, window.end).matchAll(/\S+\s*/g);
  return edgesOf(words, { text, window });
}

function byWords(text: string, window: Span): number[] {
  return edgesOf(words.segment(text.slice(window.start, window.end)), { text, window });
}

function byGraphemes(text: string, window: Span): number[] {
  return edgesOf(graphemes.segment(text.slice(window.start, window.end)), { text, window });
}

/** Where pieces begin, and where the last one ends; without those at the window's edge, which may be parts of something. */
function edgesOf(pieces: Iterable<{ readonly index: number }>, place: { text: string; window: Span }): number[] {
  const { text, window } = place;
  const edges = [...pieces].map((piece) => window.start + piece.index);
  const inner = window.start === 0 ? edges : edges.slice(1);
  return window.end === text.length ? [...inner, text.length] : inner;
}

function grow(text: string, { edges, focus, room, cost }: Growth): Span {
  const at = (index: number) => edges[index] ?? 0;
  const last = edges.length - 1;
  let from = Math.max(
    0,
    edges.findLastIndex((edge) => edge <= focus.start),
  );
  let to = from;
  let left = room;
  const take = (piece: number): boolean => {
    const price = piece < 0 || piece >= last ? Number.POSITIVE_INFINITY : cost(text.slice(at(piece), at(piece + 1)));
    if (price > left) return false;
    left -= price;
    from = Math.min(from, piece);
    to = Math.max(to, piece + 1);
    return true;
  };
  while (at(to) < focus.end && take(to));
  let growing = at(to) >= focus.end;
  while (growing) {
    const after = take(to);
    const before = take(from - 1);
    growing = after || before;
  }
  return { start: at(from), end: at(to) };
}

function trimmed(text: string, span: Span): Span {
  const inside = text.slice(span.start, span.end);
  const start = span.start + (inside.length - inside.trimStart().length);
  return { start, end: Math.max(start, span.start + inside.trimEnd().length) };
}
