/** The common part of both worker entries: offers one half of the engine to the main thread. */
import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { VerbatimError } from '../errors.js';
import { type MainSide, settled, type WorkerSide } from './protocol.js';

type Method = (request: never, onProgress?: (progress: never) => void) => Promise<unknown>;

/** The main thread, as a worker sees it. */
export type Main = ReturnType<typeof createBirpc<MainSide, WorkerSide>>;

/**
 * Starts to serve. `open` is awaited by the first call, so that a model that cannot be loaded is an error of that call, and
 * not of the thread.
 */
export function serve(open: (main: Main) => Promise<object>): void {
  const port = parentPort;
  if (port === null) throw new VerbatimError('internal', 'A worker entry was run outside a worker thread.');
  let half: Promise<object> | undefined;
  const main: Main = createBirpc<MainSide, WorkerSide>(
    {
      call: (method, request, progressId) =>
        settled(async () => {
          half ??= open(main);
          const methods = (await half) as Record<string, Method | undefined>;
          const run = methods[method];
          if (run === undefined) throw new VerbatimError('internal', `The worker has no method ${method}.`);
          const onProgress = (progress: never): void => {
            if (progressId !== undefined) void main.progress.asEvent(progressId, progress);
          };
          return run(request as never, onProgress);
        }),
    },
    {
      post: (message) => port.postMessage(message),
      on: (receive) => port.on('message', receive),
      timeout: -1,
    },
  );
}
