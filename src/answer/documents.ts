/**
 * The documents that an answer is made from. A host and a guild may each have a document of one id, so a version is named
 * by both its document and its hash.
 */
import type { Document } from '../model.js';

/** By `keyOf`. */
export type Documents = ReadonlyMap<string, Document>;

export function keyOf({ documentId, version }: { readonly documentId: string; readonly version: string }): string {
  return `${version}/${documentId}`;
}
