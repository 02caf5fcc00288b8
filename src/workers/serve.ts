/** The common part of both worker entries: offers one half of the engine to the main thread. */
import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { OnProgress } from '../engine.js';
import { VerbatimError } from '../errors.js';
import { type MainSide, settled, type WorkerSide } from './protocol.js';
import { throttled } from './throttle.js';

type Method = (request: never, onProgress?: OnProgress) => Promise<unknown>;

/** The main thread, as a worker sees it. */
export type Main = ReturnType<typeof createBirpc<MainSide, WorkerSide>>;

/** One half of the engine, and how it ends. */
export type Half = object & { readonly close: () => Promise<void> };

/**
 * Starts to serve. `open` is awaited by the first call, so that a model that cannot be loaded is an error of that call, and
 * not of the thread. The call `close` ends the half; `release` then frees what native code still holds.
 */
export function serve(open: (main: Main) => Promise<Half>, release: () => void): void {
  const port = parentPort;
  if (port === null) throw new VerbatimError('internal', 'A worker entry was run outside a worker thread.');
  let half: Promise<Half> | undefined;
  const run = async (method: string, request: unknown, progressId?: number): Promise<unknown> => {
    half ??= open(main);
    const called = ((await half) as unknown as Record<string, Method | undefined>)[method];
    if (called === undefined) throw new VerbatimError('internal', `The worker has no method ${method}.`);
    if (progressId === undefined) return called(request as never);
    const tell: OnProgress = (progress) => void main.progress.asEvent(progressId, progress);
    return called(
      request as never,
      throttled(tell, () => performance.now()),
    );
  };
  const close = async (): Promise<void> => {
    await half?.then((opened) => opened.close());
    half = undefined;
    // On a later turn, when nothing on the stack refers to the half any more.
    await new Promise((resolve) => setImmediate(resolve));
    release();
  };
  const main: Main = createBirpc<MainSide, WorkerSide>(
    { call: (method, ...rest) => settled(() => (method === 'close' ? close() : run(method, ...rest))) },
    {
      post: (message) => port.postMessage(message),
      on: (receive) => port.on('message', receive),
      timeout: -1,
    },
  );
}
