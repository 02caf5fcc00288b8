/**
 * Takes an index over to another embedding model: prepares every current version for it beside the old one, which keeps
 * answering, then swaps. What was prepared stays prepared, so that an interrupted swap goes on where it stood.
 */
import type { Embedder } from '../embed/embedder.js';
import type { OnProgress } from '../engine.js';
import { failure, type VerbatimError } from '../errors.js';
import type { StoreWriter } from '../index/store.js';
import { preparePassages } from './preparing.js';

export interface AdoptOptions {
  readonly store: StoreWriter;
  readonly embedder: Embedder;
  /** How the embedder was chosen, so that a reader can open it again. */
  readonly choice: string;
  /** Rejects with `cancelled` once aborted. */
  readonly stop: AbortSignal;
  /** Told after each document that was prepared. */
  readonly onProgress?: OnProgress | undefined;
}

/** Documents read at once: few, since each brings its whole text. */
const PAGE = 8;

/** Resolves when the embedder's model is the one that answers. */
export async function adopt(options: AdoptOptions): Promise<void> {
  const { store, embedder, choice } = options;
  const { fingerprint, dimensions } = embedder;
  if ((await store.adopt({ fingerprint, choice, dimensions })) === 'answering') return;
  do {
    await prepareAll(options, 'current');
    // False when another process stored a document for the old model meanwhile.
  } while (!(await store.swap()));
}

/** Prepares what a change needs and a model has not prepared. */
export async function prepareAll(options: AdoptOptions, of: Parameters<StoreWriter['unprepared']>[0]): Promise<void> {
  const { store, embedder, stop, onProgress } = options;
  let passages = 0;
  for (;;) {
    const versions = await store.unprepared(of, PAGE);
    if (versions.length === 0) return;
    for (const { versionId, documentId, draft } of versions) {
      if (stop.aborted) throw stopped();
      const prepared = await preparePassages(draft, { embedder, store, reuse: true, signal: stop });
      await store.putPrepared(versionId, prepared);
      passages += prepared.length;
      if (onProgress === undefined) continue;
      const { done, total } = await store.preparedShare();
      const change = { documentId, source: '', passages: prepared.length };
      const pace = { share: total === 0 ? 1 : done / total, documentsInAll: total };
      onProgress({ kind: 'embedding', change, documents: done, passages, pace });
    }
  }
}

function stopped(): VerbatimError {
  const remedy = 'What was prepared is kept; the next ingest or reindex goes on from there';
  return failure('cancelled', { what: 'Preparing the documents for the new embedding model was stopped', remedy });
}
