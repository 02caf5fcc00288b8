/**
 * Names as they sound when written in Latin letters: what is left of a transliteration when its customs are set aside. It
 * stands alone because it only proposes that two spellings are one name; who relies on it needs more than that.
 */

/** Marks between letters: apostrophes, and the half rings and other modifier letters that stand for ayin and hamza. */
const BETWEEN = /[\p{M}\p{Lm}'’‘`´-]/gu;
/** The Arabic article written as one with its name; what is left must still be a name. */
const ARTICLE = /^(?:al|el|ul)(?=\p{L}{4})/u;

/** A word in lower case, if in Latin letters without accents and what else stands between them. */
export function bareWord(word: string): string {
  const lower = word.toLowerCase();
  return /^\p{Script=Latin}/u.test(lower) ? lower.normalize('NFKD').replace(BETWEEN, '') : lower;
}

/**
 * A key that spellings of one name share: without accents, apostrophes, article and doubled letters, vowels and consonants that
 * transliterations exchange made one (Hay'at, Hayat; al-Sharaa, Shara; Qaddafi, Gaddafi; Yousef, Yusif).
 */
export function nameKey(word: string): string {
  return bareWord(word)
    .replace(ARTICLE, '')
    .replace(/ou|oo/g, 'u')
    .replace(/ee|[ey]/g, 'i')
    .replace(/o/g, 'u')
    .replace(/kh|gh|q|g|c/g, 'k')
    .replace(/dh/g, 'd')
    .replace(/w/g, 'v')
    .replace(/(\p{L})\1+/gu, '$1')
    .replace(/(?<=\p{L}{3})h$/u, '');
}
