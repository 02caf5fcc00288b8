/** Starts a process that answers calls, one at a time, and hears its failures. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

/** `file` stands beside this one. Resolves once the process says that it is ready. */
export async function startChild(file) {
  const child = fork(join(import.meta.dirname, file), [], { execArgv: ['--expose-gc'] });
  let settle;
  child.on('message', ({ result, error }) => {
    if (error === undefined) settle.resolve(result);
    else settle.reject(new Error(`${file} failed: ${error}`));
  });
  child.on('exit', (code, signal) => settle?.reject(new Error(`${file} ended early (${signal ?? code})`)));
  const answer = () =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
  await answer();
  return {
    call(name, given) {
      const answered = answer();
      child.send({ name, given });
      return answered;
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      settle = undefined;
      child.send({ name: 'close' });
      await ended;
    },
  };
}
