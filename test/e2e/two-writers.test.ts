import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../src/index/sqlite.js';
import { enterWriter } from '../../src/index/writers.js';
import { BotProcess } from './bot-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'verbatim-writers-'));
  mkdirSync(path.join(folder, 'docs'));
  writeFileSync(path.join(folder, 'docs', 'a.txt'), 'The first round of the talks began in March.');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a second writer waits for the first one, and says for whom', async () => {
  const dataDir = path.join(folder, 'index');
  const first = openDatabase(dataDir);
  const leave = enterWriter(dataDir, { kind: 'reindex', actor: 'start', at: new Date(2026, 5, 1, 21, 40, 12) });
  first.exec('BEGIN IMMEDIATE');
  const second = new BotProcess({ cwd: folder, args: ['ingest', 'docs'], env: { VERBATIM_DATA: dataDir } });
  await second.said(`Waiting for process ${process.pid} (reindex at start, since 21:40:12) to finish writing …\n`);
  expect(second.output).not.toContain('added');
  first.exec('COMMIT');
  leave();
  expect(await second.exited).toBe(0);
  expect(second.output).toContain('added a.txt (1 passage)\n');
  expect(second.output.split('Waiting for')).toHaveLength(2);
  first.close();
});
