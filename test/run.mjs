#!/usr/bin/env node
// One command proves all: format and lint, types, build, then every test, the end-to-end run among them.
// Ends with a line "N passed, N failed" of the real counts, and fails when anything failed or no test ran.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const bin = (name) => join('node_modules', '.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'verbatim-test-'));
const results = join(folder, 'results.json');

const steps = [
  ['format and lint', bin('biome'), ['ci', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['build', bin('tsc'), ['-p', 'tsconfig.build.json']],
  [
    'tests',
    bin('vitest'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile=${results}`, ...process.argv.slice(2)],
  ],
];

const failed = steps.filter(([name, command, args]) => {
  process.stdout.write(`\n> ${name}\n`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, NO_COLOR: '1' } });
  if (error !== undefined) process.stdout.write(`${error.message}\n`);
  return status !== 0;
});

const counts = countTests();
rmSync(folder, { recursive: true, force: true });
for (const [name] of failed) process.stdout.write(`failed: ${name}\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = failed.length > 0 || counts.failed > 0 || counts.passed === 0 ? 1 : 0;

function countTests() {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(results, 'utf8'),
    );
    // A file that fails to load has no tests to count, and must not pass for that.
    const failedFiles = numFailedTests === 0 ? numFailedTestSuites : 0;
    return { passed: numPassedTests, failed: numFailedTests + failedFiles, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
