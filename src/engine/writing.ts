/**
 * The writing half of the engine: sources in, stored documents out. Runs in the indexing thread, one change at a time.
 * A document is stored whole or not at all, and is safe on the disk when its progress is reported.
 */
import type { Embedder } from '../embed/embedder.js';
import type {
  AddRequest,
  ChangeRequest,
  Engine,
  IngestRequest,
  OnProgress,
  ReindexRequest,
  RemoveRequest,
} from '../engine.js';
import { failure, type VerbatimError } from '../errors.js';
import type { StoreWriter, Undone } from '../index/store.js';
import type { Task } from '../index/writers.js';
import type { ChangeReport, CollectionRef } from '../model.js';
import { type AdoptOptions, adopt, prepareAll } from './adopting.js';
import { Report } from './report.js';
import { synchronise } from './synchronising.js';
import { storeUploads } from './uploads.js';

export interface WritingOptions {
  readonly store: StoreWriter;
  readonly embedder: Embedder;
  /** How the embedder was chosen, for `embed/open`. Default: not known. */
  readonly choice?: string;
  readonly now: () => Date;
  /** Milliseconds from any fixed point, for rates. Default: those of `now`. */
  readonly clock?: () => number;
  /** Enters this process as writing, until the function it gives is called. Default: nobody is told. */
  readonly enter?: (task: Task) => () => void;
  /** Told of what went wrong without failing a change. */
  readonly warn: (message: string, error: unknown) => void;
}

/** The part of the engine that changes what is stored. */
export type Writing = Pick<
  Engine,
  'ingest' | 'add' | 'reindex' | 'remove' | 'erase' | 'undo' | 'cancelChange' | 'settle'
> & {
  readonly close: () => Promise<void>;
};

export function createWriting(options: WritingOptions): Writing {
  /** One for each change that runs or waits, the running one first. */
  const line: Turn[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: (stop: AbortSignal) => Promise<T>, collection?: CollectionRef): Promise<T> => {
    const own = { stop: new AbortController(), collection };
    line.push(own);
    const run = queue.then(() => task(own.stop.signal)).finally(() => line.shift());
    queue = run.catch(() => undefined);
    return run;
  };
  const changing = (
    kind: Task['kind'],
    { actor, collection }: ChangeRequest,
    task: (stop: AbortSignal) => Promise<ChangeReport>,
  ) =>
    inTurn(
      async (stop) => {
        const leave = options.enter?.({ kind, actor });
        try {
          return await task(stop);
        } finally {
          leave?.();
        }
      },
      kind === 'ingest' || kind === 'reindex' ? collection : undefined,
    );
  const work = new Work({ clock: () => options.now().getTime(), ...options });
  return {
    ingest: (request, onProgress) => changing('ingest', request, (stop) => work.ingest(request, { onProgress, stop })),
    add: (request, onProgress) => changing('add', request, (stop) => work.add(request, { onProgress, stop })),
    reindex: (request, onProgress) =>
      changing('reindex', request, (stop) => work.reindex(request, { onProgress, stop })),
    remove: (request) => changing('remove', request, () => work.remove(request)),
    erase: (request) => changing('erase', request, () => work.erase(request)),
    undo: (request) => changing('undo', request, (stop) => work.undo(request, { stop, onProgress: undefined })),
    settle: () => work.settle(),
    cancelChange: async (of) => {
      const [running] = line;
      const meant = of === undefined ? line.slice(0, 1) : line.filter(({ collection }) => isSame(collection, of));
      for (const { stop } of meant) stop.abort();
      if (running !== undefined && meant.includes(running)) options.store.interrupt();
    },
    close: () => {
      for (const { stop } of line) stop.abort();
      options.store.interrupt();
      return inTurn(() => options.store.close());
    },
  };
}

/** A change that runs or waits. */
interface Turn {
  readonly stop: AbortController;
  /** Of an ingest or reindex. */
  readonly collection: CollectionRef | undefined;
}

function isSame(one: CollectionRef | undefined, other: CollectionRef): boolean {
  return one?.owner === other.owner && one.name === other.name;
}

interface Running {
  readonly onProgress: OnProgress | undefined;
  readonly stop: AbortSignal;
}

class Work {
  readonly #clock: () => number;

  constructor(private readonly options: WritingOptions) {
    this.#clock = options.clock ?? ((): number => options.now().getTime());
  }

  async ingest(request: IngestRequest, running: Running): Promise<ChangeReport> {
    const { onProgress, stop } = running;
    const { store, embedder } = this.options;
    checkTargets(request.targets);
    const prepared = await adopt(this.#adopting(running));
    const change = await store.change('ingest', request.collection, request.actor);
    const report = new Report(onProgress, this.options.clock);
    report.notePrepared(prepared);
    const { targets, restoreRemoved } = request;
    const mirror = restoreRemoved !== true;
    await synchronise({ store, embedder }, { change, targets, mirror, full: false, report, stop, clock: this.#clock });
    this.#settle();
    return report.done();
  }

  async reindex(request: ReindexRequest, running: Running): Promise<ChangeReport> {
    const { onProgress, stop } = running;
    const { store, embedder } = this.options;
    const prepared = await adopt(this.#adopting(running));
    const targets = await store.targets(request.collection);
    const report = new Report(onProgress, this.options.clock);
    report.notePrepared(prepared);
    if (targets.length === 0) return report.done();
    const change = await store.change('reindex', request.collection, request.actor);
    const full = request.full === true;
    await synchronise({ store, embedder }, { change, targets, mirror: true, full, report, stop, clock: this.#clock });
    this.#settle();
    return report.done();
  }

  async add(request: AddRequest, running: Running): Promise<ChangeReport> {
    const { onProgress, stop } = running;
    const { store, embedder } = this.options;
    if (request.uploads.length === 0) {
      throw failure('usage', { what: 'Nothing to add was named', expected: 'at least one upload' });
    }
    const prepared = await adopt(this.#adopting(running));
    const change = await store.change('add', request.collection, request.actor);
    const report = new Report(onProgress, this.options.clock);
    report.notePrepared(prepared);
    await storeUploads({ store, embedder, change, request, report, clock: this.#clock, stop });
    this.#settle();
    return report.done();
  }

  async remove(request: RemoveRequest): Promise<ChangeReport> {
    const change = await this.options.store.change('remove', request.collection, request.actor);
    const state = await change.state(request.documentId);
    if (state === undefined) throw unknownDocument(request);
    await change.remove(request.documentId, { tombstone: true });
    const report = new Report();
    report.add('removed', { documentId: state.documentId, source: state.source, passages: 0 });
    this.#settle();
    return report.done();
  }

  async erase(request: RemoveRequest): Promise<ChangeReport> {
    const erased = await this.options.store.erase(request.collection, request.documentId, request.actor);
    if (erased === undefined) throw unknownDocument(request);
    return reportOf([erased]);
  }

  async undo(request: ChangeRequest, running: Running): Promise<ChangeReport> {
    const { store } = this.options;
    const { collection, actor } = request;
    let undone = await store.undo(collection, actor);
    while (undone === 'unprepared') {
      await adopt(this.#adopting(running));
      await prepareAll(this.#adopting(running), { undo: collection });
      undone = await store.undo(collection, actor);
    }
    if (undone === undefined) {
      const what = `There is no change of "${collection.name}" left to undo`;
      throw failure('not-found', { what, remedy: 'Erasing a document cannot be undone' });
    }
    this.#settle();
    const { documents, kind, actor: who, at } = undone;
    return { ...reportOf(documents), undone: { kind, actor: who, at } };
  }

  /** Housekeeping on request: resolves when nothing is left to do. */
  async settle(): Promise<void> {
    // Graphs and blocks are caches: failing to write one must not fail a change that is stored.
    await this.options.store.settle().catch((error: unknown) => {
      this.options.warn('The index could not be tidied up', error);
    });
  }

  /** Beside whatever comes next. */
  #settle(): void {
    void this.settle();
  }

  #adopting({ stop, onProgress }: Running): AdoptOptions {
    const { store, embedder, choice } = this.options;
    return { store, embedder, choice: choice ?? '', stop, onProgress, clock: this.#clock };
  }
}

function reportOf(undone: readonly Undone[]): ChangeReport {
  const report = new Report();
  for (const { kind, documentId, source, passages } of undone) report.add(kind, { documentId, source, passages });
  return report.done();
}

function unknownDocument({ documentId, collection }: RemoveRequest): VerbatimError {
  return failure('not-found', {
    what: `There is no document "${documentId}" in "${collection.name}"`,
    remedy: 'The ids are those that `sources` lists',
  });
}

function checkTargets(targets: readonly string[]): void {
  if (targets.length > 0 && targets.every((target) => target.trim() !== '')) return;
  throw failure('usage', { what: 'Nothing to ingest was named', expected: 'at least one file, folder or glob' });
}
