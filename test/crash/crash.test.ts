/** A few kills at exact instants, so that each run is the same; `npm run check:crash` does hundreds at random ones. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../check/crash.mjs');

function sample(...args: string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, '--sample', '--seed', '1', ...args], {
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

it('a killed process loses nothing that it said was stored, and the next one goes on', () => {
  const { status, output } = sample();
  expect(output).not.toContain('VIOLATION');
  expect(output).toMatch(/\| all \| ([89]|\d\d) \|/);
  expect(status).toBe(0);
}, 120_000);

it('a program that speaks before it stores is found out', () => {
  const { status, output } = sample('--sabotage', 'early-line');
  expect(output).toMatch(/VIOLATION ingest .*its line was printed/);
  expect(status).toBe(1);
}, 60_000);
