/** One worker thread, started by its first call and started again if it died, so that one crash is one failed call. */
import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { OnProgress } from '../engine.js';
import { failure } from '../errors.js';
import { type EncodingOptions, type MainSide, unwrap, type WorkerOptions, type WorkerSide } from './protocol.js';

type Remote = ReturnType<typeof createBirpc<WorkerSide, MainSide>>;

export interface ThreadOptions {
  readonly entry: URL;
  /** What the entry is started with. */
  readonly data: WorkerOptions | EncodingOptions;
  /** Default: nobody is told. */
  readonly warn?: (message: string, error: string) => void;
  /** Default: nobody is told. */
  readonly onWait?: (text: string) => void;
}

export class Thread {
  readonly #options: ThreadOptions;
  readonly #listeners = new Map<number, OnProgress>();
  #running: { readonly worker: Worker; readonly remote: Remote } | undefined;
  #calls = 0;
  #closed = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Rejects with `cancelled` once closed: a late call must not start the thread again. */
  async call<T>(method: string, request: unknown, onProgress?: OnProgress): Promise<T> {
    if (this.#closed) throw closed();
    const { remote } = this.#start();
    const id = ++this.#calls;
    if (onProgress !== undefined) this.#listeners.set(id, onProgress);
    try {
      return unwrap(await remote.call(method, request, onProgress === undefined ? undefined : id)) as T;
    } finally {
      this.#listeners.delete(id);
    }
  }

  /** Lets the worker finish and free what it holds. A thread that never started has nothing to close. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#closed = true;
    if (running === undefined) return;
    try {
      unwrap(await running.remote.call('close', undefined));
    } finally {
      this.#running = undefined;
      running.worker.removeAllListeners('exit');
      await running.worker.terminate();
      running.remote.$close(closed());
    }
  }

  #start(): { readonly worker: Worker; readonly remote: Remote } {
    if (this.#running !== undefined) return this.#running;
    const worker = new Worker(this.#options.entry, { workerData: this.#options.data });
    const remote = createBirpc<WorkerSide, MainSide>(
      {
        progress: (id, progress) => this.#listeners.get(id)?.(progress),
        warn: (message, error) => this.#options.warn?.(message, error),
        waiting: (text) => this.#options.onWait?.(text),
      },
      { post: (message) => worker.postMessage(message), on: (receive) => worker.on('message', receive), timeout: -1 },
    );
    const started = { worker, remote };
    worker.on('error', (error) => this.#died(started, error));
    worker.on('exit', (code) => this.#died(started, new Error(`It ended with code ${code}`)));
    this.#running = started;
    return started;
  }

  #died(which: { readonly remote: Remote }, cause: Error): void {
    if (this.#running === which) this.#running = undefined;
    which.remote.$close(
      failure(
        'internal',
        {
          what: 'A working thread ended unexpectedly',
          found: cause.message,
          remedy: 'Try again; nothing stored was lost',
        },
        cause,
      ),
    );
  }
}

function closed(): Error {
  return failure('cancelled', { what: 'The engine was closed before it answered' });
}
