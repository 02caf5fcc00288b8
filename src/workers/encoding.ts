/** The encoding thread: one model, computing what another thread asks for, so that that one can go on meanwhile. */
import { workerData } from 'node:worker_threads';
import { openSession } from '../inference/session.js';
import type { EncodingOptions } from './protocol.js';
import { serve } from './serve.js';

const { file, threads } = workerData as EncodingOptions;

serve(
  async () => {
    const session = await openSession(file, { threads });
    return { ready: async () => undefined, run: session.run, close: session.close };
  },
  () => undefined,
);
