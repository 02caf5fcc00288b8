/** What the product leaves of itself on a machine: its index, and nothing else. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { BotProcess } from './bot-process.js';

it('leaves no trace in the home of its user, though a library it uses would', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'verbatim-home-'));
  const cwd = mkdtempSync(path.join(tmpdir(), 'verbatim-private-'));
  writeFileSync(path.join(cwd, 'a.txt'), 'The first round of the talks began in March.');
  // The library keeps quiet in continuous integration by itself.
  const quiet = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => /^(CI|GITHUB_|BUILD_|TF_BUILD|TEAMCITY|ORT_)/.test(name))
      .map((name) => [name, '']),
  );
  const env = { ...quiet, HOME: home, XDG_CACHE_HOME: '', VERBATIM_DATA: path.join(cwd, 'index') };
  const ingest = new BotProcess({ cwd, args: ['ingest', 'a.txt'], env });
  expect(await ingest.exited).toBe(0);
  expect(readdirSync(home)).toEqual([]);
  for (const folder of [home, cwd]) rmSync(folder, { recursive: true });
});
