/**
 * Which files a target names: one file, a folder with all below it, or a glob. It stands alone because what a listing
 * could not see decides whether a vanished document may be removed, so a listing says whether it is whole.
 */
import { type Dirent, readdir as readdirCallback, realpathSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { failure } from '../errors.js';
import { DOCUMENT_ENDINGS } from './parsers/parse.js';

export interface FoundFile {
  readonly path: string;
  /** Path relative to what was named, `/` between its parts. */
  readonly name: string;
}

export interface Listing {
  /** By name. */
  readonly files: readonly FoundFile[];
  /** Files left out because of their ending. */
  readonly skipped: number;
  /** Folders and links that could not be read. With any, what is stored from this target must not be thought gone. */
  readonly problems: readonly { readonly path: string; readonly cause: unknown }[];
}

const READ_IN_FOLDERS: ReadonlySet<string> = new Set([...DOCUMENT_ENDINGS, '.jsonl']);

/** Throws `not-found` when nothing is there, `empty` when a folder has nothing to read, `unsupported`, `unreadable`. */
export async function listTarget(target: string): Promise<Listing> {
  const kind = await kindOf(target);
  if (kind === 'file') return { files: [{ path: target, name: basename(target) }], skipped: 0, problems: [] };
  if (kind === 'folder') return nonEmpty(await listFolder(target), target, 'folder');
  if (kind === 'missing' && isDynamicPattern(target)) return nonEmpty(await listGlob(target), target, 'glob');
  if (kind === 'missing') {
    const remedy = 'Check the spelling; a relative path starts at the folder the command runs in';
    throw failure('not-found', {
      what: `Cannot find ${target}`,
      expected: 'a file, a folder or a glob',
      found: 'nothing',
      remedy,
    });
  }
  const parts = { what: `Cannot read ${target}`, expected: 'a file or a folder', found: 'a device, pipe or socket' };
  throw failure('unsupported', { ...parts, remedy: 'Copy its contents to a file' });
}

/** Ending that a file in a folder must have to be read. */
export function isReadInFolders(name: string): boolean {
  return READ_IN_FOLDERS.has(extname(name).toLowerCase());
}

async function kindOf(target: string): Promise<'file' | 'folder' | 'other' | 'missing'> {
  try {
    const stats = await stat(target);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
  } catch (cause) {
    if (isMissing(cause)) return 'missing';
    throw failure(
      'unreadable',
      { what: `Cannot read ${target}`, found: messageOf(cause), remedy: 'Check its permissions' },
      cause,
    );
  }
}

function nonEmpty(listing: Listing, target: string, kind: 'folder' | 'glob'): Listing {
  if (listing.files.length > 0 || listing.problems.length > 0) return listing;
  const code = kind === 'glob' && listing.skipped === 0 ? 'not-found' : 'empty';
  const found = listing.skipped === 0 ? 'none' : `none among ${listing.skipped} files`;
  const what = kind === 'glob' ? `Nothing to read matches ${target}` : `Nothing to read in ${target}`;
  const expected = `files that end in ${[...READ_IN_FOLDERS].join(', ')}`;
  throw failure(code, { what, expected, found, remedy: 'Nothing that is stored from it was removed' });
}

type Collected = { files: FoundFile[]; skipped: number; problems: { path: string; cause: unknown }[] };

/** Linked folders come last and a folder is walked once, so a loop of links ends and the real path names the document. */
async function listFolder(root: string): Promise<Listing> {
  const found: Collected = { files: [], skipped: 0, problems: [] };
  const walked = new Set<string>();
  const pending = [root];
  const linked: string[] = [];
  for (let folder = pending.pop() ?? linked.shift(); folder !== undefined; folder = pending.pop() ?? linked.shift()) {
    try {
      const real = realpathSync(folder);
      if (walked.has(real)) continue;
      walked.add(real);
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        addEntry(entry, { folder, root, found, pending, linked });
      }
    } catch (cause) {
      found.problems.push({ path: folder, cause });
    }
  }
  found.files.sort(byName);
  return found;
}

interface WalkState {
  readonly folder: string;
  readonly root: string;
  readonly found: Collected;
  readonly pending: string[];
  readonly linked: string[];
}

function addEntry(entry: Dirent, { folder, root, found, pending, linked }: WalkState): void {
  if (entry.name.startsWith('.') || entry.name === 'node_modules') return;
  const path = join(folder, entry.name);
  const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && isLinkToFolder(path));
  if (isFolder) (entry.isSymbolicLink() ? linked : pending).push(path);
  else if (!isReadInFolders(entry.name)) found.skipped++;
  else if (entry.isFile() || entry.isSymbolicLink()) found.files.push({ path, name: posix(relative(root, path)) });
  else found.skipped++;
}

function isLinkToFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // A dangling link: reading it as a file reports it.
    return false;
  }
}

async function listGlob(pattern: string): Promise<Listing> {
  const parts = pattern.split('/');
  const firstDynamic = parts.findIndex((part) => isDynamicPattern(part));
  const base = parts.slice(0, firstDynamic).join('/') || (pattern.startsWith('/') ? '/' : '.');
  const rest = parts.slice(firstDynamic).join('/');
  const problems: { path: string; cause: unknown }[] = [];
  const matches = await glob(rest, {
    cwd: base,
    onlyFiles: true,
    dot: false,
    ignore: ['**/node_modules/**'],
    expandDirectories: false,
    fs: { readdir: reporting(problems) },
  });
  const names = withoutDetours(base, matches);
  const files = names.filter(isReadInFolders).map((name) => ({ path: join(base, name), name: posix(name) }));
  return { files: files.sort(byName), skipped: names.length - files.length, problems };
}

/** The glob library passes over folders that it cannot read without a word. */
function reporting(problems: { path: string; cause: unknown }[]): typeof readdirCallback {
  type Done = (cause: NodeJS.ErrnoException | null, entries: Dirent[]) => void;
  const read = (path: string, options: { readonly withFileTypes: true }, done: Done): void =>
    readdirCallback(path, options, (cause, entries) => {
      if (cause !== null && !isMissing(cause)) problems.push({ path, cause });
      done(cause, entries);
    });
  return read as unknown as typeof readdirCallback;
}

/** Names by way of linked folders, only where the folder's own path did not match. */
function withoutDetours(base: string, names: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const name of [...names].sort()) {
    const path = join(realpathSync(dirname(join(base, name))), basename(name));
    const isOwn = path === join(realpathSync(base), name);
    if (isOwn || !found.has(path)) found.set(path, name);
  }
  return [...found.values()];
}

function byName(a: FoundFile, b: FoundFile): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function posix(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

function isMissing(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
