/**
 * The document that a moderator pointed at for a question like this one, for whoever is told that the documents do not say.
 * It stands alone because what one person pointed at is shown to another only where that one may see it: outside of what
 * is visible to this reply, there is no such document.
 */
import type { Engine } from '../engine.js';
import { asVerbatimError } from '../errors.js';
import type { CollectionRef, NearestPassage } from '../model.js';
import type { Pointer } from '../records.js';
import type { Origin } from './quote.js';

/** A document, and its sentence that comes closest to the question; without one where none comes near. */
export interface Pointed {
  readonly origin: Origin;
  readonly passage?: NearestPassage;
}

export interface Pointing {
  readonly engine: Engine;
  readonly guildId: string;
  /** What this reply may draw on. */
  readonly visible: readonly CollectionRef[];
  readonly question: string;
}

/** Pointers like this question that are looked through for one that may be shown. */
const MOST_POINTERS = 5;

/** The newest that may be seen here; undefined when there is none. */
export async function pointedAt(pointing: Pointing): Promise<Pointed | undefined> {
  const { engine, guildId, question } = pointing;
  const pointers = await engine.pointers({ guildId, question });
  for (const pointer of pointers.slice(0, MOST_POINTERS)) {
    const found = await shown(pointer, pointing);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function shown({ documentId, owner }: Pointer, pointing: Pointing): Promise<Pointed | undefined> {
  const { engine, question } = pointing;
  const visible = pointing.visible.filter((each) => each.owner === owner);
  const document = visible.length === 0 ? undefined : await engine.document({ visible, documentId });
  if (document === undefined) return undefined;
  const { title, publisher, url, publishedAt } = document;
  const origin: Origin = {
    documentId,
    ...(title === undefined ? {} : { title }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(url === undefined ? {} : { url }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
  };
  try {
    const { citations } = await engine.summarize({ about: question, documentId, visible, length: 1 });
    const [citation] = citations;
    if (citation === undefined) return { origin };
    const { locator, quote } = citation;
    return { origin, passage: { ...quote, ...origin, score: 0, ...(locator === undefined ? {} : { locator }) } };
  } catch (thrown) {
    // Removed since it was looked up a moment ago.
    if (asVerbatimError(thrown).code === 'not-found') return undefined;
    throw thrown;
  }
}
