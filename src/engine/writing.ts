/**
 * The writing half of the engine: sources in, stored documents out. Runs in the indexing thread, one change at a time.
 * A document is stored whole or not at all, and is safe on the disk when its progress is reported.
 */
import { existsSync } from 'node:fs';
import type { Embedder } from '../embed/embedder.js';
import type { ChangeRequest, Engine, IngestRequest, OnProgress, ReindexRequest, RemoveRequest } from '../engine.js';
import { asVerbatimError, failure, VerbatimError } from '../errors.js';
import type { ChangeWriter, StoredState, StoreWriter, Undone } from '../index/store.js';
import type { Task } from '../index/writers.js';
import { type Failed, type Loaded, load } from '../ingest/sources.js';
import type { ChangeReport, Exchange } from '../model.js';
import { type AdoptOptions, adopt, prepareAll } from './adopting.js';
import { draftDigest, preparePassages } from './preparing.js';
import { Report } from './report.js';

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
export type Writing = Pick<Engine, 'ingest' | 'reindex' | 'remove' | 'erase' | 'undo' | 'cancelChange' | 'settle'> & {
  /** Stores a question under a name that its caller made. */
  readonly remember: (named: { readonly id: string; readonly exchange: Exchange }) => Promise<void>;
  readonly close: () => Promise<void>;
};

interface Sync {
  readonly change: ChangeWriter;
  readonly targets: readonly string[];
  /** Remove what is gone from a listed target, and leave alone what was removed by hand. */
  readonly mirror: boolean;
  readonly full: boolean;
  readonly report: Report;
  /** Aborted when the engine closes: the document at hand is left out, what came before it is stored. */
  readonly stop: AbortSignal;
}

export function createWriting(options: WritingOptions): Writing {
  /** One for each change that runs or waits, the running one first. */
  const line: AbortController[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: (stop: AbortSignal) => Promise<T>): Promise<T> => {
    const own = new AbortController();
    line.push(own);
    const run = queue.then(() => task(own.signal)).finally(() => line.shift());
    queue = run.catch(() => undefined);
    return run;
  };
  const changing = (kind: Task['kind'], { actor }: ChangeRequest, task: (stop: AbortSignal) => Promise<ChangeReport>) =>
    inTurn(async (stop) => {
      const leave = options.enter?.({ kind, actor });
      try {
        return await task(stop);
      } finally {
        leave?.();
      }
    });
  const work = new Work({ clock: () => options.now().getTime(), ...options });
  return {
    ingest: (request, onProgress) => changing('ingest', request, (stop) => work.ingest(request, { onProgress, stop })),
    reindex: (request, onProgress) =>
      changing('reindex', request, (stop) => work.reindex(request, { onProgress, stop })),
    remove: (request) => changing('remove', request, () => work.remove(request)),
    erase: (request) => changing('erase', request, () => work.erase(request)),
    undo: (request) => changing('undo', request, () => work.undo(request, running.signal)),
    settle: () => work.settle(),
    // Not in turn: a question asked during a reindex keeps its buttons.
    remember: ({ id, exchange }) => options.store.remember(id, exchange, options.now()),
    cancelChange: async () => line[0]?.abort(),
    close: () => {
      for (const each of line) each.abort();
      return inTurn(() => options.store.close());
    },
  };
}

type Parts = Pick<WritingOptions, 'store' | 'embedder'>;

interface Running {
  readonly onProgress: OnProgress | undefined;
  readonly stop: AbortSignal;
}

class Work {
  constructor(private readonly options: WritingOptions) {}

  async ingest(request: IngestRequest, { onProgress, stop }: Running): Promise<ChangeReport> {
    const { store, embedder } = this.options;
    checkTargets(request.targets);
    await adopt(this.#adopting(stop));
    const change = await store.change('ingest', request.collection, request.actor);
    const report = new Report(onProgress, this.options.clock);
    const { targets, restoreRemoved } = request;
    const mirror = restoreRemoved !== true;
    await synchronise({ store, embedder }, { change, targets, mirror, full: false, report, stop });
    this.#settle();
    return report.done();
  }

  async reindex(request: ReindexRequest, { onProgress, stop }: Running): Promise<ChangeReport> {
    const { store, embedder } = this.options;
    await adopt(this.#adopting(stop));
    const targets = await store.targets(request.collection);
    const report = new Report(onProgress, this.options.clock);
    if (targets.length === 0) return report.done();
    const change = await store.change('reindex', request.collection, request.actor);
    const full = request.full === true;
    await synchronise({ store, embedder }, { change, targets, mirror: true, full, report, stop });
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
    return report.done();
  }

  async erase(request: RemoveRequest): Promise<ChangeReport> {
    const erased = await this.options.store.erase(request.collection, request.documentId, request.actor);
    if (erased === undefined) throw unknownDocument(request);
    return reportOf([erased]);
  }

  async undo(request: ChangeRequest, stop: AbortSignal): Promise<ChangeReport> {
    const { store } = this.options;
    const { collection, actor } = request;
    await adopt(this.#adopting(stop));
    let undone = await store.undo(collection, actor);
    while (undone === 'unprepared') {
      await prepareAll(this.#adopting(stop), { undo: collection });
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

  #adopting(stop: AbortSignal): AdoptOptions {
    const { store, embedder, choice } = this.options;
    return { store, embedder, choice: choice ?? '', stop };
  }
}

/** Reads every target and stores what changed. What ends it early carries what was done until then. */
async function synchronise(parts: Parts, sync: Sync): Promise<void> {
  await readAll(parts, sync).catch((error: unknown) => {
    throw endedEarly(error, sync.report.done());
  });
}

async function readAll(parts: Parts, sync: Sync): Promise<void> {
  const listed: string[] = [];
  const known = new Set<string>();
  const seen = new Set<string>();
  for await (const item of load(sync.targets, { onExtent: (extent) => sync.report.expect(extent) })) {
    if (sync.stop.aborted) throw cancelled();
    if (item.kind !== 'failed' && !known.has(item.target)) {
      // At once: a killed ingest is gone on with.
      known.add(item.target);
      await sync.change.addTarget(item.target);
    }
    if (item.kind === 'listed') {
      listed.push(item.target);
      sync.report.leaveOut(item.skipped);
      continue;
    }
    seen.add(item.documentId);
    sync.report.begin(item.bytesRead);
    if (item.kind === 'failed') await noteFailure(sync, item);
    else await storeOne(parts, sync, item).catch((error: unknown) => failOrThrow(sync.report, item, error));
  }
  if (sync.mirror) for (const target of listed) await removeVanished(sync, target, seen);
}

async function storeOne({ store, embedder }: Parts, sync: Sync, item: Loaded): Promise<void> {
  const { change, report } = sync;
  const { documentId, source, target, draft } = item;
  const state = await change.state(documentId);
  if (state === undefined && sync.mirror && (await change.isTombstone(documentId))) {
    report.add('unchanged', { documentId, source, passages: 0, reason: 'Removed by hand; ingest it to bring it back' });
    return;
  }
  const digest = draftDigest(draft);
  if (state !== undefined && state.source !== source && state.digest !== digest) checkSameSource(state, item);
  if (state?.digest === digest && !sync.full) {
    if (state.source !== source || state.target !== target) await change.relocate(documentId, { source, target });
    report.add('unchanged', { documentId, source, passages: state.passages });
    return;
  }
  const onEmbedded = (done: number, of: number): void => report.embedding(item, done, of);
  const passages = await preparePassages(draft, { embedder, store, reuse: !sync.full, signal: sync.stop, onEmbedded });
  const stored = await change.put({ documentId, source, target, draft, digest, passages }, { force: sync.full });
  const kind = !stored ? 'unchanged' : state === undefined ? 'added' : 'changed';
  report.add(kind, { documentId, source, passages: passages.length });
}

/** Two files that claim one id are a mistake; one file that moved, or a line that moved within its file, is not. */
function checkSameSource(state: StoredState, item: Loaded): void {
  const file = (source: string): string => source.replace(/#\d+$/, '');
  if (file(state.source) === file(item.source) || !existsSync(file(state.source))) return;
  throw failure('duplicate-id', {
    what: `Two sources claim the document id "${item.documentId}"`,
    found: `${state.source} (stored) and ${item.source}`,
    remedy: 'Rename one of them, ingest it from another folder level, or remove the stored one first',
  });
}

async function removeVanished(sync: Sync, target: string, seen: ReadonlySet<string>): Promise<void> {
  for (const { documentId, source } of await sync.change.statesOf(target)) {
    if (seen.has(documentId)) continue;
    if (sync.stop.aborted) throw cancelled();
    await sync.change.remove(documentId, { tombstone: false });
    sync.report.add('removed', { documentId, source, passages: 0, reason: 'No longer at its source' });
  }
}

/** A target that was read before and is missing now keeps its documents; one that has none left is forgotten. */
async function noteFailure({ change, report, mirror }: Sync, item: Failed): Promise<void> {
  const isTarget = item.code === 'not-found' && item.source === item.target;
  const kept = isTarget ? await change.statesOf(item.target) : [];
  if (isTarget && mirror && kept.length === 0) await change.forgetTarget(item.target);
  const documents = kept.length === 1 ? 'its document is' : `its ${kept.length} documents are`;
  const told =
    kept.length === 0 ? '' : ` It was indexed before: ${documents} kept. Put it back, or remove what it held.`;
  fail(report, { ...item, reason: item.reason + told });
}

function fail(report: Report, { documentId, source, reason }: Pick<Failed, 'documentId' | 'source' | 'reason'>): void {
  report.add('failed', { documentId, source, passages: 0, reason });
}

/** A document's own fault is reported and the others go on; a full disk or another model stops the change. */
function failOrThrow(report: Report, item: Loaded, error: unknown): void {
  const own: readonly string[] = ['duplicate-id', 'malformed', 'empty', 'unsupported', 'too-large', 'internal'];
  if (!(error instanceof VerbatimError) || !own.includes(error.code)) throw error;
  fail(report, { ...item, reason: error.message });
}

function cancelled(): VerbatimError {
  const remedy = 'What was reported as stored is stored; the next reindex goes on from there';
  return failure('cancelled', { what: 'The change was stopped before its end', remedy });
}

/** The same error, with what was done before it; an embedder that was stopped speaks of itself only. */
function endedEarly(thrown: unknown, report: ChangeReport): VerbatimError {
  const error = asVerbatimError(thrown);
  const { message, details } = error.code === 'cancelled' ? cancelled() : error;
  const ended = new VerbatimError(error.code, message, { ...details, report }, error.cause ?? error);
  if (error.stack !== undefined) ended.stack = error.stack;
  return ended;
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
