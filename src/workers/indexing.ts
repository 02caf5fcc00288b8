/** The indexing thread: parsing, embedding and writing, one change at a time. */
import { workerData } from 'node:worker_threads';
import { openEmbedder } from '../embed/open.js';
import { createWriting } from '../engine/writing.js';
import { releaseClosed } from '../index/statements.js';
import { openWriter } from '../index/writer.js';
import { enterWriter, type WritingProcess, waitingText } from '../index/writers.js';
import { standBack } from './priority.js';
import type { WorkerOptions } from './protocol.js';
import { serve } from './serve.js';
import { openSessionBeside } from './session-beside.js';

const options = workerData as WorkerOptions;

// Before the model is loaded: its threads take after this one.
standBack();

serve(async (main) => {
  const { modelsDir, threads } = options;
  const embedder = await openEmbedder(options.embeddings, { modelsDir, threads, openSession: openSessionBeside });
  const { fingerprint, dimensions } = embedder;
  const now = (): Date => new Date();
  const { dataDir } = options;
  const onWait = (others: readonly WritingProcess[]): void => void main.waiting.asEvent(waitingText(others));
  const storeOptions = { dataDir, fingerprint, dimensions, now, onWait };
  const store = openWriter(storeOptions);
  const writing = createWriting({
    store,
    embedder,
    choice: JSON.stringify(options.embeddings),
    now,
    clock: () => performance.now(),
    enter: (task) => enterWriter(dataDir, { ...task, at: now() }),
    warn: (message, error) => void main.warn.asEvent(message, error instanceof Error ? error.message : String(error)),
  });
  const close = async (): Promise<void> => {
    await writing.close();
    await embedder.close();
  };
  return { ...writing, close };
}, releaseClosed);
