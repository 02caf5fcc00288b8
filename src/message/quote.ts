/**
 * A quote as it is shown: its words in quotation marks, the answering ones in bold, and beneath it, quieter, where it
 * comes from. It stands alone because this is the one place where a document's words meet layout: what it shows is
 * always a span of the quote, and an ellipsis stands outside the quotation marks.
 */
import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import type { Citation, NearCopy, Quote, Span } from '../model.js';
import { dateAndAge, dateOnly } from './age.js';
import { addressOf } from './controls.js';
import { escaped, escapedLines, isolated, linked } from './escape.js';
import { type Block, button, ROOM } from './layout.js';
import { clipped, shorten, wholeGraphemes } from './shorten.js';
import { ENGLISH, type Words } from './words.js';

/** What a citation and a nearest passage both say of where their words stand. */
export interface Origin {
  readonly documentId: string;
  readonly title?: string;
  readonly publisher?: string;
  readonly url?: string;
  readonly publishedAt?: string;
  readonly locator?: string;
  readonly alsoIn?: readonly NearCopy[];
}

export interface QuoteOptions {
  readonly now: Date;
  /** Markdown that stands before the quote, on lines of its own. */
  readonly heading?: string;
  /** Most characters of markdown for the quoted words. Default: what one message holds. */
  readonly room?: number;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

export interface QuotedOptions {
  readonly room: number;
  /** The words to set in bold, relative to the text; what is shortened is shortened around them. */
  readonly highlight?: Span | undefined;
  /** Shows the text's lines as a block quote. Default: all on one line. */
  readonly lines?: boolean;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

/** Room for quotation marks, both ellipses, bold, isolates and the mark of the first line. */
const FRAME = 16;
/** A block quote's mark and its own bold. */
const LINE_MARKS = 6;
const NEAR_COPIES = 3;

/** A citation with its button. The label is the citation's. */
export function citationBlock(citation: Citation, options: QuoteOptions): Block {
  const { quote, highlight } = citation;
  const within = highlight && { start: highlight.start - quote.start, end: highlight.end - quote.start };
  const origin = { ...citation, documentId: quote.documentId };
  return labelledQuote({ label: citation.label, quote, origin, highlight: within }, options);
}

/** Any labelled quote with its button; `highlight` is relative to the quote's words. */
export function labelledQuote(
  shown: { label: number; quote: Quote; origin: Origin; highlight?: Span | undefined },
  options: QuoteOptions,
): Block {
  const { words = ENGLISH } = options;
  const heading = options.heading === undefined ? '' : `${options.heading}\n`;
  const label = `**${shown.label}** `;
  const below = `\n${originLines(shown.origin, options.now, words)}`;
  const room = Math.min(options.room ?? ROOM, ROOM - heading.length - label.length - below.length);
  const exact = quoted(shown.quote.exact, { room, highlight: shown.highlight, words });
  // The bar of a block quote shows where the quote ends, whatever marks stand in it.
  const bar = seemsToEndEarly(exact) ? '> ' : '';
  const markdown = `${heading}${bar}${label}${exact}${below}`;
  return { markdown, buttons: [contextButton(shown.label, shown.quote, words)] };
}

/**
 * Whether a mark within the words could be taken for the one that ends the quote, so that what follows it would read as
 * ours: one that closes what nothing within has opened, or straight marks that come in no pairs.
 */
function seemsToEndEarly(shown: string): boolean {
  const within = shown.slice(shown.indexOf('“') + 1, shown.lastIndexOf('”'));
  let open = 0;
  for (const mark of within.match(/[“„❝〝”‟❞〞]/g) ?? []) {
    open += /[“„❝〝]/.test(mark) ? 1 : -1;
    if (open < 0) return true;
  }
  return (within.match(/["″ʺ〃＂]/g) ?? []).length % 2 === 1;
}

/** Shows the paragraph around a quote when pressed. */
export function contextButton(label: number, quote: Quote, words: Words): APIButtonComponentWithCustomId {
  return button(words.text('button.inContext', { label: String(label) }), {
    kind: 'context',
    address: addressOf(quote),
    which: label,
  });
}

/** The words in quotation marks, shortened to a span of whole words where they do not fit. */
export function quoted(text: string, options: QuotedOptions): string {
  const { room, highlight, lines = false, words = ENGLISH } = options;
  const focus = highlight === undefined ? undefined : wholeGraphemes(text, highlight);
  const span = shorten(text, room - FRAME, { focus, perLine: lines ? LINE_MARKS : 0 });
  if (span.end === span.start && text.trim() !== '') return `*(${words.text('quote.cannotBeShown')})*`;
  const before = text.slice(0, span.start).trim() === '' ? '' : '… ';
  const after = text.slice(span.end).trim() === '' ? '' : ' …';
  const shown = emphasised(text, { span, focus, lines });
  // An isolate ends with its line, so many lines each go by their own direction.
  if (lines) return `${before}“${shown}”${after}`.replace(/^/gm, '> ');
  return `${before}${isolated(`“${shown}”`)}${after}`;
}

/** `-# Title · Publisher · 27 May 2025, 1 year ago · p. 4`, and in a second line who else says it. */
export function originLines(origin: Origin, now: Date, words: Words): string {
  const title = linked(clipped(origin.title ?? origin.documentId, 200), origin.url, words);
  const said = [
    title,
    origin.publisher && named(origin.publisher),
    dateAndAge(origin.publishedAt, now, words),
    origin.locator && named(origin.locator),
  ].filter((part) => part !== undefined && part.trim() !== '');
  const lines = [`-# ${said.join(' · ')}`];
  const copies = origin.alsoIn ?? [];
  if (copies.length > 0) lines.push(`-# ${words.text('quote.alsoIn', { copies: copiesLine(copies, words) })}`);
  return lines.join('\n');
}

function copiesLine(copies: readonly NearCopy[], words: Words): string {
  const shown = copies.slice(0, NEAR_COPIES).map((copy) => {
    const name = linked(clipped(copy.publisher ?? copy.documentId, 80), copy.url, words);
    const date = dateOnly(copy.publishedAt, words);
    return date === undefined ? name : `${name}, ${date}`;
  });
  const others = copies.length - shown.length;
  return [...shown, ...(others > 0 ? [words.text('list.more', { count: others })] : [])].join(' · ');
}

function named(text: string): string {
  return isolated(escaped(clipped(text, 100)).trim());
}

function emphasised(
  text: string,
  { span, focus, lines }: { span: Span; focus: Span | undefined; lines: boolean },
): string {
  const written = lines ? escapedLines : escaped;
  const start = Math.max(span.start, focus?.start ?? span.start);
  const end = Math.min(span.end, focus?.end ?? span.start);
  // All in bold would set nothing off.
  if (end <= start || (start === span.start && end === span.end)) return written(text.slice(span.start, span.end));
  const strong = written(text.slice(start, end)).replace(/[^\n]+/g, (line) =>
    line.trim() === '' ? line : `**${line}**`,
  );
  return `${written(text.slice(span.start, start))}${strong}${written(text.slice(end, span.end))}`;
}
