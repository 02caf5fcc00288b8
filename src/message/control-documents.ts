/**
 * What the buttons under moderators' document commands remember, as their `custom_id`. Apart from `controls`, because these
 * are a moderator's alone, and each of them does something or stops something.
 *
 *     v1:erase:<collectionKey>:=<document id>     erase it for good
 *     v1:erase:<collectionKey>:#<pointKey>        the same, of a longer id
 *     v1:keep                                     do not erase
 *     v1:stop:<run>                               cancel that reindex
 */
import { pointKey } from './control-gaps.js';

export type DocumentControl =
  | EraseControl
  | { readonly kind: 'keep' }
  /** `run` as the registry of runs names it; one of an earlier life of the bot names nothing. */
  | { readonly kind: 'stop'; readonly run: string };

export interface EraseControl {
  readonly kind: 'erase';
  readonly collectionKey: string;
  /** An id after `=`, or what `pointKey` makes of one after `#`. */
  readonly document: string;
}

/** Longest id that a button carries whole. */
const LONGEST_ID = 75;

const ERASE = /^v1:erase:([0-9a-f]{8}):(=.{1,75}|#[0-9a-f]{16})$/s;
const STOP = /^v1:stop:([A-Za-z0-9_-]{1,32})$/;

/** How a button names a document. */
export function erasable(document: { readonly owner: string; readonly documentId: string }): string {
  const { documentId } = document;
  return documentId.length <= LONGEST_ID ? `=${documentId}` : `#${pointKey(document)}`;
}

export function encodeDocuments(control: DocumentControl): string {
  switch (control.kind) {
    case 'erase':
      return `v1:erase:${control.collectionKey}:${control.document}`;
    case 'keep':
      return 'v1:keep';
    case 'stop':
      return `v1:stop:${control.run}`;
  }
}

/** Undefined for what is none of these, or malformed. */
export function decodeDocuments(text: string): DocumentControl | undefined {
  if (text === 'v1:keep') return { kind: 'keep' };
  const [, collectionKey, document] = ERASE.exec(text) ?? [];
  if (collectionKey !== undefined && document !== undefined) return { kind: 'erase', collectionKey, document };
  const [, run] = STOP.exec(text) ?? [];
  return run === undefined ? undefined : { kind: 'stop', run };
}
