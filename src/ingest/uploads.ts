/**
 * An uploaded file as the documents in it, by the same parsers as a file on the disk. It stands alone because an upload has
 * a name and bytes and no path: what a document of it is called, and how the files of one message become one document, is
 * decided here.
 */
import { extname } from 'node:path';
import { asVerbatimError, failure, type VerbatimError } from '../errors.js';
import type { Draft, Metadata } from '../model.js';
import { decodeText } from './decode.js';
import { idOfLine, parseLine } from './jsonl.js';
import { statedMetadata } from './metadata.js';
import { parse } from './parsers/parse.js';

/** A file as it was handed in. Its name's ending tells what it is. */
export interface UploadedFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** A file with what is known of it. */
export interface UploadedSource extends UploadedFile {
  /** Further files of the same document, in order, such as those attached to a message. */
  readonly attached?: readonly UploadedFile[];
  /** Wins over what the content states; what makes no sense is refused. */
  readonly metadata?: Metadata;
}

/** What of an upload becomes a document, or why it does not. */
export type UploadedDocument = {
  /** Share of the upload up to the end of this document, above 0 to 1. */
  readonly upTo: number;
} & (
  | {
      readonly kind: 'read';
      /** Set apart from the upload's other documents by this; empty for one that stands for the whole upload. */
      readonly part: string;
      readonly draft: Draft;
      /** Attached files that could not be read, and why, as sentences. */
      readonly leftOut: readonly string[];
    }
  | { readonly kind: 'unread'; readonly part: string; readonly error: VerbatimError }
);

/** Largest file, in bytes. */
export const MAX_UPLOAD_BYTES = 20 * 1_024 * 1_024;

/** Every document of an upload: one, or one a line of a `.jsonl`. Never throws because of its content. */
export function readUpload(upload: UploadedSource): UploadedDocument[] {
  try {
    const metadata = checkedMetadata(upload.metadata ?? {});
    if (isLines(upload.fileName)) return linesOf(upload, metadata);
    const draft = parsed(upload);
    const { joined, leftOut } = withAttached(draft, upload.attached ?? []);
    return [{ kind: 'read', part: '', upTo: 1, draft: { ...joined, ...metadata }, leftOut }];
  } catch (thrown) {
    return [{ kind: 'unread', part: '', upTo: 1, error: asVerbatimError(thrown) }];
  }
}

function isLines(fileName: string): boolean {
  return extname(fileName).toLowerCase() === '.jsonl';
}

function parsed({ fileName, bytes }: UploadedFile): Draft {
  checkSize(fileName, bytes);
  return parse(bytes, fileName);
}

function checkSize(fileName: string, { length }: Uint8Array): void {
  if (length <= MAX_UPLOAD_BYTES) return;
  const most = `at most ${MAX_UPLOAD_BYTES} bytes`;
  const what = `Cannot read ${fileName}`;
  throw failure('too-large', { what, expected: most, found: `${length} bytes`, remedy: 'Split it' });
}

/** A title that is given belongs to the whole, so a line keeps its own; what is said of the source holds for each. */
function linesOf(upload: UploadedSource, { title: _, ...metadata }: Metadata): UploadedDocument[] {
  const { fileName, bytes } = upload;
  checkSize(fileName, bytes);
  const text = decodeText(bytes, fileName);
  let end = 0;
  const read = text.split('\n').flatMap((line, at) => {
    end = Math.min(text.length, end + line.length + 1);
    return line.trim() === '' ? [] : [{ ...lineOf(line, { at, fileName, metadata }), upTo: end / text.length }];
  });
  if (read.length > 0) return read;
  const parts = { what: `Cannot read ${fileName}`, expected: 'one JSON object a line', found: 'no line' };
  throw failure('empty', { ...parts, remedy: 'Fill it or remove it' });
}

function lineOf(
  line: string,
  { at, fileName, metadata }: { readonly at: number; readonly fileName: string; readonly metadata: Metadata },
) {
  const number = String(at + 1);
  try {
    const { id, draft } = parseLine(line, `${fileName}:${number}`);
    return { kind: 'read' as const, part: id ?? number, draft: { ...draft, ...metadata }, leftOut: [] };
  } catch (thrown) {
    return { kind: 'unread' as const, part: idOfLine(line) ?? number, error: asVerbatimError(thrown) };
  }
}

/** The texts one after the other, apart as paragraphs are. What the first one states holds for the whole. */
function withAttached(
  first: Draft,
  attached: readonly UploadedFile[],
): { readonly joined: Draft; readonly leftOut: readonly string[] } {
  const leftOut: string[] = [];
  let joined = first;
  for (const file of attached) {
    try {
      joined = append(joined, parsed(file));
    } catch (thrown) {
      leftOut.push(asVerbatimError(thrown).message);
    }
  }
  return { joined, leftOut };
}

function append(before: Draft, after: Draft): Draft {
  const text = `${before.text}\n\n`;
  const moved = after.outline.headings.map((heading) => ({
    ...heading,
    start: heading.start + text.length,
    end: heading.end + text.length,
  }));
  const { headings, pageStarts } = before.outline;
  return { ...after, ...before, text: text + after.text, outline: { headings: [...headings, ...moved], pageStarts } };
}

/** In the form in which sources state it. A link or a date that is none would be shown as one, so it is refused. */
function checkedMetadata(given: Metadata): Metadata {
  const metadata = statedMetadata(given);
  const refused = (what: string, expected: string, found: string): VerbatimError =>
    failure('malformed', { what, expected, found: found.slice(0, 100), remedy: 'Correct it, or leave it out' });
  if (given.url !== undefined && metadata.url === undefined)
    throw refused('The link cannot be used', 'an address that begins with http:// or https://', given.url);
  if (given.publishedAt !== undefined && metadata.publishedAt === undefined)
    throw refused('The date cannot be used', 'a date like 2025-05-27', given.publishedAt);
  return metadata;
}
