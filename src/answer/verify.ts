/**
 * Whether some words stand in a document: to the letter, or but for case, marks and spaces. It stands alone because this is
 * asked of every document, and what comes near only of a few.
 */
import type { Document, Quote } from '../model.js';
import { locate } from './quotes.js';

export interface Match {
  readonly kind: 'exact' | 'normalised';
  readonly quote: Quote;
}

/** The words as they stand in a document; undefined when they do not. */
export function match(document: Document, words: string): Match | undefined {
  const wanted = withoutMarks(words);
  const quote = locate(document, wanted);
  if (quote === undefined) return undefined;
  return { kind: quote.exact === wanted ? 'exact' : 'normalised', quote };
}

/** The words without the quotation marks and ellipses that people put around a quote. */
export function withoutMarks(words: string): string {
  const text = words.trim().replace(/^(?:["“”„«»‘’']|…|\.\.\.|\s)+/u, '');
  // From the end, by hand: such a pattern before `$` tries every mark of a long row anew, at a cost of its square.
  let end = text.length;
  while (end > 0) {
    if (MARK.test(text.charAt(end - 1))) end -= 1;
    else if (text.endsWith('...', end)) end -= 3;
    else break;
  }
  return text.slice(0, end);
}

const MARK = /["“”„«»‘’'…\s]/u;
