/**
 * From what a person names to documents: files, folders, globs, `.jsonl`. It stands alone because it is the one place
 * that decides a document's id, and that no input is skipped silently: each one comes out as loaded or as failed.
 *
 * One document is held at a time. Parsing is synchronous work, meant for the indexing thread.
 */
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { asVerbatimError, type ErrorCode, failure, VerbatimError } from '../errors.js';
import type { Draft } from '../model.js';
import { decodeText } from './decode.js';
import { type FoundFile, isReadInFolders, messageOf } from './files.js';
import { idOfLine, parseLine } from './jsonl.js';
import { linesOf, type RawLine } from './lines.js';
import { parse, unsupportedEnding } from './parsers/parse.js';
import { type Extent, type Surveyed, type SurveyedFile, survey } from './survey.js';

export interface LoadOptions {
  /** Largest file, or line of a `.jsonl` file, in bytes. At least 1. Default 20 MiB. */
  readonly maxBytes?: number;
  /** Told how much there is, once everything is listed and before any of it is read. */
  readonly onExtent?: (extent: Extent) => void;
}

interface Origin {
  /** Of a failure: the best name known, which no stored document need have. */
  readonly documentId: string;
  /** Path, or `path.jsonl#line`. */
  readonly source: string;
  /** The target, as named, that brought it. */
  readonly target: string;
  /** Bytes of all sources up to the end of this one, of `Extent.bytes`. */
  readonly bytesRead: number;
}

export interface Loaded extends Origin {
  readonly kind: 'loaded';
  readonly draft: Draft;
}

export interface Failed extends Origin {
  readonly kind: 'failed';
  readonly code: ErrorCode;
  /** What failed, what was expected, what was found, what to do. */
  readonly reason: string;
}

/**
 * A target that was seen whole: what is stored from it and was neither loaded nor failed is gone from it. Not yielded
 * for a target that is missing, empty, or partly unreadable (a folder, or a line of a `.jsonl` whose id is unknown):
 * nothing may be thought gone from those.
 */
export interface Listed {
  readonly kind: 'listed';
  readonly target: string;
  /** Documents loaded from it. */
  readonly documents: number;
  /** Files left out because of their ending. */
  readonly skipped: number;
}

const DEFAULT_MAX_BYTES = 20 * 1_024 * 1_024;

/**
 * Everything the targets name, target by target, files by name, lines in order. An id is the one a `.jsonl` line gives;
 * else the path relative to the folder named, or to the fixed beginning of a glob; for a single file its name. The
 * second source that claims an id fails with `duplicate-id`. Never rejects because of an input.
 */
export async function* load(
  targets: readonly string[],
  options: LoadOptions = {},
): AsyncGenerator<Loaded | Failed | Listed> {
  const reading = { claims: new Claims(), maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES };
  const { surveyed, extent } = await survey(targets);
  options.onExtent?.(extent);
  for (const each of surveyed) yield* loadTarget(each, reading);
}

interface Reading {
  readonly claims: Claims;
  readonly maxBytes: number;
}

async function* loadTarget(surveyed: Surveyed, reading: Reading): AsyncGenerator<Loaded | Failed | Listed> {
  const { target, files, problems, bytesBefore } = surveyed;
  if ('error' in surveyed) {
    yield failed({ documentId: target, source: target, target, bytesRead: bytesBefore }, surveyed.error);
    return;
  }
  for (const { path, cause } of problems) {
    const parts = { what: `Cannot read ${path}`, found: messageOf(cause), remedy: 'Check its permissions' };
    const origin = { documentId: path, source: path, target, bytesRead: bytesBefore };
    yield failed(origin, failure('unreadable', parts, cause));
  }
  let isWhole = problems.length === 0;
  let documents = 0;
  for (const file of files) {
    for await (const item of loadFile(file, target, reading.maxBytes)) {
      const result = item.kind === 'loaded' ? reading.claims.claim(item) : item;
      if (result === undefined) continue;
      if (result.kind === 'loaded') documents++;
      // A failure without a document's own id might be any document's of that file.
      else if (isUnnamed(result, file)) isWhole = false;
      yield result;
    }
  }
  if (isWhole) yield { kind: 'listed', target, documents, skipped: surveyed.skipped };
}

async function* loadFile(file: SurveyedFile, target: string, maxBytes: number): AsyncGenerator<Loaded | Failed> {
  const origin: Origin = { documentId: file.name, source: file.path, target, bytesRead: file.bytesBefore + file.bytes };
  try {
    if (!isReadInFolders(file.name)) throw unsupportedEnding(file.path);
    if (extname(file.name).toLowerCase() === '.jsonl') yield* loadLines(file, target, maxBytes);
    else yield { kind: 'loaded', ...origin, draft: parse(await bytesOf(file.path, maxBytes), file.path) };
  } catch (thrown) {
    yield failed(origin, readingFailure(file.path, thrown));
  }
}

async function* loadLines(file: SurveyedFile, target: string, maxBytes: number): AsyncGenerator<Loaded | Failed> {
  let isEmpty = true;
  await sizeOf(file.path);
  for await (const raw of linesOf(file.path, maxBytes)) {
    if (!raw.isTooLong && isBlank(raw.bytes)) continue;
    isEmpty = false;
    yield lineOf(raw, { file, target, maxBytes });
  }
  if (!isEmpty) return;
  const parts = {
    what: `Cannot read ${file.path}`,
    expected: 'one JSON object a line',
    found: 'no line',
    remedy: 'Fill it or remove it',
  };
  throw failure('empty', parts);
}

function lineOf(raw: RawLine, from: { file: SurveyedFile; target: string; maxBytes: number }): Loaded | Failed {
  const { file, target, maxBytes } = from;
  const unnamed = `${file.name}#${raw.number}`;
  const place = `${file.path}:${raw.number}`;
  const bytesRead = file.bytesBefore + Math.min(raw.end, file.bytes);
  const origin = { source: `${file.path}#${raw.number}`, target, bytesRead };
  let line = '';
  try {
    if (raw.isTooLong) throw tooLarge(place, `more than ${maxBytes} bytes`, maxBytes);
    line = decodeText(raw.bytes, place);
    const { id, draft } = parseLine(line, place);
    return { kind: 'loaded', documentId: id ?? unnamed, ...origin, draft };
  } catch (thrown) {
    return failed({ documentId: idOfLine(line) ?? unnamed, ...origin }, thrown);
  }
}

/** Ids already given away, and to whom. */
class Claims {
  readonly #sources = new Map<string, string>();

  /** The document, if its id is free; a failure if another source has it; undefined if the same source came already. */
  claim(document: Loaded): Loaded | Failed | undefined {
    const { documentId, source, target, bytesRead } = document;
    const holder = this.#sources.get(documentId);
    if (holder === undefined) {
      this.#sources.set(documentId, source);
      return document;
    }
    if (holder === source) return undefined;
    const what = `Two sources claim the id ${JSON.stringify(documentId)}: ${holder} and ${source}`;
    const lines = holder.replace(/#\d+$/, '') === source.replace(/#\d+$/, '');
    const remedy = lines
      ? 'The first was taken; give one of these lines another id'
      : 'The first was taken; rename one, or ingest the folder above both';
    return failed({ documentId, source, target, bytesRead }, failure('duplicate-id', { what, remedy }));
  }
}

function isUnnamed(result: Failed, file: FoundFile): boolean {
  if (extname(file.name).toLowerCase() !== '.jsonl') return false;
  return result.documentId === file.name || result.documentId.startsWith(`${file.name}#`);
}

async function bytesOf(path: string, maxBytes: number): Promise<Uint8Array> {
  const size = await sizeOf(path);
  if (size > maxBytes) throw tooLarge(path, `${size} bytes`, maxBytes);
  return readFile(path);
}

/** Waiting on a pipe would never end, so only a plain file passes. */
async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path);
  if (stats.isFile()) return stats.size;
  throw failure('unsupported', { what: `Cannot read ${path}`, expected: 'a file', found: 'a device, pipe or socket' });
}

function tooLarge(name: string, found: string, maxBytes: number): VerbatimError {
  return failure('too-large', {
    what: `Cannot read ${name}`,
    expected: `at most ${maxBytes} bytes`,
    found,
    remedy: 'Split it',
  });
}

/** What the file system says, in our words; everything else as it is. */
function readingFailure(path: string, thrown: unknown): unknown {
  if (thrown instanceof VerbatimError || !(thrown instanceof Error) || !('syscall' in thrown)) return thrown;
  return failure(
    'unreadable',
    { what: `Cannot read ${path}`, found: thrown.message, remedy: 'Check its permissions' },
    thrown,
  );
}

function failed(origin: Origin, thrown: unknown): Failed {
  const error = asVerbatimError(thrown);
  return { kind: 'failed', ...origin, code: error.code, reason: error.message };
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
