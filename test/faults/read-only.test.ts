import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReader } from '../../src/index/reader.js';
import { openWriter } from '../../src/index/writer.js';
import { DIMENSIONS } from '../support/stored.js';
import { bytesOf, fill, freshFolder, removeFolders, within } from './opened.js';

/** Any user but root, whom permissions do not stop. */
const NOBODY = 65_534;

let whole: string;
let dataDir: string;
beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'verbatim-whole-'));
  await within(whole, (store) => fill(store, 5));
});
afterAll(() => rmSync(whole, { recursive: true }));
beforeEach(() => {
  dataDir = freshFolder();
  cpSync(whole, dataDir, { recursive: true });
});
afterEach(() => {
  chmodSync(dataDir, 0o755);
  removeFolders();
});

/** Runs as a user who may read everything in the folder and write nothing. */
function asReader(work: () => unknown): unknown {
  for (const { parentPath, name } of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    chmodSync(join(parentPath, name), 0o555);
  }
  chmodSync(dataDir, 0o555);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe.each([
  ['reading', () => openReader({ dataDir })],
  ['writing', () => openWriter({ dataDir, fingerprint: 'test-model', dimensions: DIMENSIONS, now: () => new Date(0) })],
] as const)('%s in a folder that cannot be written', (_name, openIt) => {
  const refused = (): object =>
    expect.objectContaining({
      code: 'index',
      message: expect.stringMatching(
        /^The index at .*verbatim\.db could not be used\. Found .*\. Check that the folder/s,
      ),
    });

  it('says so, names the file, and changes nothing', () => {
    const before = bytesOf(dataDir);
    expect(() => asReader(openIt)).toThrow(refused());
    expect(bytesOf(dataDir)).toEqual(before);
  });

  it('that holds no index says the same', () => {
    rmSync(dataDir, { recursive: true });
    mkdirSync(dataDir);
    expect(() => asReader(openIt)).toThrow(refused());
    expect(bytesOf(dataDir)).toEqual(new Map());
  });
});
