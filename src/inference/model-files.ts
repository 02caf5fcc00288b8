/**
 * Whether the files of a bundled model are the ones that were released. It stands alone because a damaged model is no
 * error to onnxruntime: it loads, and every vector is quietly wrong.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { failure } from '../errors.js';
import { readJson } from './tokenizer.js';

/** What to do about a bundled model that is not as released. */
export const RESTORE = 'Restore the folder from the release; in a checkout: git checkout -- models';

/** Hexadecimal SHA-256 of the released files of this folder, by name; undefined when none are listed. */
export async function releasedChecksums(folder: string): Promise<Readonly<Record<string, string>> | undefined> {
  const all = await readJson(path.join(path.dirname(folder), 'checksums.json'));
  return all?.[path.basename(folder)] as Record<string, string> | undefined;
}

/**
 * The checksum of one released file. Rejects with `not-found` when it is missing, with `provider` when it is not the
 * one that was released.
 */
export async function releasedChecksum(folder: string, file: string): Promise<string> {
  const place = path.join(folder, file);
  const actual = await sha256(place).catch((cause: unknown) => {
    throw failure('not-found', { what: `the model file ${place} is missing`, remedy: RESTORE }, cause);
  });
  const expected = (await releasedChecksums(folder))?.[file];
  if (actual !== expected) {
    throw failure('provider', {
      what: `the model file ${place} is damaged`,
      expected: `SHA-256 ${expected ?? `of ${file} in checksums.json`}`,
      found: actual,
      remedy: RESTORE,
    });
  }
  return actual;
}

/** Hexadecimal SHA-256 of a file; rejects with the file system's error. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
