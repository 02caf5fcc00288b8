/**
 * Stores what was handed in rather than found: attachments, messages, pasted texts. It stands alone because such a document
 * has no source to go back to, so nothing but its own name says which stored one it refreshes.
 */
import type { Embedder } from '../embed/embedder.js';
import type { AddRequest, Upload } from '../engine.js';
import { failure } from '../errors.js';
import type { ChangeWriter, StoredState, StoreWriter } from '../index/store.js';
import { refuseAborted } from '../inference/batches.js';
import { readUpload, type UploadedDocument } from '../ingest/uploads.js';
import type { CollectionRef } from '../model.js';
import { endedEarly } from './ended-early.js';
import { Grouping, isOwnFault } from './grouping.js';
import { draftDigest, preparePassages } from './preparing.js';
import type { Report } from './report.js';

export interface Adding {
  readonly store: StoreWriter;
  readonly embedder: Embedder;
  readonly change: ChangeWriter;
  readonly request: AddRequest;
  readonly report: Report;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  /** Aborted when the change is cancelled: the document at hand is left out, what came before it is stored. */
  readonly stop: AbortSignal;
}

/** What a document of an upload is called, and the upload it is of. */
interface Named {
  readonly documentId: string;
  readonly source: string;
}

/** An upload has no target that a reindex could read, so its documents are left alone by one. */
const NO_TARGET = '';
/** Longest file name in an id, in UTF-16 code units. */
const LONGEST_NAME = 200;
const MESSAGE_LINK = /^https?:\/\/[^/\s]+\/channels\/[^/\s]+\/\d+\/(\d+)$/;

/** Reads and stores every upload. Their own faults are reported and the others go on; what ends the change rejects. */
export async function storeUploads(adding: Adding): Promise<void> {
  const { request, report, change, clock } = adding;
  const { uploads, collection } = request;
  const bytes = uploads.reduce((sum, each) => sum + each.bytes.length, 0);
  report.expect({ bytes });
  const group = new Grouping({ change, report, clock, force: false });
  const storing = { ...adding, group, taken: new Set<string>() };
  let read = 0;
  try {
    for (const upload of uploads) {
      for (const document of readUpload(upload)) {
        report.begin(read + upload.bytes.length * document.upTo);
        const named = nameOf(upload, document.part, collection);
        await storeOne(storing, named, document).catch((error: unknown) => failOrThrow(report, named, error));
      }
      read += upload.bytes.length;
    }
  } catch (error) {
    // What is ready is kept, unless it is what could not be stored.
    await group.flush().catch(() => undefined);
    throw endedEarly(error, report.done());
  }
  await group.flush();
}

/**
 * The id of an upload that is given none: `uploads/notes.md`, `messages/1234`. A document of that name in another collection
 * of the same owner must stay as it is, so those of others than `default` have it between.
 */
export function uploadId({ source, fileName }: Pick<Upload, 'source' | 'fileName'>, { name }: CollectionRef): string {
  const message = MESSAGE_LINK.exec(source)?.[1];
  const within = name === 'default' ? '' : `${name}/`;
  return message === undefined ? `uploads/${within}${plainName(fileName)}` : `messages/${within}${message}`;
}

interface Storing extends Adding {
  readonly group: Grouping;
  /** Ids that this change has stored already. */
  readonly taken: Set<string>;
}

async function storeOne(storing: Storing, named: Named, document: UploadedDocument): Promise<void> {
  refuseAborted(storing.stop);
  if (document.kind === 'unread') throw document.error;
  const { change, report, group, taken } = storing;
  const { draft, leftOut } = document;
  const { documentId, source } = named;
  if (taken.has(documentId)) throw takenTwice(documentId);
  taken.add(documentId);
  await group.makeWay({ documentId, length: draft.text.length });
  const state = await change.state(documentId);
  if (state !== undefined) checkUploaded(state);
  const digest = draftDigest(draft);
  const reason = leftOut.length === 0 ? undefined : leftOut.join(' ');
  if (state?.digest === digest) {
    if (state.source !== source) await change.relocate(documentId, { source, target: NO_TARGET });
    report.add('unchanged', { ...named, passages: state.passages, ...(reason !== undefined && { reason }) });
    return;
  }
  const passages = await preparePassages(draft, {
    embedder: storing.embedder,
    store: group.knownVectors(storing.store),
    reuse: true,
    signal: storing.stop,
    onEmbedded: (done, of) => report.embedding(named, done, of),
  });
  const stored = { ...named, target: NO_TARGET, draft, digest, passages };
  await group.add(stored, state === undefined ? 'added' : 'changed', reason === undefined ? {} : { reason });
}

function failOrThrow(report: Report, named: Named, error: unknown): void {
  if (!isOwnFault(error)) throw error;
  report.add('failed', { ...named, passages: 0, reason: error.message });
}

function nameOf(upload: Upload, part: string, collection: CollectionRef): Named {
  const whole = upload.documentId ?? uploadId(upload, collection);
  const suffix = part === '' ? '' : `#${part}`;
  return { documentId: whole + suffix, source: upload.source + suffix };
}

/** One path segment: what a file name may hold differs between systems, and this one comes from strangers. */
function plainName(fileName: string): string {
  const name = fileName
    .normalize('NFC')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/[/\\\p{Cc}\p{Default_Ignorable_Code_Point}]+/gu, '-')
    .replace(/\s+/g, ' ')
    .trim();
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME / 2)}…${name.slice(-LONGEST_NAME / 2)}`;
}

/** What a file brought belongs to the file: the next reindex would undo the upload. */
function checkUploaded({ documentId, source, target }: StoredState): void {
  if (target === NO_TARGET) return;
  throw failure('duplicate-id', {
    what: `The document "${documentId}" is there already, from a file`,
    found: source,
    remedy: 'Change that file, or give the upload another name',
  });
}

function takenTwice(documentId: string): Error {
  const what = `Two uploads claim the document id "${documentId}"`;
  return failure('duplicate-id', { what, remedy: 'The first was taken; rename the other' });
}
