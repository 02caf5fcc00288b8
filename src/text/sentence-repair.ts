/**
 * What Intl.Segmenter gets wrong about sentence ends, as rules over one proposed boundary. It stands alone so that each
 * rule can be tested without a segmenter, whose tables change with the version of Node.
 */
import {
  AFTER_ORDINAL,
  BEFORE_NUMBER,
  BEFORE_ORDINAL,
  NEVER_FINAL,
  SENTENCE_OPENERS,
  SOMETIMES_FINAL,
} from './abbreviations.js';
import { isSpace } from './spans.js';

/** No rule looks farther than this from a boundary, so that each costs the same on any text. */
const NEAR = 60;

/**
 * Stops that the segmenter passes over because a number stands between them and the next lower-case word: "He died in
 * 1990. 12 people came." A long word or a year before the stop makes an abbreviation unlikely.
 */
export const MISSED_STOP = /(?<=\p{Ll}{5}|\b\d{4}) ?\.\s+(?=\d)/gu;

const OPENERS = /[\p{Ps}\p{Pi}¿¡]+$/u;
const CLOSERS = /^(?:[\p{Pe}\p{Pf}]|\[[^[\]]{1,40}\]|["'](?=[\s"'\p{Pe}\p{Pf}]|$))+/u;
const SPACED_CLOSERS = /^(?:''|’’|[)\]}”»]|\[ ?\d{1,3} ?\])(?=\s|$)\s*/u;
const SPACED_QUOTE = /^"(?=\s|$)\s*/u;

/**
 * Where the proposed boundary should stand: closing quotes, brackets and footnote marks after a stop belong to the
 * sentence that ends, opening ones to the sentence that begins. `start` is where the ending sentence began.
 */
export function settledBoundary(line: string, start: number, proposed: number): number {
  let at = proposed;
  const before = line.slice(Math.max(start, at - NEAR), at);
  const openers = OPENERS.exec(before);
  if (openers !== null && !isQuoteClosing(line, start, at - openers[0].length)) at -= openers[0].length;
  for (;;) {
    const after = line.slice(at, at + NEAR);
    const attached = !isSpace(line.charCodeAt(at - 1));
    const closed = attached ? CLOSERS.exec(after) : (SPACED_CLOSERS.exec(after) ?? spacedQuote(line, start, at, after));
    if (closed === null) break;
    at += closed[0].length;
  }
  while (at < line.length && isSpace(line.charCodeAt(at))) at += 1;
  return at;
}

/** Some languages close with the marks that others open with: `„So.“` */
function isQuoteClosing(line: string, start: number, at: number): boolean {
  const mark = line[at];
  if (mark !== '“' && mark !== '«' && mark !== '‘') return false;
  const opened = mark === '«' ? '»' : mark === '“' ? '„' : '‚';
  const near = line.slice(Math.max(start, at - 20 * NEAR), at);
  return near.lastIndexOf(opened) > near.lastIndexOf(mark);
}

/** A straight quote with spaces on both sides closes when an odd number of them stands before it in the sentence. */
function spacedQuote(line: string, start: number, at: number, after: string): RegExpExecArray | null {
  const closed = SPACED_QUOTE.exec(after);
  if (closed === null) return null;
  const near = line.slice(Math.max(start, at - 20 * NEAR), at);
  return near.split('"').length % 2 === 0 ? closed : null;
}

/** Whether the text from `start` to `boundary` is no sentence of its own, so that the next one continues it. */
export function isFalseStop(line: string, start: number, boundary: number): boolean {
  const before = line.slice(Math.max(start, boundary - NEAR), boundary).trimEnd();
  const after = line.slice(boundary, boundary + NEAR);
  if (boundary - start < NEAR && isBareMark(before)) return true;
  if (!/[\p{L}\p{N}]/u.test(after) && line.length - boundary < NEAR) return true;
  if (/^[,;:]/u.test(after)) return true;
  if (/^[\p{Ll}\d&=]/u.test(after) && /\S[?!.]$/u.test(line.slice(start, boundary).slice(-2))) return true;
  if (/^\p{Ll}/u.test(after)) return continuesInLowerCase(before);
  return endsInAbbreviation(before, after);
}

/** Numbering ("1.", "(b)", "IV.") and lone punctuation say nothing without what follows. */
function isBareMark(sentence: string): boolean {
  return (
    !/[\p{L}\p{N}]/u.test(sentence) || /^[([]?(?:\d{1,3}|\p{L}|[IVXLC]{1,5})(?:\.\d{1,3})*\s?[.)\]]+$/u.test(sentence)
  );
}

/** `"Who?" asked she`, `Yahoo! said`; a bare "?" or "!" in text without capitals is left to end its sentence. */
function continuesInLowerCase(before: string): boolean {
  if (/[\p{Pe}\p{Pf}"']$/u.test(before) || /\p{Lu}\p{L}*!$/u.test(before)) return true;
  return /(?:\.\s?){2,}$|…$/u.test(before) || /[^.!?…。！？]$/u.test(before) || endsInAbbreviation(before, '');
}

const LAST_WORD = /(?:^|[\s([{"'“‘«/–—-])((?:\p{L}\p{M}*|[.'’-](?=\p{L})){1,20}) ?\.$/u;
const ORDINAL = /(?:^|\s)(\p{L}+) \d{1,2}\.$/u;

function endsInAbbreviation(before: string, after: string): boolean {
  const next = /^["'“‘«(]*([\p{L}\p{M}]+)/u.exec(after)?.[1] ?? '';
  const word = LAST_WORD.exec(before)?.[1];
  if (word === undefined) return endsInOrdinal(before, next);
  const folded = word.toLowerCase();
  if (NEVER_FINAL.has(folded)) return true;
  if (BEFORE_NUMBER.has(folded) && /^(?:\d|[IVXLC]+\b)/u.test(after)) return true;
  if (SENTENCE_OPENERS.has(next.toLowerCase()) && !isInitial(after)) return false;
  if (SOMETIMES_FINAL.has(folded)) return /^[\p{L}\d(&]/u.test(after);
  return isInitial(`${word}.`) && /^\p{Lu}/u.test(after) && (word !== 'I' || isInitial(after));
}

/** `J.`, `U.N.`, `J. R. R.`: capital letters, each with its stop. */
function isInitial(text: string): boolean {
  return /^(?:\p{Lu} ?\.)+/u.test(text);
}

function endsInOrdinal(before: string, next: string): boolean {
  const lead = ORDINAL.exec(before)?.[1];
  if (AFTER_ORDINAL.has(next.toLowerCase()) && /(?:^|\s)\d{1,2}\.$/u.test(before)) return true;
  return lead !== undefined && BEFORE_ORDINAL.has(lead.toLowerCase()) && !SENTENCE_OPENERS.has(next.toLowerCase());
}
