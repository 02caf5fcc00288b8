/** Which document a moderator's command is about, among those they may change. Apart, so that every such command asks alike. */
import type { Engine } from '../engine.js';
import type { Caller, Powers } from './command.js';
import { type FoundDocument, findDocument, shownDocument } from './documents-found.js';
import { escaped, strong } from './escape.js';
import { notice } from './layout.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** Who acts, and on what. */
export interface Acting extends Caller, Powers {
  readonly engine: Engine;
  readonly words?: Words | undefined;
}

/** What they named: a document, and the collection where it stands in several. */
export interface NamedDocument {
  readonly document: string;
  /** Empty: any that they may change. */
  readonly collection: string;
}

/** The one document, or what to answer instead. */
export async function lookUp(
  { document, collection }: NamedDocument,
  { engine, changeable, words = ENGLISH }: Acting,
): Promise<{ readonly found: FoundDocument } | { readonly unclear: MessageView }> {
  const wanted = collection.trim().toLowerCase();
  const collections = wanted === '' ? changeable : changeable.filter(({ name }) => name.toLowerCase() === wanted);
  if (collections.length > 0) return findDocument(document, { engine, collections }, words);
  const name = escaped(clipped(collection, 64)).trim();
  return { unclear: notice(words.text('collection.unknown', { name })) };
}

/** Values for a message that names a document and where it stands. */
export function placed(found: FoundDocument, words: Words): { readonly document: string; readonly collection: string } {
  return { document: shownDocument(found, words), collection: strong(found.collection.name, words) };
}
