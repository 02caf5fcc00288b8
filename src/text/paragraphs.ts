/**
 * Where paragraphs begin and end. It stands alone because sentences, passages and the place names of quotes must agree
 * on it.
 */
import type { Span } from '../model.js';
import { trimSpan } from './spans.js';

/** Runs of lines that are not blank, in order: what an empty line sets apart. */
export function paragraphs(text: string): Span[] {
  const found: Span[] = [];
  const blank = /\n[^\S\n]*(?=\n)/gu;
  let start = 0;
  for (const match of text.matchAll(blank)) {
    keep(match.index);
    start = match.index + match[0].length;
  }
  keep(text.length);
  return found;

  function keep(end: number): void {
    const span = trimSpan(text, { start, end });
    if (span.end > span.start) found.push(span);
  }
}
