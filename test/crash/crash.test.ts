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

it.each([
  ['speaks before it stores', 'early-line', /VIOLATION ingest .*its line was printed/],
  ['stores a document piece by piece', 'no-transactions', /VIOLATION ingest .*is half stored/],
])(
  'a program that %s is found out',
  (_what, sabotage, violation) => {
    const { status, output } = sample('--sabotage', sabotage);
    expect(output).toMatch(violation);
    expect(status).toBe(1);
  },
  60_000,
);
