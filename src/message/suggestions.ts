/**
 * What is offered while an option is typed: documents by their titles, collections by their names. It stands alone because
 * every command that takes one of them offers it the same way, and only what its typer may see, or for moderators' commands
 * change, is ever handed in.
 */
import type { Engine } from '../engine.js';
import type { CollectionRef } from '../model.js';
import type { Choices } from './command.js';
import { pointKey } from './control-gaps.js';
import { plain } from './escape.js';
import { menuText } from './gaps.js';
import { LIMITS } from './limits.js';
import { clipped } from './shorten.js';
import { ENGLISH, type Words } from './words.js';

/** Of a choice's name and of its value. Source: Discord's API documentation, "Application Command Option Choice". */
const LONGEST = 100;
/** What a server's own collection may be called. */
export const COLLECTION_NAME = /^[A-Za-z0-9_-]{1,64}$/;

export interface TitleSuggesting {
  readonly engine: Pick<Engine, 'suggest'>;
  /** Documents of these only. */
  readonly collections: readonly CollectionRef[];
  /** What was typed so far. */
  readonly text: string;
  /** What a choice stands for where its id is too long: the document's key, or its title, for whoever takes topics too. */
  readonly instead?: 'key' | 'title';
  readonly words?: Words;
}

/** Documents whose titles are like what was typed, the likeliest first; their ids as values. */
export async function titleChoices(options: TitleSuggesting): Promise<Choices> {
  const { engine, collections, text, instead = 'key', words = ENGLISH } = options;
  if (collections.length === 0) return [];
  const limit = LIMITS.menuOptions;
  const found = await engine.suggest({ visible: collections, text, limit });
  const named = found.map((each) => {
    const name = menuText(each.title ?? '') || menuText(each.documentId) || words.text('quote.untitled');
    return { ...each, name };
  });
  const repeated = (name: string): boolean => named.filter((each) => each.name === name).length > 1;
  const isShared = (id: string): boolean => named.filter(({ documentId }) => documentId === id).length > 1;
  return named.flatMap(({ documentId, owner, title, name }) => {
    const fits = documentId.length <= LONGEST && documentId.trim() === documentId && !isShared(documentId);
    const other = instead === 'key' ? pointKey({ documentId, owner }) : (title ?? '').trim();
    const value = fits ? documentId : other;
    if (value === '' || value.length > LONGEST) return [];
    return [{ name: repeated(name) ? told(name, documentId) : name, value }];
  });
}

export interface NameSuggesting {
  readonly collections: readonly CollectionRef[];
  /** What was typed so far. */
  readonly text: string;
  /** Also offer to make a collection of the name that was typed. Default false. */
  readonly mayBeNew?: boolean;
  readonly words?: Words;
}

/** Names of collections that contain what was typed, those that begin with it first. */
export function collectionChoices({ collections, text, mayBeNew = false, words = ENGLISH }: NameSuggesting): Choices {
  const typed = text.trim();
  const wanted = typed.toLowerCase();
  const names = [...new Set(collections.map(({ name }) => name))].sort((one, other) => one.localeCompare(other, 'en'));
  const like = names.filter((name) => name.toLowerCase().includes(wanted));
  const begins = like.filter((name) => name.toLowerCase().startsWith(wanted));
  const sorted = [...begins, ...like.filter((name) => !begins.includes(name))];
  const isNew = mayBeNew && COLLECTION_NAME.test(typed) && !names.some((name) => name.toLowerCase() === wanted);
  const fresh = isNew ? [{ name: words.text('suggestion.newCollection', { name: typed }), value: typed }] : [];
  return [...sorted.map((name) => ({ name, value: name })), ...fresh].slice(0, LIMITS.menuOptions);
}

/** Two documents of one title are told apart by their ids. */
function told(title: string, documentId: string): string {
  const half = LONGEST / 2 - 2;
  return `${clipped(title, half)} · ${clipped(plain(documentId.slice(-half)), half)}`;
}
