/**
 * Which documents a moderator may point at when answering an open question: those nearest to it, and any one of them again
 * by its key, id or title. It stands alone because a document's owner must be known here, and results of reading name none.
 */
import type { Engine } from '../engine.js';
import type { CollectionRef } from '../model.js';
import { pointKey } from './control-gaps.js';
import { LIMITS } from './limits.js';

export interface PointableDocument {
  readonly documentId: string;
  /** Owner of the collection in which the moderator sees it. */
  readonly owner: string;
  readonly title?: string;
}

interface Seen {
  readonly engine: Engine;
  /** What the moderator may see. */
  readonly visible: readonly CollectionRef[];
}

/** Passages looked through for the documents nearest to a question. */
const PASSAGES = 50;
/** As much of a question as is compared with titles. */
const TITLE = 100;

/** At most 25, nearest to the question first; where few are near, others by their titles. */
export async function documentsNear(question: string, { engine, visible }: Seen): Promise<PointableDocument[]> {
  const searches = owned(visible).map(async ([owner, collections]) => {
    const { hits } = await engine.search({ query: question, visible: collections, limit: PASSAGES });
    return hits.map(({ document: { id, title }, semantic }) => ({ documentId: id, owner, title, semantic }));
  });
  // Fused scores of two searches cannot be compared; cosines can.
  const found = (await Promise.all(searches)).flat().sort((one, other) => other.semantic - one.semantic);
  const titled = await engine.suggest({ text: question.slice(0, TITLE), visible, limit: LIMITS.menuOptions });
  const byKey = new Map<string, PointableDocument>();
  for (const { documentId, owner, title } of [...found, ...titled]) {
    const document = { documentId, owner, ...(title === undefined ? {} : { title }) };
    if (!byKey.has(pointKey(document))) byKey.set(pointKey(document), document);
  }
  return [...byKey.values()].slice(0, LIMITS.menuOptions);
}

/** The one that is named by its `pointKey`, its id or its whole title; undefined when the moderator sees none such. */
export async function documentNamed(name: string, { engine, visible }: Seen): Promise<PointableDocument | undefined> {
  const lists = owned(visible).map(async ([owner, collections]) => {
    const documents = await engine.sources({ visible: collections });
    return documents.map(({ id, title }) => ({ documentId: id, owner, ...(title === undefined ? {} : { title }) }));
  });
  const all = (await Promise.all(lists)).flat();
  const wanted = name.trim();
  return (
    all.find((each) => pointKey(each) === wanted) ??
    all.find(({ documentId }) => documentId === wanted) ??
    all.find(({ title }) => title?.trim() === wanted)
  );
}

function owned(visible: readonly CollectionRef[]): [owner: string, collections: CollectionRef[]][] {
  const owners = [...new Set(visible.map(({ owner }) => owner))];
  return owners.map((owner) => [owner, visible.filter((each) => each.owner === owner)]);
}
