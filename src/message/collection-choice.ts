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

const MOST_NAMED = 20;

export type Choice =
  | { readonly visible: readonly CollectionRef[] }
  /** There is no such collection for this reader. */
  | { readonly unknown: MessageView };

/** The visible collections of that name, case aside; all of them when no name is given. */
export function chooseCollection(visible: readonly CollectionRef[], name: string | undefined): Choice {
  const wanted = name?.trim().toLowerCase() ?? '';
  if (wanted === '') return { visible };
  const chosen = visible.filter((each) => each.name.toLowerCase() === wanted);
  return chosen.length > 0 ? { visible: chosen } : { unknown: unknownCollection(visible, name ?? '') };
}

/** The visible collections with that key; none when it is not visible (any more). */
export function collectionsByKey(visible: readonly CollectionRef[], key: string | undefined): readonly CollectionRef[] {
  return key === undefined ? visible : visible.filter((each) => collectionKey(each) === key);
}

function unknownCollection(visible: readonly CollectionRef[], name: string): MessageView {
  const names = [...new Set(visible.map((each) => each.name))].sort();
  const listed = names.slice(0, MOST_NAMED).map((each) => strong(clipped(each, 64)));
  const others = names.length - listed.length;
  const sees =
    names.length === 0
      ? 'There are none that you may see here.'
      : `You may choose from ${listed.join(', ')}${others > 0 ? ` and ${others} more` : ''}.`;
  return notice(`There is no collection “${escaped(clipped(name, 100)).trim()}” here. ${sees}`);
}
