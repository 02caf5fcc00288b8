/** What stands on the screen when the index cannot be used: through the real command, from the build. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { bytesOf, fill, freshFolder, removeFolders, within } from './opened.js';

const MAIN = join(import.meta.dirname, '../../dist/src/main.js');

afterEach(removeFolders);

function verbatim(
  cwd: string,
  ...args: string[]
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [MAIN, ...args, '--data', 'data'], { cwd, encoding: 'utf8' });
}

async function folderWith(damage: (file: string) => void): Promise<string> {
  const cwd = freshFolder();
  mkdirSync(join(cwd, 'data'));
  writeFileSync(join(cwd, 'a.txt'), 'One document.\n');
  await within(join(cwd, 'data'), (store) => fill(store, 3));
  damage(join(cwd, 'data/verbatim.db'));
  return cwd;
}

function sql(statements: string): (file: string) => void {
  return (file) => {
    const database = new BetterSqlite(file);
    database.exec(statements);
    database.close();
  };
}

const NEWER =
  /^verbatim: The index at .*verbatim\.db was written by a newer version of Verbatim\. Expected schema \d+ or older, found schema 999\. Update this program, or name another folder with --data; the index was left as it is\.$/m;
const DAMAGED =
  /^verbatim: The index at .*verbatim\.db is damaged\. Found .*\. Move the file away and ingest the documents again, or restore it from a backup\.$/m;

it.each([
  ['newer', sql('PRAGMA user_version = 999'), NEWER],
  ['damaged', (file: string) => writeFileSync(file, 'no database '.repeat(1000)), DAMAGED],
])(
  'an index that is %s is told in one sentence, with what to do, by commands that read and that write',
  async (_what, damage, told) => {
    const cwd = await folderWith(damage);
    const before = bytesOf(join(cwd, 'data'));
    for (const command of [['sources'], ['ingest', 'a.txt']]) {
      const { status, stdout, stderr } = verbatim(cwd, ...command);
      expect([command, status, stdout]).toEqual([command, 1, '']);
      expect(stderr).toMatch(told);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
    expect(bytesOf(join(cwd, 'data'))).toEqual(before);
  },
  60_000,
);
