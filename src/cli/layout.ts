/**
 * Text for a terminal: cleaned, wrapped, emphasised. It stands alone because document text is not to be trusted here:
 * a terminal obeys escape sequences, and a hostile document could move the cursor, retitle the window or reverse the
 * reading order. All of ours goes through `clean` first; only then is it styled.
 */
import { stripVTControlCharacters } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import type { Paper } from './output.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is there to find
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Embeddings, overrides and isolates, which make text read in another order than it stands. */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Text of a document without anything that a terminal would obey. New lines and tabs stay. */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replace(CONTROL, '').replace(REORDERING, '');
}

/** The same, on one line. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/** At most `length` characters, cut between words; `…` says that something was left out. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const space = text.lastIndexOf(' ', length);
  // A word longer than the whole allowance, or a language without spaces, is cut where it must be.
  const end = space > length / 2 ? space : length;
  return `${text.slice(0, end).replace(/[\ud800-\udbff]$/, '')}…`;
}

export const bold = (text: string, paper: Paper): string => styled(text, paper, 1, 22);
export const dim = (text: string, paper: Paper): string => styled(text, paper, 2, 22);
export const red = (text: string, paper: Paper): string => styled(text, paper, 31, 39);
export const green = (text: string, paper: Paper): string => styled(text, paper, 32, 39);

/** Lines of at most the paper's width, each after `indent` spaces; the first begins with `lead`, within the indent. */
export function block(text: string, paper: Paper, { indent, lead = '' }: { indent: number; lead?: string }): string {
  const width = paper.columns - indent;
  const lines = (width > 0 ? wrapAnsi(text, width, { hard: true }) : text).split('\n');
  return lines.map((line, at) => `${at === 0 ? lead.padEnd(indent) : ' '.repeat(indent)}${line}`.trimEnd()).join('\n');
}

function styled(text: string, paper: Paper, on: number, off: number): string {
  return paper.styled && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}
