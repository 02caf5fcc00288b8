/** The records thread: settings, questions and votes are stored beside indexing, and never wait for a document. */
import { workerData } from 'node:worker_threads';
import { openRecords } from '../index/records.js';
import { releaseClosed } from '../index/statements.js';
import type { WorkerOptions } from './protocol.js';
import { serve } from './serve.js';

const { dataDir } = workerData as WorkerOptions;

serve(
  async (main) =>
    openRecords({
      dataDir,
      now: () => new Date(),
      warn: (message, found) => void main.warn.asEvent(message, found),
    }),
  releaseClosed,
);
