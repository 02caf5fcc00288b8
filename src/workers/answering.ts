/** The answering thread: questions never share a thread with indexing, nor with Discord's heartbeats. */
import { workerData } from 'node:worker_threads';
import type { Reader } from '../answer/reader.js';
import { openReader as openSpans } from '../answer/readers.js';
import type { Embedder } from '../embed/embedder.js';
import { Embedders } from '../embed/embedders.js';
import { type EmbeddingsChoice, openEmbedder } from '../embed/open.js';
import { createReading } from '../engine/reading.js';
import { openReader } from '../index/reader.js';
import { releaseClosed } from '../index/statements.js';
import type { EmbeddingModel } from '../index/store.js';
import type { WorkerOptions } from './protocol.js';
import { serve } from './serve.js';

const options = workerData as WorkerOptions;

serve(async (main) => {
  const embedder = await openEmbedder(options.embeddings, { modelsDir: options.modelsDir, threads: options.threads });
  const embedders = new Embedders({
    configured: embedder,
    open: (choice) => openEmbedder(parsed(choice), { modelsDir: options.modelsDir, threads: options.threads }),
  });
  const store = openReader({ dataDir: options.dataDir });
  let reading: Promise<Reader | undefined> | undefined;
  const reader = (): Promise<Reader | undefined> => {
    reading ??= openSpans({ modelsDir: options.modelsDir, threads: options.threads }, (message, error) =>
      main.warn.asEvent(message, error),
    );
    return reading;
  };
  const close = async (): Promise<void> => {
    await store.close();
    await embedders.close();
    await (await reading)?.close();
  };
  const embedderOf = (model: EmbeddingModel): Promise<Embedder> => embedders.of(model);
  const { caution } = options;
  const clock = (): number => performance.now();
  return { ...createReading({ store, embedder, embedderOf, reader, ...(caution && { caution }), clock }), close };
}, releaseClosed);

/** Older indexes do not tell how their model was chosen; most often it was the bundled one. */
function parsed(choice: string): EmbeddingsChoice {
  return choice === '' ? { kind: 'bundled' } : (JSON.parse(choice) as EmbeddingsChoice);
}
