/**
 * Titles like what somebody has typed so far. It stands alone because typing is matched otherwise than asking: letters are
 * missing or swapped, words are begun and not ended, and an answer is worth nothing unless it comes at once.
 */
import uFuzzy from '@leeoniya/ufuzzy';
import type { Suggestion, SuggestRequest } from '../engine.js';
import type { StoreReader, TitleList } from '../index/store.js';
import { fold } from '../text/fold.js';

/** Discord shows no more. */
const MOST = 25;
/** What is typed beyond this tells nothing more, in UTF-16 code units. */
const LONGEST = 100;
/** Words whose order does not matter. More would be tried in too many orders: four take half a second at 100,000 titles. */
const MOST_WORDS = 3;
/** Letters of a word that are compared: each is tried as the wrong one. */
const LONGEST_WORD = 30;
/** Matches of one list that are ranked with care; of more, the newest that begin with what was typed. */
const RANKED = 1_000;

/** One wrong, missing, extra or swapped letter a word. Letters of Latin script are matched in half the time. */
const LATIN = new uFuzzy({ intraMode: 1 });
const ANY_SCRIPT = new uFuzzy({
  intraMode: 1,
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
});

interface Ranked {
  readonly list: TitleList;
  readonly at: number;
}

/** At most `limit` documents, best first; for an empty text the newest. */
export async function suggest(store: StoreReader, request: SuggestRequest): Promise<readonly Suggestion[]> {
  const limit = Math.max(1, Math.min(MOST, Math.trunc(request.limit ?? MOST)));
  const text = fold(request.text.slice(0, LONGEST)).folded.trim();
  const lists = await store.titles(request.visible);
  const found = new Map<string, Suggestion & { readonly versionId: number }>();
  for (const { list, at } of text === '' ? newest(lists, limit) : ranked(lists, text)) {
    const entry = list.entry(at);
    if (entry === undefined) continue;
    const { owner } = list;
    const key = JSON.stringify([owner, entry.documentId]);
    if (!found.has(key)) found.set(key, { ...entry, owner });
    if (found.size === limit) break;
  }
  return [...found.values()].map(({ versionId: _, ...suggestion }) => suggestion);
}

/** Of each list more than enough, since one document may stand in several. */
function newest(lists: readonly TitleList[], limit: number): Ranked[] {
  const last = lists.flatMap((list) => {
    const some: Ranked[] = [];
    for (let at = list.matched.length - 1; at >= 0 && some.length < limit; at -= 1) {
      if (list.entry(at) !== undefined) some.push({ list, at });
    }
    return some;
  });
  const version = ({ list, at }: Ranked): number => list.entry(at)?.versionId ?? 0;
  return last.sort((left, right) => version(right) - version(left));
}

/** List by list in turn, so that the best of each come first. */
function ranked(lists: readonly TitleList[], text: string): Ranked[] {
  const each = lists.map((list) => matches(list, text));
  const longest = Math.max(0, ...each.map(({ length }) => length));
  const found: Ranked[] = [];
  for (let rank = 0; rank < longest; rank += 1) {
    for (const [index, list] of lists.entries()) {
      const at = each[index]?.[rank];
      if (at !== undefined) found.push({ list, at });
    }
  }
  return found;
}

/** Positions in a list, best first. */
function matches({ matched }: TitleList, text: string): readonly number[] {
  const fuzzy = /^[\p{ASCII}\p{Script=Latin}]*$/u.test(text) ? LATIN : ANY_SCRIPT;
  const words = [...new Set(fuzzy.split(text).map((word) => word.slice(0, LONGEST_WORD)))];
  const haystack = matched as string[];
  if (words.length > MOST_WORDS) return beginningFirst(matched, text, wordByWord(fuzzy, haystack, words));
  const [indexes, info, order] = fuzzy.search(haystack, words.join(' '), MOST_WORDS, RANKED);
  if (indexes === null) return [];
  if (info !== null && order !== null) return order.flatMap((place) => info.idx[place] ?? []);
  return beginningFirst(matched, text, indexes);
}

/**
 * Those that have each word, in any order. Words matched by one expression would be tried at each place against each other:
 * with many of them, a single title of a few hundred letters can take a minute.
 */
function wordByWord(fuzzy: uFuzzy, haystack: string[], words: readonly string[]): number[] {
  return (
    words.reduce<number[] | undefined>(
      (found, word) => (found?.length === 0 ? found : (fuzzy.filter(haystack, word, found) ?? found)),
      undefined,
    ) ?? []
  );
}

/** Newest first, those that begin with the text before them. */
function beginningFirst(matched: readonly string[], text: string, indexes: readonly number[]): readonly number[] {
  const begins = (at: number): boolean => matched[at]?.startsWith(text) === true;
  const backwards = indexes.toReversed();
  return [...backwards.filter(begins), ...backwards.filter((at) => !begins(at))];
}
