/**
 * Choosing which part of a text to show where not all of it fits: always a span of the text, of whole words where words
 * fit, never through a character as a reader sees one. It stands alone because it decides spans and writes nothing: the
 * ellipsis is the caller's, outside the quotation marks.
 */
import type { Span } from '../model.js';
import { escapedLengthAtMost } from './escape.js';

/** Beyond this distance from the focus nothing can fit into a message, so it is not segmented. In UTF-16 code units. */
const REACH = 8192;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** The text cut at one kind of boundary: piece i is `[edges[i], edges[i + 1])`. */
interface Pieces {
  readonly edges: readonly number[];
}

/**
 * The largest span around `focus` whose markdown has at most `room` characters. The whole text when it fits; empty when
 * not even one character does. When the focus alone is too long, what fits from the focus's start.
 * @param focus relative to `text`; out of range is clipped. Default: the start of the text.
 */
export function shorten(text: string, room: number, focus: Span = { start: 0, end: 0 }): Span {
  if (escapedLengthAtMost(text) <= room) return trimmed(text, { start: 0, end: text.length });
  const window = windowAround(text, focus);
  let best: Span = { start: 0, end: 0 };
  // Whole words between spaces read best; scripts without spaces, and endless words, need finer cuts.
  for (const cut of [bySpaces, byWords, byGraphemes]) {
    const found = trimmed(text, grow(text, { pieces: cut(text, window), focus, room }));
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

function windowAround(text: string, focus: Span): Span {
  return { start: Math.max(0, focus.start - REACH), end: Math.min(text.length, Math.max(focus.start, 0) + 2 * REACH) };
}

function bySpaces(text: string, window: Span): Pieces {
  const inside = text.slice(window.start, window.end);
  const edges = [...inside.matchAll(/\S+\s*/g)].map((match) => window.start + match.index);
  return { edges: closed(edges, { text, window }) };
}

function byWords(text: string, window: Span): Pieces {
  const edges = [...words.segment(text.slice(window.start, window.end))].map((each) => window.start + each.index);
  return { edges: closed(edges, { text, window }) };
}

function byGraphemes(text: string, window: Span): Pieces {
  const edges = [...graphemes.segment(text.slice(window.start, window.end))].map((each) => window.start + each.index);
  return { edges: closed(edges, { text, window }) };
}

/** Ends the list, and drops pieces at the window's edge, which may be parts of something longer. */
function closed(edges: readonly number[], { text, window }: { text: string; window: Span }): number[] {
  const inner = window.start === 0 ? edges : edges.slice(1);
  return window.end === text.length ? [...inner, text.length] : [...inner];
}

function grow(text: string, { pieces, focus, room }: { pieces: Pieces; focus: Span; room: number }): Span {
  const { edges } = pieces;
  const cost = (from: number, to: number) => escapedLengthAtMost(text.slice(edges[from] ?? 0, edges[to] ?? 0));
  const last = edges.length - 1;
  const at = edges.findLastIndex((edge) => edge <= focus.start);
  let from = Math.max(0, Math.min(at, last));
  let to = from;
  let left = room;
  const takeRight = () => {
    const price = to < last ? cost(to, to + 1) : Number.POSITIVE_INFINITY;
    if (price > left) return false;
    left -= price;
    to += 1;
    return true;
  };
  const takeLeft = () => {
    const price = from > 0 ? cost(from - 1, from) : Number.POSITIVE_INFINITY;
    if (price > left) return false;
    left -= price;
    from -= 1;
    return true;
  };
  while ((edges[to] ?? 0) < focus.end && takeRight());
  const focused = (edges[to] ?? 0) >= focus.end;
  let growing = focused;
  while (growing) {
    const right = takeRight();
    const before = takeLeft();
    growing = right || before;
  }
  return { start: edges[from] ?? 0, end: edges[to] ?? 0 };
}

function trimmed(text: string, span: Span): Span {
  const inside = text.slice(span.start, span.end);
  const start = span.start + (inside.length - inside.trimStart().length);
  return { start, end: Math.max(start, span.start + inside.trimEnd().length) };
}
