/**
 * Where the index of each size lies in the cache and what is said of it. It stands alone because building, measuring and
 * the command that starts them must agree on it.
 */
import { createReadStream, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '../../dist/src/index/schema.js';

const READ_AT_ONCE = 1 << 22;
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
  for (const file of filesOf(dataDir)) bytes[file.endsWith('.hnsw') ? 'graphs' : 'database'] += statSync(file).size;
  return bytes;
}

/**
 * Reads all files of an index, so that the operating system holds them as it does those of a bot that is in use. Some virtual
 * machines give what is read back to their host within a minute, however much memory is free.
 */
export async function readThrough(dataDir) {
  for (const file of filesOf(dataDir)) {
    for await (const _ of createReadStream(file, { highWaterMark: READ_AT_ONCE }));
  }
}

function filesOf(dataDir) {
  return readdirSync(dataDir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
