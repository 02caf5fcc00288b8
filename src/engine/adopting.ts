/**
 * Takes an index over to another embedding model: prepares every current version for it beside the old one, which keeps
 * answering, then swaps. What was prepared stays prepared, so that an interrupted swap goes on where it stood.
 */
import type { Embedder } from '../embed/embedder.js';
import type { OnProgress } from '../engine.js';
import { failure, type VerbatimError } from '../errors.js';
import type { NewPassage, StoreWriter, UnpreparedVersion } from '../index/store.js';
import { LookAhead, type Underway } from './looking-ahead.js';
import { PaceMeter } from './pace.js';
import { preparePassages, settleUnderWay, type UnderWay } from './preparing.js';

export interface AdoptOptions {
  readonly store: StoreWriter;
  readonly embedder: Embedder;
  /** How the embedder was chosen, so that a reader can open it again. */
  readonly choice: string;
  /** Rejects with `cancelled` once aborted. */
  readonly stop: AbortSignal;
  /** Told after each document that was prepared, and within long ones. */
  readonly onProgress?: OnProgress | undefined;
  /** Milliseconds from any fixed point, for the pace. */
  readonly clock: () => number;
}

/** Documents read at once: few, since each brings its whole text. */
const PAGE = 8;

/** Resolves when the embedder's model is the one that answers, with how many documents were prepared for it. */
export async function adopt(options: AdoptOptions): Promise<number> {
  const { store, embedder, choice } = options;
  const { fingerprint, dimensions } = embedder;
  if ((await store.adopt({ fingerprint, choice, dimensions })) === 'answering') return 0;
  let prepared = 0;
  do {
    prepared += await prepareAll(options, 'current');
    // False when another process stored a document for the old model meanwhile.
  } while (!(await store.swap()));
  return prepared;
}

/** Prepares what a change needs and a model has not prepared; gives the number of documents. */
export async function prepareAll(options: AdoptOptions, of: Parameters<StoreWriter['unprepared']>[0]): Promise<number> {
  const { store, stop, clock } = options;
  const steps = new Steps(options.onProgress, new PaceMeter(clock));
  steps.begin(await store.preparedShare());
  const ahead = new LookAhead(stop);
  const underWay: UnderWay = new Map();
  let after = 0;
  let prepared = 0;
  try {
    for (;;) {
      const versions = await store.unprepared(of, { after, limit: PAGE });
      for (const version of versions) {
        if (stop.aborted) throw stopped();
        await ahead.begin(preparing(options, { steps, underWay }, version));
        after = version.versionId;
        prepared += 1;
      }
      if (versions.length === 0) {
        await ahead.finish();
        if (stop.aborted) throw stopped();
        return prepared;
      }
    }
  } catch (error) {
    await ahead.giveUp().catch(() => undefined);
    throw error;
  }
}

/** One version: embedded beside those before it, stored in its turn. */
function preparing(
  { store, embedder }: AdoptOptions,
  { steps, underWay }: { readonly steps: Steps; readonly underWay: UnderWay },
  { versionId, documentId, draft }: UnpreparedVersion,
): Underway<NewPassage[]> {
  const onEmbedded = (done: number): void => steps.tell(documentId, done);
  return {
    documentId,
    length: draft.text.length,
    prepare: (signal) => preparePassages(draft, { embedder, store, reuse: true, underWay, signal, onEmbedded }),
    finish: async (passages) => {
      await store.putPrepared(versionId, passages);
      settleUnderWay(underWay, passages);
      steps.end(documentId, passages.length);
    },
    fail: (error) => {
      throw error;
    },
  };
}

/** How far the preparation is: of what is stored nothing changes yet, so every step is an `embedding`. */
class Steps {
  #documents = 0;
  #total = 0;
  #passages = 0;

  constructor(
    private readonly onProgress: OnProgress | undefined,
    private readonly meter: PaceMeter,
  ) {}

  begin({ done, total }: { readonly done: number; readonly total: number }): void {
    this.#documents = done;
    this.#total = Math.max(total, 1);
    this.meter.note(this.#passages, done, this.#total);
  }

  tell(documentId: string, done: number): void {
    const change = { documentId, source: '', passages: done };
    const passages = this.#passages + done;
    const pace = this.meter.note(passages, this.#documents, this.#total);
    const progress = { kind: 'embedding' as const, change, documents: this.#documents, passages };
    this.onProgress?.({ ...progress, pace: { ...pace, documentsInAll: this.#total } });
  }

  end(documentId: string, passages: number): void {
    this.#documents += 1;
    this.#passages += passages;
    this.tell(documentId, 0);
  }
}

function stopped(): VerbatimError {
  const remedy = 'What was prepared is kept; the next ingest or reindex goes on from there';
  return failure('cancelled', { what: 'Preparing the documents for the new embedding model was stopped', remedy });
}
