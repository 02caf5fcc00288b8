/**
 * The one door through which a quote is made. Whatever proposes the words, a model or our own ranking, what comes out is
 * a slice of the document; what is not in the document does not come out.
 */
import type { Document, Quote, Span } from '../model.js';
import { fold } from '../text/fold.js';
import { occurrence } from '../text/occurrence.js';

/** The part of a document that a quote is cut from. */
export type Quotable = Pick<Document, 'id' | 'version' | 'text'>;

/**
 * The quote that `proposed` names in `document`: a span of its text, or words to look for, first to the letter, then but
 * for case, accents, quotation marks, dashes and spaces. Undefined when the document does not have them.
 */
export function locate(document: Quotable, proposed: Span | string): Quote | undefined {
  const span = typeof proposed === 'string' ? find(document.text, proposed) : inside(document.text, proposed);
  if (span === undefined) return undefined;
  return {
    documentId: document.id,
    version: document.version,
    start: span.start,
    end: span.end,
    exact: document.text.slice(span.start, span.end),
  };
}

/** Where words stand in a text, to the letter if they do, else in matching form; the first place of several. */
export function find(text: string, words: string): Span | undefined {
  const wanted = words.trim();
  if (wanted === '') return undefined;
  const start = occurrence(text, wanted);
  if (start >= 0) return { start, end: start + wanted.length };
  const sought = fold(wanted).folded.trim();
  if (sought === '') return undefined;
  const { folded, toOriginal } = fold(text);
  const at = occurrence(folded, sought);
  return at < 0 ? undefined : toOriginal({ start: at, end: at + sought.length });
}

/** A span that can be cut: inside the text, not empty, and not through a surrogate pair. */
function inside(text: string, span: Span): Span | undefined {
  const whole = Number.isInteger(span.start) && Number.isInteger(span.end);
  if (!whole || span.start < 0 || span.end > text.length || span.start >= span.end) return undefined;
  return cutsPair(text, span.start) || cutsPair(text, span.end) ? undefined : { start: span.start, end: span.end };
}

function cutsPair(text: string, offset: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(offset - 1, offset + 1));
}
