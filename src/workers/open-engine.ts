/** The engine over its two threads: what every surface is handed. */
import { availableParallelism } from 'node:os';
import type { EmbeddingsChoice } from '../embed/open.js';
import type { Engine } from '../engine.js';
import { Exchanges } from './exchanges.js';
import { Thread } from './thread.js';

export interface EngineOptions {
  /** Absolute path of the folder that holds the index. */
  readonly dataDir: string;
  /** Absolute path of the folder that holds the bundled models. */
  readonly modelsDir: string;
  readonly embeddings: EmbeddingsChoice;
  /** Told of what went wrong without failing a call. */
  readonly warn: (message: string, error: string) => void;
}

/** Cheap: a thread starts, and loads its model, with the first call that needs it. */
export function openEngine(options: EngineOptions): Engine {
  const { warn, ...shared } = options;
  const cores = availableParallelism();
  const answering = new Thread({
    entry: new URL('./answering.js', import.meta.url),
    data: { ...shared, threads: Math.min(2, cores) },
    warn,
  });
  const indexing = new Thread({
    entry: new URL('./indexing.js', import.meta.url),
    // One core is left to questions while documents are embedded.
    data: { ...shared, threads: Math.max(1, Math.min(4, cores - 1)) },
    warn,
  });
  const exchanges = new Exchanges({
    store: (named) => indexing.call('remember', named),
    load: (id) => answering.call('recall', id),
    warn,
  });
  return {
    ask: (request) => answering.call('ask', request),
    search: (request) => answering.call('search', request),
    verify: (request) => answering.call('verify', request),
    summarize: (request) => answering.call('summarize', request),
    context: (request) => answering.call('context', request),
    sources: (request) => answering.call('sources', request),
    document: (request) => answering.call('document', request),
    exportPage: (request) => answering.call('exportPage', request),
    recall: (exchangeId) => exchanges.recall(exchangeId),
    health: (options) => answering.call('health', options),
    ingest: (request, onProgress) => indexing.call('ingest', request, onProgress),
    reindex: (request, onProgress) => indexing.call('reindex', request, onProgress),
    remove: (request) => indexing.call('remove', request),
    erase: (request) => indexing.call('erase', request),
    undo: (request) => indexing.call('undo', request),
    cancelChange: async () => {
      if (indexing.isRunning) await indexing.call('cancelChange', undefined);
    },
    settle: async () => {
      if (indexing.isRunning) await indexing.call('settle', undefined);
    },
    remember: async (exchange) => exchanges.remember(exchange),
    close: async () => {
      await Promise.all([answering.close(), indexing.close()]);
    },
  };
}
