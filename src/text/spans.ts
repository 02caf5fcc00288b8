/**
 * Arithmetic on spans and the counting of words. It stands alone because ingestion, retrieval and quoting all need
 * the same answers to "inside?", "touching?" and "how long?", and none of them may ask the other.
 * All offsets are UTF-16 code units of one text, half-open.
 */
import type { Span } from '../model.js';

/** The span without the white space at its ends; an all-blank span shrinks to an empty one at its start. */
export function trimSpan(text: string, span: Span): Span {
  let { start, end } = span;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  return start === end ? { start: span.start, end: span.start } : { start, end };
}

/** Whether every code unit of `inner` is one of `outer`; an empty `inner` counts when it lies within or at an end. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether the two share at least one code unit. Touching ends do not. */
export function overlaps(one: Span, other: Span): boolean {
  return Math.max(one.start, other.start) < Math.min(one.end, other.end);
}

/** The fewest spans that cover the same code units, in order. Touching spans become one; empty ones vanish. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      merged.push({ start: span.start, end: span.end });
    }
  }
  return merged;
}

/** Words of a text: runs of letters and digits, and apart from them the letters of scripts written without spaces. */
export interface WordTally {
  /** Runs of letters, digits and marks, an apostrophe or hyphen within one not ending it. */
  readonly runs: number;
  /** Letters of Han, Kana, Thai, Lao, Khmer and Myanmar, one each. */
  readonly unspaced: number;
}

const WORDS =
  /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}])[\p{L}\p{N}\p{M}](?:['’-](?=[\p{L}\p{N}]))?)+/gu;

export function tallyWords(text: string): WordTally {
  let runs = 0;
  let unspaced = 0;
  for (const match of text.matchAll(WORDS)) {
    if (match[1] === undefined) runs += 1;
    else unspaced += 1;
  }
  return { runs, unspaced };
}

/** How many words a reader would count: every run, and every letter of a script written without spaces. */
export function wordCount(text: string): number {
  const { runs, unspaced } = tallyWords(text);
  return runs + unspaced;
}

/** Whether a cut just before `offset` would part a surrogate pair, or a mark from the letter it stands on. */
export function splitsCharacter(text: string, offset: number): boolean {
  if (offset <= 0 || offset >= text.length) return false;
  const next = text.charCodeAt(offset);
  if (next >= 0xdc00 && next <= 0xdfff) {
    const before = text.charCodeAt(offset - 1);
    if (before >= 0xd800 && before <= 0xdbff) return true;
  }
  return JOINED.test(text.slice(offset, offset + 2)) || text.charCodeAt(offset - 1) === ZERO_WIDTH_JOINER;
}

const ZERO_WIDTH_JOINER = 0x200d;
const JOINED = /^[\p{M}\u200d]/u;

/** White space as `\s` means it, decided without a regular expression: this runs once for every character ingested. */
export function isSpace(unit: number): boolean {
  if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0) return true;
  if (unit < 0x1680) return false;
  if (unit >= 0x2000 && unit <= 0x200a) return true;
  return (
    unit === 0x1680 ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}
