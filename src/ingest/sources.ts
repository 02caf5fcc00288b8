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
import { type FoundFile, isReadInFolders, type Listing, listTarget, messageOf } from './files.js';
import { idOfLine, parseLine } from './jsonl.js';
import { linesOf, type RawLine } from './lines.js';
import { parse, unsupportedEnding } from './parsers/parse.js';

export interface LoadOptions {
  /** Largest file, or line of a `.jsonl` file, in bytes. At least 1. Default 20 MiB. */
  readonly maxBytes?: number;
}

interface Origin {
  /** Of a failure: the best name known, which no stored document need have. */
  readonly documentId: string;
  /** Path, or `path.jsonl#line`. */
  readonly source: string;
  /** The target, as named, that brought it. */
  readonly target: string;
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
  const claims = new Claims();
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  for (const target of targets) yield* loadTarget(target, maxBytes, claims);
}

async function* loadTarget(target: string, maxBytes: number, claims: Claims): AsyncGenerator<Loaded | Failed | Listed> {
  const whole: Origin = { documentId: target, source: target, target };
  let listing: Listing;
  try {
    refuseAddress(target);
    listing = await listTarget(target);
  } catch (thrown) {
    yield failed(whole, thrown);
    return;
  }
  for (const { path, cause } of listing.problems) {
    const parts = { what: `Cannot read ${path}`, found: messageOf(cause), remedy: 'Check its permissions' };
    yield failed({ documentId: path, source: path, target }, failure('unreadable', parts, cause));
  }
  let isWhole = listing.problems.length === 0;
  let documents = 0;
  for (const file of listing.files) {
    for await (const item of loadFile(file, target, maxBytes)) {
      const result = item.kind === 'loaded' ? claims.claim(item) : item;
      if (result === undefined) continue;
      if (result.kind === 'loaded') documents++;
      // A failure without a document's own id might be any document's of that file.
      else if (isUnnamed(result, file)) isWhole = false;
      yield result;
    }
  }
  if (isWhole) yield { kind: 'listed', target, documents, skipped: listing.skipped };
}

async function* loadFile(file: FoundFile, target: string, maxBytes: number): AsyncGenerator<Loaded | Failed> {
  const origin: Origin = { documentId: file.name, source: file.path, target };
  try {
    if (!isReadInFolders(file.name)) throw unsupportedEnding(file.path);
    if (extname(file.name).toLowerCase() === '.jsonl') yield* loadLines(file, target, maxBytes);
    else yield { kind: 'loaded', ...origin, draft: parse(await bytesOf(file.path, maxBytes), file.path) };
  } catch (thrown) {
    yield failed(origin, readingFailure(file.path, thrown));
  }
}

async function* loadLines(file: FoundFile, target: string, maxBytes: number): AsyncGenerator<Loaded | Failed> {
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

function lineOf(raw: RawLine, from: { file: FoundFile; target: string; maxBytes: number }): Loaded | Failed {
  const { file, target, maxBytes } = from;
  const unnamed = `${file.name}#${raw.number}`;
  const place = `${file.path}:${raw.number}`;
  const origin = { source: `${file.path}#${raw.number}`, target };
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
    const { documentId, source, target } = document;
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
    return failed({ documentId, source, target }, failure('duplicate-id', { what, remedy }));
  }
}

function isUnnamed(result: Failed, file: FoundFile): boolean {
  if (extname(file.name).toLowerCase() !== '.jsonl') return false;
  return result.documentId === file.name || result.documentId.startsWith(`${file.name}#`);
}

function refuseAddress(target: string): void {
  if (!/^https?:\/\//i.test(target)) return;
  const parts = { what: `Cannot read ${target}`, expected: 'a file, a folder or a glob', found: 'a web address' };
  throw failure('unsupported', { ...parts, remedy: 'Save the page as .html and ingest that file' });
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
