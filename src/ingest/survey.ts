/**
 * What the targets hold, before any of it is read: which files, how many bytes, how many documents. It stands alone so
 * that whoever waits can be told how far a change is, for the price of listing.
 */
import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { failure } from '../errors.js';
import { type FoundFile, type Listing, listTarget } from './files.js';

/** How much there is to read. */
export interface Extent {
  readonly bytes: number;
  /** Absent when a `.jsonl` is among the files: its lines are not counted ahead. */
  readonly documents?: number;
}

export interface SurveyedFile extends FoundFile {
  /** 0 when it cannot be looked at; reading it tells why. */
  readonly bytes: number;
  /** Bytes of all files before it, those of earlier targets included. */
  readonly bytesBefore: number;
}

/** One target, listed, or why it cannot be. */
export interface Surveyed extends Listing {
  readonly target: string;
  readonly files: readonly SurveyedFile[];
  readonly bytesBefore: number;
  /** As `listTarget` throws it, or `unsupported` for an address; there are no files then. */
  readonly error?: unknown;
}

/** Lists every target, in their order. Never rejects because of one. */
export async function survey(
  targets: readonly string[],
): Promise<{ readonly surveyed: readonly Surveyed[]; readonly extent: Extent }> {
  const surveyed: Surveyed[] = [];
  let bytes = 0;
  for (const target of targets) {
    const bytesBefore = bytes;
    const listed = await listOrError(target);
    const files = listed.files.map((file) => {
      const placed = { ...file, bytes: sizeOf(file.path), bytesBefore: bytes };
      bytes += placed.bytes;
      return placed;
    });
    surveyed.push({ ...listed, target, files, bytesBefore });
  }
  const all = surveyed.flatMap(({ files }) => files);
  const isCounted = all.every(({ name }) => extname(name).toLowerCase() !== '.jsonl');
  return { surveyed, extent: { bytes, ...(isCounted && { documents: all.length }) } };
}

async function listOrError(target: string): Promise<Listing & { readonly error?: unknown }> {
  try {
    refuseAddress(target);
    return await listTarget(target);
  } catch (error) {
    return { files: [], skipped: 0, problems: [], error };
  }
}

function refuseAddress(target: string): void {
  if (!/^https?:\/\//i.test(target)) return;
  const parts = { what: `Cannot read ${target}`, expected: 'a file, a folder or a glob', found: 'a web address' };
  throw failure('unsupported', { ...parts, remedy: 'Save the page as .html and ingest that file' });
}

/** Looked at synchronously: thousands of files cost less so than one promise each. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
