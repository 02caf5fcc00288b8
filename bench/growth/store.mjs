/**
 * Where the index of each size lies in the cache and what is said of it. It stands alone because building, measuring and
 * the command that starts them must agree on it.
 */
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '../../dist/src/index/schema.js';

/** Raised when the corpus of a size changes. */
const CORPUS = 1;

export const HOST = { owner: 'host', name: 'default' };
export const SIZES = [1_000, 10_000, 100_000, 1_000_000];

/** Another schema or another corpus is another folder, so that an old one is never taken for it. */
export function folderOf(cacheDir, size) {
  return join(cacheDir, `${size}-corpus-${CORPUS}-schema-${SCHEMA_VERSION}`);
}

export function dataDirOf(cacheDir, size) {
  return join(folderOf(cacheDir, size), 'index');
}

/** What is said of a size under a name (`built`, `progress`, `truth`); undefined when nothing is. */
export function readNote(cacheDir, size, name) {
  const file = join(folderOf(cacheDir, size), `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Whether a size can be measured. */
export function isBuilt(cacheDir, size) {
  return readNote(cacheDir, size, 'built') !== undefined;
}

/** Whole or not at all. */
export function writeNote(cacheDir, size, { name, note }) {
  const file = join(folderOf(cacheDir, size), `${name}.json`);
  writeFileSync(`${file}.tmp`, JSON.stringify(note));
  renameSync(`${file}.tmp`, file);
}

/** Bytes of the index on the disk: database with its log, and graphs. */
export function bytesOnDisk(dataDir) {
  const bytes = { database: 0, graphs: 0 };
  for (const entry of readdirSync(dataDir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const { size } = statSync(join(entry.parentPath ?? entry.path, entry.name));
    bytes[entry.name.endsWith('.hnsw') ? 'graphs' : 'database'] += size;
  }
  return bytes;
}
