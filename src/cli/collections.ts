/**
 * Says that a collection is not there, rather than that it is empty. It stands alone because every command that reads
 * may be asked for a name that was mistyped, and only finds out by finding nothing.
 */
import type { Engine } from '../engine.js';
import { failure } from '../errors.js';
import type { Common } from './invocation.js';

/** Longer lists help nobody. */
const MOST_NAMED = 20;

/** For a read that found nothing, or before a change. `default` needs no making: without it, nothing is indexed yet. */
export async function refuseUnknownCollection(engine: Engine, { collection }: Pick<Common, 'collection'>) {
  if (collection === 'default') return;
  const { collections } = await engine.health();
  // A guild's own are not the terminal's to name.
  const names = collections.filter(({ owner }) => owner === 'host').map(({ name }) => name);
  if (names.includes(collection)) return;
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  throw failure('not-found', {
    what: `There is no collection '${collection}'`,
    ...(names.length > 0 && { expected: `one of ${names.slice(0, MOST_NAMED).join(', ')}${more}` }),
    remedy: `To make it, ingest into it: verbatim ingest PATH --collection ${collection}`,
  });
}
