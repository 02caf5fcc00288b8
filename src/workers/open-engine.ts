/** The engine over its two threads: what every surface is handed. */
import '../inference/no-telemetry.js';
import { availableParallelism } from 'node:os';
import type { EmbeddingsChoice } from '../embed/open.js';
import type { AskRequest, ChangeRequest, Engine, OnProgress } from '../engine.js';
import type { Task } from '../index/writers.js';
import type { ChangeReport } from '../model.js';
import type { Records } from '../records.js';
import { Changes } from './changes.js';
import { Exchanges } from './exchanges.js';
import { Thread } from './thread.js';

export interface EngineOptions {
  /** Absolute path of the folder that holds the index. */
  readonly dataDir: string;
  /** Absolute path of the folder that holds the bundled models. */
  readonly modelsDir: string;
  readonly embeddings: EmbeddingsChoice;
  /** Default `balanced`. */
  readonly caution?: AskRequest['caution'];
  /** Told of what went wrong without failing a call. */
  readonly warn: (message: string, error: string) => void;
  /** Told once when a change has waited about a second for another process to finish writing: for whom, as a sentence. */
  readonly onWait?: (text: string) => void;
}

/** Cheap: a thread starts, and loads its model, with the first call that needs it. */
export function openEngine(options: EngineOptions): Engine {
  const { warn, onWait = () => undefined, ...shared } = options;
  const changes = new Changes();
  const cores = availableParallelism();
  const answering = new Thread({
    entry: new URL('./answering.js', import.meta.url),
    data: { ...shared, threads: Math.min(2, cores) },
    warn,
    onWait,
  });
  const indexing = new Thread({
    entry: new URL('./indexing.js', import.meta.url),
    // One core is left to questions while documents are embedded.
    data: { ...shared, threads: Math.max(1, Math.min(4, cores - 1)) },
    warn,
    onWait,
  });
  const records = new Thread({
    entry: new URL('./records.js', import.meta.url),
    data: { ...shared, threads: 1 },
    warn,
    onWait,
  });
  const exchanges = new Exchanges({
    store: (named) => records.call('keep', named),
    load: (id) => records.call('recall', id),
    warn,
  });
  const change = (kind: Task['kind'], request: ChangeRequest, onProgress?: OnProgress): Promise<ChangeReport> =>
    changes.run(kind, request.actor, () => indexing.call(kind, request, onProgress));
  return {
    ask: (request) => answering.call('ask', request),
    search: (request) => answering.call('search', request),
    verify: (request) => answering.call('verify', request),
    summarize: (request) => answering.call('summarize', request),
    timeline: (request) => answering.call('timeline', request),
    suggest: (request) => answering.call('suggest', request),
    context: (request) => answering.call('context', request),
    sources: (request) => answering.call('sources', request),
    document: (request) => answering.call('document', request),
    exportPage: (request) => answering.call('exportPage', request),
    recall: (exchangeId) => exchanges.recall(exchangeId),
    health: (options) => answering.call('health', options),
    ...recordsOver(records),
    forget: async (request) => {
      await exchanges.forget(request.userId);
      return records.call('forget', request);
    },
    ingest: (request, onProgress) => change('ingest', request, onProgress),
    add: (request, onProgress) => change('add', request, onProgress),
    reindex: (request, onProgress) => change('reindex', request, onProgress),
    remove: (request) => change('remove', request),
    erase: (request) => change('erase', request),
    undo: (request) => change('undo', request),
    cancelChange: async (of) => {
      if (indexing.isRunning) await indexing.call('cancelChange', of);
    },
    settle: async () => {
      if (indexing.isRunning) await indexing.call('settle', undefined);
    },
    remember: async (exchange, askedAt) => exchanges.remember(exchange, askedAt),
    close: async () => {
      await Promise.all([answering.close(), indexing.close(), records.close()]);
    },
  };
}

/** What is kept beside documents, but for what exchanges have a part in. */
function recordsOver(thread: Thread): Omit<Records, 'remember' | 'recall' | 'forget'> & Pick<Engine, 'lastChange'> {
  return {
    collections: () => thread.call('collections', undefined),
    settings: () => thread.call('settings', undefined),
    configure: (request) => thread.call('configure', request),
    vote: (vote) => thread.call('vote', vote),
    gaps: (request) => thread.call('gaps', request),
    closeGap: (closing) => thread.call('closeGap', closing),
    pointers: (request) => thread.call('pointers', request),
    record: (line) => thread.call('record', line),
    audit: (request) => thread.call('audit', request),
    purge: () => thread.call('purge', undefined),
    chosenServer: (userId) => thread.call('chosenServer', userId),
    chooseServer: (choice) => thread.call('chooseServer', choice),
    servers: () => thread.call('servers', undefined),
    presentIn: (guildIds) => thread.call('presentIn', guildIds),
    eraseLeft: (request) => thread.call('eraseLeft', request),
    lastChange: (collections) => thread.call('lastChange', collections),
  };
}
