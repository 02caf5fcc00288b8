/**
 * From an offset to words with which a reader finds the place: page, heading, paragraph. It stands alone because a
 * citation must lead somewhere whatever the format it came from.
 */
import type { Document, Heading, Outline, Span } from '../model.js';
import { paragraphs } from './paragraphs.js';

/** What a place is told from. */
export type Locatable = Pick<Document, 'text' | 'outline' | 'title'>;

/**
 * `p. 4, Setup` where there are pages, else `Setup, para. 2` under a heading, else `para. 4`. Paragraphs count from 1,
 * from the heading where there is one; headings are not among them. A place inside a heading is that heading's words.
 * A heading that is the title is not named: whoever reads the place has read the title.
 */
export function locator({ text, outline, title }: Locatable, offset: number): string {
  const heading = outline.headings.findLast(({ start }) => start <= offset);
  const name = nameOf(heading);
  const insideHeading = heading !== undefined && offset < heading.end;
  const parts = [pageOf(outline, offset), name !== undefined && name === spaced(title ?? '') ? undefined : name];
  if (parts[0] === undefined && !insideHeading) {
    const from = heading?.end ?? 0;
    parts.push(`para. ${Math.max(1, paragraphs(text.slice(from, offset + 1)).length)}`);
  }
  const said = parts.filter((part) => part !== undefined);
  return said.length > 0 ? said.join(', ') : insideHeading ? 'title' : 'para. 1';
}

function pageOf({ pageStarts }: Outline, offset: number): string | undefined {
  const page = pageStarts.findLastIndex((start) => start <= offset) + 1;
  return pageStarts.length === 0 ? undefined : `p. ${Math.max(1, page)}`;
}

function nameOf(heading: Heading | undefined): string | undefined {
  const name = spaced(heading?.title ?? '');
  return name === '' ? undefined : name;
}

function spaced(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

export interface Neighbours {
  /** Whole paragraphs to take before and after those the span touches, 0 and up. */
  readonly before: number;
  readonly after: number;
}

/**
 * The paragraphs that a span touches and its neighbours, as one span without white space at its ends; it holds the
 * whole of `span`, but for white space. In a text without words it is `span` itself.
 */
export function paragraphAround(text: string, span: Span, neighbours: Neighbours): Span {
  const all = paragraphs(text);
  const first = all.findIndex(({ end }) => end > span.start);
  const last = all.findLastIndex(({ start }) => start < Math.max(span.end, span.start + 1));
  const opening = all[Math.max(0, (first < 0 ? all.length - 1 : first) - neighbours.before)];
  const closing = all[Math.min(all.length - 1, Math.max(0, last) + neighbours.after)];
  if (opening === undefined || closing === undefined) return span;
  return { start: Math.min(opening.start, closing.start), end: Math.max(opening.end, closing.end) };
}
