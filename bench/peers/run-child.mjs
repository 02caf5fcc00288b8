/** Runs one measurement in a fresh process and gives its answer. */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHILD = join(import.meta.dirname, 'child.mjs');

/** Rejects when the child ends without an answer. */
export async function runChild(task) {
  const folder = await mkdtemp(join(tmpdir(), 'verbatim-peers-'));
  try {
    return await answerOf({ ...task, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function answerOf(task) {
  return new Promise((resolve, reject) => {
    // Standard output is for the report alone.
    const child = fork(CHILD, { execArgv: ['--expose-gc'], stdio: ['ignore', 2, 2, 'ipc'] });
    let answer;
    child.once('message', (message) => {
      answer = message;
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (answer !== undefined) resolve(answer);
      else reject(new Error(`Measuring ${task.key} on ${task.setFolder} ended with ${signal ?? `code ${code}`}`));
    });
    child.send(task);
  });
}
