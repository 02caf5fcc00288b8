import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { NICENESS } from '../../src/workers/priority.js';

const BUILT = path.join(import.meta.dirname, '../../dist/src/workers/priority.js');

/** In a process of its own: nobody but root could take it back. The 19th field of proc(5)'s `stat` is the niceness. */
const SCRIPT = `
  const { readFileSync } = require('node:fs');
  const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
  const nice = (file) => {
    const stat = readFileSync(file, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  };
  if (isMainThread) {
    new Worker(process.env.SCRIPT, { eval: true, workerData: process.env.BUILT }).on('message', ([done, worker]) => {
      console.log(JSON.stringify({ done, difference: worker - nice('/proc/self/stat') }));
    });
  } else {
    import(workerData).then(({ standBack }) => parentPort.postMessage([standBack(), nice('/proc/thread-self/stat')]));
  }
`;

it.runIf(process.platform === 'linux')('lowers the priority of the thread that asks, and of no other', () => {
  const run = spawnSync(process.execPath, ['-e', SCRIPT], { encoding: 'utf8', env: { SCRIPT, BUILT } });
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toEqual({ done: true, difference: NICENESS });
});
