/**
 * Which document a moderator means by what they typed or chose: its id, its key, or its title. It stands alone because to
 * remove the wrong one is worse than to ask again, so what is not plain is listed and not guessed.
 */
import type { Engine } from '../engine.js';
import type { CollectionRef, DocumentInfo } from '../model.js';
import { pointKey } from './control-gaps.js';
import { escaped, strong } from './escape.js';
import { notice } from './layout.js';
import { clipped } from './shorten.js';
import { shownId } from './sources.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** A document in one of the collections that were looked in. */
export interface FoundDocument {
  readonly collection: CollectionRef;
  readonly documentId: string;
  readonly title?: string;
}

export interface Looking {
  readonly engine: Engine;
  /** Nothing outside them is found or named. */
  readonly collections: readonly CollectionRef[];
}

const MOST_LISTED = 10;

/** All that the name fits exactly; when it fits none, nothing. */
export async function findDocuments(name: string, looking: Looking): Promise<readonly FoundDocument[]> {
  const wanted = name.trim();
  if (wanted === '') return [];
  const groups = byOwner(looking.collections);
  // An id is looked up; to compare titles, all documents are listed.
  const known = await Promise.all(
    groups.map(async (visible) => {
      const document = await looking.engine.document({ visible, documentId: wanted });
      return document === undefined ? [] : placesOf(document, visible);
    }),
  );
  if (known.some((places) => places.length > 0)) return known.flat();
  const listed = await Promise.all(
    groups.map(async (visible) => {
      const owner = visible[0]?.owner ?? '';
      const fits = ({ id, title }: DocumentInfo): boolean =>
        pointKey({ owner, documentId: id }) === wanted || (title !== undefined && alike(title) === alike(wanted));
      const documents = await looking.engine.sources({ visible });
      return documents.filter(fits).flatMap((document) => placesOf(document, visible));
    }),
  );
  return listed.flat();
}

/** The one document that is meant, or what to answer instead. */
export async function findDocument(
  name: string,
  looking: Looking,
  words: Words = ENGLISH,
): Promise<{ readonly found: FoundDocument } | { readonly unclear: MessageView }> {
  const all = await findDocuments(name, looking);
  const [found] = all;
  if (found !== undefined && all.length === 1) return { found };
  if (found !== undefined) return { unclear: listing(words.text('document.several'), all, words) };
  const near = await looking.engine.suggest({ visible: looking.collections, text: name, limit: MOST_LISTED });
  const places = near.flatMap(({ documentId, owner, title }) => {
    const collection = looking.collections.find((each) => each.owner === owner);
    return collection === undefined ? [] : [{ collection, documentId, ...(title !== undefined && { title }) }];
  });
  const none = words.text('document.none', { name: escaped(clipped(name, 100)).trim() });
  if (places.length === 0) return { unclear: notice(none) };
  const lines = places.map((place) => `- ${shownDocument(place, words)}`);
  return { unclear: notice([`${none} ${words.text('document.near')}`, ...lines].join('\n')) };
}

/** Title and id, in markdown. */
export function shownDocument(
  { title, documentId }: Pick<FoundDocument, 'title' | 'documentId'>,
  words: Words,
): string {
  const id = shownId(documentId);
  return title === undefined ? id : `${strong(clipped(title, 200), words)} · ${id}`;
}

function listing(first: string, all: readonly FoundDocument[], words: Words): MessageView {
  const lines = all
    .slice(0, MOST_LISTED)
    .map((each) => `- ${shownDocument(each, words)} · ${strong(each.collection.name, words)}`);
  const others = all.length - lines.length;
  const more = others > 0 ? [`- ${words.text('list.more', { count: others })}`] : [];
  return notice([first, ...lines, ...more].join('\n'));
}

function placesOf({ id, title, collections }: DocumentInfo, visible: readonly CollectionRef[]): FoundDocument[] {
  const places = visible.filter(({ name }) => collections.includes(name));
  return places.map((collection) => ({ collection, documentId: id, ...(title !== undefined && { title }) }));
}

function byOwner(collections: readonly CollectionRef[]): CollectionRef[][] {
  const owners = [...new Set(collections.map(({ owner }) => owner))];
  return owners.map((owner) => collections.filter((each) => each.owner === owner));
}

function alike(title: string): string {
  return title.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}
