/**
 * One line of a `.jsonl` file as a document: someone's prepared texts, or our own export. It stands alone because a line
 * is taken at its word: nothing is searched for or dropped, so that what is quoted stands in the line that went in.
 */
import { failure } from '../errors.js';
import type { Draft, Heading, Outline } from '../model.js';
import { canonicalise } from '../text/canonical.js';
import { statedMetadata } from './metadata.js';

export interface LineDocument {
  /** As given, or `undefined` when the line gives none. */
  readonly id: string | undefined;
  readonly draft: Draft;
}

/** Longest id, in UTF-16 code units. */
const LONGEST_ID = 1_000;
/** No database and no file gives one back as it was. */
const LONE_SURROGATE = /\p{Surrogate}/u;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Fields: `id`, `title`, `text`, `url`, `date` or `publishedAt`, `publisher`, `author`, `lang` or `language`; of an
 * export also `outline`. Others are ignored. `place` (`file.jsonl:3`) is what a message calls the line. Throws
 * `malformed` and `empty`.
 */
export function parseLine(line: string, place: string): LineDocument {
  const fields = fieldsOf(line, place);
  const id = idOf(fields, place);
  const named = id === undefined ? place : `${place} (id ${JSON.stringify(id)})`;
  const text = canonicalise(textOf(fields, named));
  if (text === '') {
    throw failure('empty', {
      what: `Cannot read ${named}`,
      expected: '"text" with words in it',
      found: 'none',
      remedy: 'Fill or drop the line',
    });
  }
  const metadata = statedMetadata({
    title: stringOf(fields['title']),
    publisher: stringOf(fields['publisher']),
    author: stringOf(fields['author']),
    url: stringOf(fields['url']),
    publishedAt: stringOf(fields['publishedAt']) ?? stringOf(fields['date']),
    language: stringOf(fields['language']) ?? stringOf(fields['lang']),
  });
  return { id, draft: { ...metadata, text, outline: outlineOf(fields['outline'], text, named) } };
}

/** The id of a line that may be broken otherwise, so that its failure can be told from another document's. */
export function idOfLine(line: string): string | undefined {
  try {
    return idOf(fieldsOf(line, ''), '');
  } catch {
    return undefined;
  }
}

function fieldsOf(line: string, place: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : 'something else';
    const parts = { what: `Cannot read ${place}`, expected: 'one JSON object on the line', found };
    throw failure('malformed', { ...parts, remedy: 'Repair the line; the others were read' }, cause);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  const parts = { what: `Cannot read ${place}`, expected: 'one JSON object on the line', found };
  throw failure('malformed', { ...parts, remedy: 'Write one document a line, as {"id", "title", "text"}' });
}

function idOf(fields: Fields, place: string): string | undefined {
  const id = fields['id'];
  if (id === undefined || id === null || id === '') return undefined;
  if (typeof id === 'number') return String(id);
  const isUsable = typeof id === 'string' && id.trim() !== '' && id.length <= LONGEST_ID && !LONE_SURROGATE.test(id);
  if (isUsable) return id;
  const text = (given: string): string =>
    given.trim() === '' ? 'spaces only' : given.length > LONGEST_ID ? `${given.length} characters` : 'half a character';
  const found = typeof id === 'string' ? text(id) : Array.isArray(id) ? 'a list' : `a ${typeof id}`;
  const expected = `"id" to be a string of 1 to ${LONGEST_ID} whole characters`;
  throw failure('malformed', { what: `Cannot read ${place}`, expected, found, remedy: 'Give the line a short id' });
}

function textOf(fields: Fields, place: string): string {
  const text = fields['text'];
  if (typeof text === 'string') return text;
  const found =
    text === undefined ? 'no such field' : text === null ? 'null' : Array.isArray(text) ? 'a list' : `a ${typeof text}`;
  throw failure('malformed', {
    what: `Cannot read ${place}`,
    expected: '"text" to be a string',
    found,
    remedy: 'Put the document\'s words in "text"',
  });
}

function stringOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The outline of an export, checked against the text it must lie in. Another's field of that name is ignored. */
function outlineOf(value: unknown, text: string, place: string): Outline {
  const { headings, pageStarts } = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<keyof Outline, unknown>
  >;
  if (!Array.isArray(headings) || !Array.isArray(pageStarts)) return { headings: [], pageStarts: [] };
  const wrong = headings.findIndex((heading, index) => !stands(heading, text, headings[index - 1]));
  const isOffset = (start: unknown): start is number =>
    Number.isInteger(start) && Number(start) >= 0 && Number(start) <= text.length;
  if (
    wrong === -1 &&
    pageStarts.every((start, index) => isOffset(start) && (index === 0 || start >= Number(pageStarts[index - 1])))
  ) {
    return { headings: headings.map(plainHeading), pageStarts };
  }
  const found = wrong === -1 ? 'page starts outside it' : `heading ${wrong + 1} elsewhere`;
  const parts = { what: `Cannot read ${place}`, expected: 'the spans of "outline" to lie in "text"', found };
  throw failure('malformed', { ...parts, remedy: 'Export anew, or drop "outline" from the line' });
}

function stands(value: unknown, text: string, before: unknown): value is Heading {
  if (typeof value !== 'object' || value === null) return false;
  const { level, title, start, end } = value as Partial<Record<keyof Heading, unknown>>;
  if (typeof start !== 'number' || typeof end !== 'number' || typeof level !== 'number') return false;
  const follows = before === undefined || start >= (before as Heading).end;
  return follows && level >= 1 && level <= 6 && start >= 0 && end > start && text.slice(start, end) === title;
}

function plainHeading({ level, title, start, end }: Heading): Heading {
  return { level, title, start, end };
}
