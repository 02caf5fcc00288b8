/**
 * Makes stored documents of what targets hold, and takes out what is gone from them. It stands alone as the loop of every
 * ingest and reindex: one document after the other, each stored whole before it is told of, the next embedded meanwhile.
 */
import { existsSync } from 'node:fs';
import type { Embedder } from '../embed/embedder.js';
import { failure } from '../errors.js';
import type { ChangeWriter, StoredState, StoreWriter } from '../index/store.js';
import { type Failed, type Loaded, load } from '../ingest/sources.js';
import { cancelled, endedEarly } from './ended-early.js';
import { GROUP, Grouping, isOwnFault } from './grouping.js';
import { LookAhead } from './looking-ahead.js';
import { draftDigest, preparePassages, settleUnderWay, type UnderWay } from './preparing.js';
import type { Report } from './report.js';

export interface Sync {
  readonly change: ChangeWriter;
  readonly targets: readonly string[];
  /** Remove what is gone from a listed target, and leave alone what was removed by hand. */
  readonly mirror: boolean;
  readonly full: boolean;
  readonly report: Report;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  /** Aborted when the engine closes: the document at hand is left out, what came before it is stored. */
  readonly stop: AbortSignal;
}

interface Parts {
  readonly store: StoreWriter;
  readonly embedder: Embedder;
}

/** A change under way, with the documents that wait to be stored together. */
interface Syncing extends Sync {
  readonly group: Grouping;
  readonly ahead: LookAhead;
  readonly underWay: UnderWay;
}

/** Reads every target and stores what changed. What ends it early carries what was done until then. */
export async function synchronise(parts: Parts, sync: Sync): Promise<void> {
  const { change, report, clock, full: force } = sync;
  const group = new Grouping({ change, report, clock, force });
  const ahead = new LookAhead(sync.stop);
  try {
    await readAll(parts, { ...sync, group, ahead, underWay: new Map() });
  } catch (error) {
    // What is ready is kept, unless it is what could not be stored.
    await ahead.giveUp().catch(() => undefined);
    await group.flush().catch(() => undefined);
    throw endedEarly(error, report.done());
  }
}

async function readAll(parts: Parts, sync: Syncing): Promise<void> {
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
    if (item.kind === 'failed') {
      await sync.ahead.finish();
      await noteFailure(sync, item);
    } else await storeOne(parts, sync, item).catch((error: unknown) => failOrThrow(sync.report, item, error));
  }
  await sync.ahead.finish();
  await sync.group.flush();
  if (sync.mirror) for (const target of listed) await removeVanished(sync, target, seen);
}

/** Resolves when the document is under way, or nothing is to be done for it. */
async function storeOne(parts: Parts, sync: Syncing, item: Loaded): Promise<void> {
  const { change, report, group, ahead } = sync;
  const { documentId, source, target, draft } = item;
  if (ahead.has(documentId)) await ahead.finish();
  await group.makeWay({ documentId, length: 0 });
  if (sync.stop.aborted) throw cancelled();
  const state = await change.state(documentId);
  if (state === undefined && sync.mirror && (await change.isTombstone(documentId))) {
    await ahead.finish();
    report.add('unchanged', { documentId, source, passages: 0, reason: 'Removed by hand; ingest it to bring it back' });
    return;
  }
  const digest = draftDigest(draft);
  if (state !== undefined && state.source !== source && state.digest !== digest) checkSameSource(state, item);
  if (state?.digest === digest && !sync.full) {
    await ahead.finish();
    if (state.source !== source || state.target !== target) await change.relocate(documentId, { source, target });
    report.add('unchanged', { documentId, source, passages: state.passages });
    return;
  }
  await begin(parts, sync, { item, digest, kind: state === undefined ? 'added' : 'changed' });
}

interface Beginning {
  readonly item: Loaded;
  readonly digest: string;
  readonly kind: 'added' | 'changed';
}

async function begin({ store, embedder }: Parts, sync: Syncing, { item, digest, kind }: Beginning): Promise<void> {
  const { report, group, ahead, underWay } = sync;
  const { documentId, source, target, draft, bytesRead } = item;
  await ahead.begin({
    documentId,
    length: draft.text.length,
    prepare: (signal) =>
      preparePassages(draft, {
        embedder,
        store: group.knownVectors(store),
        reuse: !sync.full,
        underWay,
        signal,
        onEmbedded: (done, of) => report.embedding(item, done, of),
      }),
    finish: async (passages) => {
      await group.add({ documentId, source, target, draft, digest, passages }, kind, { bytesRead });
      // From here on the group knows them, then the store.
      settleUnderWay(underWay, passages);
    },
    fail: (error) => failOrThrow(report, item, error),
  });
  if (draft.text.length <= GROUP.long) return;
  // What is ready does not wait for a long document.
  await ahead.finish({ but: 1 });
  await group.flush();
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
  if (!isOwnFault(error)) throw error;
  fail(report, { ...item, reason: error.message });
}
