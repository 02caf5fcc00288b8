/**
 * The option that narrows a reply to one collection. It stands alone because it can only ever narrow: what the reader
 * may not see is not named, whatever name they type.
 */
import type { CollectionRef } from '../model.js';
import { collectionKey } from './controls.js';
import { escaped, strong } from './escape.js';
import { notice } from './layout.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

const MOST_NAMED = 20;

export type Choice =
  | { readonly visible: readonly CollectionRef[] }
  /** There is no such collection for this reader. */
  | { readonly unknown: MessageView };

/** The visible collections of that name, case aside; all of them when no name is given. */
export function chooseCollection(
  visible: readonly CollectionRef[],
  name: string | undefined,
  words: Words = ENGLISH,
): Choice {
  const wanted = name?.trim().toLowerCase() ?? '';
  if (wanted === '') return { visible };
  const chosen = visible.filter((each) => each.name.toLowerCase() === wanted);
  return chosen.length > 0 ? { visible: chosen } : { unknown: unknownCollection(visible, name ?? '', words) };
}

/** The visible collections with that key; none when it is not visible (any more). */
export function collectionsByKey(visible: readonly CollectionRef[], key: string | undefined): readonly CollectionRef[] {
  return key === undefined ? visible : visible.filter((each) => collectionKey(each) === key);
}

function unknownCollection(visible: readonly CollectionRef[], name: string, words: Words): MessageView {
  const all = [...new Set(visible.map((each) => each.name))].sort();
  const listed = all.slice(0, MOST_NAMED).map((each) => strong(clipped(each, 64), words));
  const names = listed.join(', ');
  const count = all.length - listed.length;
  const sees =
    all.length === 0
      ? words.text('collection.none')
      : count > 0
        ? words.text('collection.choiceOfMore', { names, count })
        : words.text('collection.choice', { names });
  return notice(`${words.text('collection.unknown', { name: escaped(clipped(name, 100)).trim() })} ${sees}`);
}
