/**
 * Where paragraphs begin in plain text, which does not say. It stands alone because it is guesswork with rules: an empty
 * line always parts; a line is joined to the next only in a file that was wrapped by hand at some column.
 */
import type { Block } from '../blocks.js';

/** Files wrapped by hand keep to a column in this range, in UTF-16 code units. */
const NARROWEST_COLUMN = 45;
const WIDEST_COLUMN = 120;
/** How far short of the column a wrapped line may fall, beyond the word that did not fit. */
const RAGGED = 6;
/** A line of this many words that ends as a sentence is a paragraph of its own. */
const PROSE_WORDS = 8;

const LIST_ITEM = /^(?:[-*+\u2022\u2013\u2014]|\(?\d{1,3}[.)]) /;
const SENTENCE_END = /[.!?\u2026\u3002\uff01\uff1f\u06d4\u0964]["'\u201d\u2019\u00bb)\]]*$/;

/** Canonical text as blocks. Lines that belong together but are no prose (verse, addresses) stay lines of one block. */
export function layOut(text: string): Block[] {
  const groups = text.split('\n\n').map((group) => group.split('\n'));
  const column = wrappedAt(groups);
  return groups.flatMap((lines) => blocksOf(column === undefined ? lines : unwrapped(lines, column)));
}

/** The column at which the whole file was wrapped, if it was. */
function wrappedAt(groups: readonly (readonly string[])[]): number | undefined {
  let column = 0;
  for (const lines of groups) for (const line of lines) column = Math.max(column, line.length);
  if (column < NARROWEST_COLUMN || column > WIDEST_COLUMN) return undefined;
  let breaks = 0;
  let forced = 0;
  for (const lines of groups) {
    for (const [index, line] of lines.slice(0, -1).entries()) {
      breaks++;
      if (isForced(line, lines[index + 1] ?? '', column)) forced++;
    }
  }
  return breaks >= 3 && forced >= 0.7 * breaks ? column : undefined;
}

/** Whether the next line's first word would have gone beyond the column, so that the break means nothing. */
function isForced(line: string, next: string, column: number): boolean {
  const firstWord = /^\S+/.exec(next)?.[0] ?? '';
  return line.length + 1 + firstWord.length > column - RAGGED && !LIST_ITEM.test(next);
}

function unwrapped(lines: readonly string[], column: number): string[] {
  const joined: string[] = [];
  let previous = '';
  for (const line of lines) {
    const last = joined.at(-1);
    if (last !== undefined && isForced(previous, line, column)) {
      joined[joined.length - 1] = /\p{L}-$/u.test(last) ? `${last}${line}` : `${last} ${line}`;
    } else {
      joined.push(line);
    }
    previous = line;
  }
  return joined;
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: { kind: 'list' | 'paragraph'; lines: string[]; isAttached: boolean }[] = [];
  let previous: string | undefined;
  for (const line of lines) {
    const kind = LIST_ITEM.test(line) ? 'list' : 'paragraph';
    const last = blocks.at(-1);
    const apart =
      last === undefined || last.kind !== kind || (kind === 'paragraph' && (isProse(previous) || isProse(line)));
    if (apart) blocks.push({ kind, lines: [line], isAttached: last !== undefined });
    else last.lines.push(line);
    previous = line;
  }
  return blocks;
}

/** Whether this line can stand as a paragraph of its own. */
function isProse(line: string | undefined): boolean {
  if (line === undefined || !SENTENCE_END.test(line)) return false;
  // Scripts without spaces have one "word" a sentence: their length speaks instead.
  return line.length >= 40 || line.split(' ', PROSE_WORDS).length >= PROSE_WORDS;
}
