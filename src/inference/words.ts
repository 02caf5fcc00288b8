/**
 * The words of a text as a BERT vocabulary sees them, each with its place and its token ids. It stands alone because the
 * tokenizer gives ids without offsets, and an answer must be cut from the text.
 */
import type { Span } from '../model.js';
import type { TextTokenizer } from './tokenizer.js';

export interface WordTokens extends Span {
  readonly ids: readonly number[];
}

/** What BERT's pre-tokenizer takes for one word: a punctuation mark or Han character alone, else a run without either. */
const WORD = /\p{Script=Han}|[!-/:-@[-`{-~]|\p{P}|(?:(?!\p{Script=Han}|\p{P})[^\s\p{C}!-/:-@[-`{-~])+/gu;

/** Longest run that is tokenised: WordPiece takes anything longer than 100 characters for one unknown word. */
const LONGEST = 120;
const MEMO_ENTRIES = 50_000;

/** Gives the words of a text in order; characters that the tokenizer drops are in none. Remembers words it has seen. */
export function wordTokenizer(tokenizer: TextTokenizer): (text: string) => WordTokens[] {
  const memo = new Map<string, readonly number[]>();
  const idsOf = (word: string): readonly number[] => {
    const known = memo.get(word);
    if (known !== undefined) return known;
    const ids = tokenizer.encode(word.slice(0, LONGEST));
    if (memo.size >= MEMO_ENTRIES) memo.clear();
    memo.set(word, ids);
    return ids;
  };
  return (text) =>
    [...text.matchAll(WORD)]
      .map(({ index, 0: word }) => ({ start: index, end: index + word.length, ids: idsOf(word) }))
      .filter(({ ids }) => ids.length > 0);
}
