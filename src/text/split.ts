/**
 * A span that is too long for some reader, cut into parts that fit: at clauses where it can, else between words, else
 * between characters. It stands alone because models' windows are met both when indexing and when answering.
 */
import type { Span } from '../model.js';
import { isSpace, splitsCharacter, trimSpan } from './spans.js';

/** How far from the middle, in code units, a cut may be looked for; it keeps long texts linear. */
const REACH = 400;
/** Share of the span, on each side of its middle, in which a cut is looked for: parts come out about even. */
const MIDDLE = 0.25;

/**
 * Parts in order, trimmed, that cover every character but white space, each accepted by `fits`. A single character is
 * never cut, whether it fits or not. `fits` is asked O(log) times for every part.
 */
export function splitToFit(text: string, span: Span, fits: (part: string) => boolean): Span[] {
  const trimmed = trimSpan(text, span);
  if (trimmed.end <= trimmed.start) return [];
  if (fits(text.slice(trimmed.start, trimmed.end))) return [trimmed];
  const cut = cutNearMiddle(text, trimmed);
  if (cut === undefined) return [trimmed];
  const left = splitToFit(text, { start: trimmed.start, end: cut }, fits);
  return left.concat(splitToFit(text, { start: cut, end: trimmed.end }, fits));
}

function cutNearMiddle(text: string, span: Span): number | undefined {
  if (span.end - span.start < 2) return undefined;
  const middle = (span.start + span.end) >>> 1;
  const reach = Math.min(REACH, Math.floor((span.end - span.start) * MIDDLE));
  return (
    nearest(middle, reach, (offset) => isAfterClause(text, offset)) ??
    nearest(middle, reach, (offset) => isSpace(text.charCodeAt(offset - 1))) ??
    nearest(middle, span.end - span.start, (offset) => {
      return offset > span.start && offset < span.end && !splitsCharacter(text, offset);
    })
  );
}

function nearest(middle: number, reach: number, accepts: (offset: number) => boolean): number | undefined {
  for (let distance = 0; distance <= reach; distance += 1) {
    if (accepts(middle - distance)) return middle - distance;
    if (accepts(middle + distance)) return middle + distance;
  }
  return undefined;
}

/** A mark that ends a clause, with the space that tells it from the comma of `1,000`; wide ones need no space. */
function isAfterClause(text: string, offset: number): boolean {
  const before = text[offset - 1] ?? '';
  if (/[，、；：。]/u.test(before)) return !splitsCharacter(text, offset);
  return isSpace(text.charCodeAt(offset)) && ',;:)–—،؛'.includes(before);
}
