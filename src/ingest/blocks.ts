/**
 * What every parser makes before text: a list of blocks. It stands alone because here, and only here, blocks become the
 * canonical text and the outline whose spans lie in it.
 */
import type { Heading, Outline } from '../model.js';
import { canonicalise } from '../text/canonical.js';

/** `lines` are single lines; a heading has one. */
export interface Block {
  readonly kind: 'heading' | 'paragraph' | 'list' | 'table' | 'code';
  readonly lines: readonly string[];
  /** Of a heading: 1 (outermost) to 6. */
  readonly level?: number;
  /** In the source it follows the block before without an empty line. */
  readonly isAttached?: boolean;
}

export function heading(level: number, title: string): Block {
  return { kind: 'heading', level, lines: [singleLine(title)] };
}

export function block(kind: Exclude<Block['kind'], 'heading'>, text: string): Block {
  return { kind, lines: canonicalise(text).split('\n') };
}

/** Paragraphs of one source element: an empty line in `text` parts two. */
export function paragraphs(text: string): Block[] {
  return canonicalise(text)
    .split('\n\n')
    .map((part) => ({ kind: 'paragraph', lines: part.split('\n') }));
}

/** `text` canonical and on one line. */
export function singleLine(text: string): string {
  return canonicalise(text).replace(/\n+/g, ' ');
}

/** How long a heading may be before it is a paragraph that was dressed as one, in UTF-16 code units. */
const LONGEST_HEADING = 300;

/** Blocks in order, one empty line between two of them; blocks without a visible character are left out. */
export function assemble(blocks: readonly Block[]): { readonly text: string; readonly outline: Outline } {
  const parts: string[] = [];
  const headings: Heading[] = [];
  let start = 0;
  for (const each of blocks) {
    const text = canonicalise(each.lines.join('\n'));
    if (text === '') continue;
    const end = start + text.length;
    if (each.kind === 'heading' && text.length <= LONGEST_HEADING) {
      headings.push({ level: each.level ?? 1, title: text, start, end });
    }
    parts.push(text);
    start = end + 2;
  }
  return { text: parts.join('\n\n'), outline: { headings, pageStarts: [] } };
}
