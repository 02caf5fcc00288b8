/** The answering thread: questions never share a thread with indexing, nor with Discord's heartbeats. */
import { workerData } from 'node:worker_threads';
import { openEmbedder } from '../embed/open.js';
import { createReading } from '../engine/reading.js';
import { openReader } from '../index/reader.js';
import { releaseClosed } from '../index/sqlite.js';
import type { WorkerOptions } from './protocol.js';
import { serve } from './serve.js';

const options = workerData as WorkerOptions;

serve(async () => {
  const embedder = await openEmbedder(options.embeddings, { modelsDir: options.modelsDir, threads: options.threads });
  const { fingerprint, dimensions } = embedder;
  const store = openReader({ dataDir: options.dataDir, fingerprint, dimensions });
  const close = async (): Promise<void> => {
    await store.close();
    await embedder.close();
  };
  return { ...createReading({ store, embedder, clock: () => performance.now() }), close };
}, releaseClosed);
