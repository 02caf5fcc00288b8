/**
 * Which names and years of a question a text does not have. It stands alone because a name has many forms: another ending, a
 * slip of the keyboard, its initials; one that is there in another form is not missing.
 */
import { fold } from '../text/fold.js';

/** Endings of names that other forms of them lack ("Syrian", "Syria"); shorter names must stand there whole. */
const ENDING = 2;
const LONG_NAME = 6;
/** Shorter names are too near to others to be misspellings of them. */
const MISSPELT = 5;
/** Initials of fewer words would be found anywhere. */
const INITIALS = 3;
/** A question with a larger share of capitalised words than this is written in capitals. */
const CAPITALS = 0.7;
const SMALL_WORDS = 'of|the|and|for|in|on|de|la|du|des';

/** Beginnings of what a text may speak of without ever naming it. */
const EVERYWHERE: readonly string[] = ['earth', 'world', 'internet'].map(beginningOf);

interface Name {
  /** As it is written in the question, without a genitive. */
  readonly written: string;
  /** Folded, one word. */
  readonly whole: string;
}

/** Whether a question names somebody, something or a year that the text does not. Without capitals to go by, it never does. */
export function lacksName(question: string, text: string): boolean {
  const names = namesIn(question);
  if (names.length === 0) return false;
  const own = ` ${plain(text)}`;
  const missing = names.filter(({ whole }) => !own.includes(` ${beginningOf(whole)}`));
  if (missing.length === 0) return false;
  const words = new Set(own.split(' '));
  const abbreviated = wordsAbbreviated(question, words);
  return missing.some(
    ({ written, whole }) =>
      !(isSpeltOut(written, text) || abbreviated.has(written) || [...words].some((word) => isMisspelt(whole, word))),
  );
}

function namesIn(question: string): Name[] {
  const words = question.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’ʼ.-]*/gu) ?? [];
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  if (words.length > 3 && capitals > CAPITALS * words.length) return [];
  return words
    .filter((word, at) => /^\p{N}{4}$/u.test(word) || (at > 0 && /^\p{Lu}[\p{L}\p{N}]/u.test(word)))
    .map((word) => word.replace(/['’ʼ]s$/u, ''))
    .flatMap((written) =>
      plain(written)
        .trim()
        .split(' ')
        .map((whole) => ({ written, whole })),
    )
    .filter(({ whole }) => whole.length > 1 && !EVERYWHERE.includes(beginningOf(whole)));
}

function beginningOf(name: string): string {
  return name.length >= LONG_NAME ? name.slice(0, -ENDING) : name;
}

/** "SP", of a text that has "Scottish Parliament"; "US", of one that has "U.S.". */
function isSpeltOut(acronym: string, text: string): boolean {
  if (!/^\p{Lu}{2,6}$/u.test(acronym)) return false;
  const letters = [...acronym];
  const between = `\\s+(?:(?:${SMALL_WORDS})\\s+){0,2}`;
  const spelt = letters.map((letter) => `${letter}\\p{Ll}+`).join(between);
  return new RegExp(`(?<![\\p{L}.])(?:${spelt}|${letters.map((letter) => `${letter}\\.`).join('\\s?')})`, 'u').test(
    text,
  );
}

/** The words of "Harbour Pilots Union" in the question, of a text that has "HPU". */
function wordsAbbreviated(question: string, words: ReadonlySet<string>): ReadonlySet<string> {
  const run = new RegExp(
    `\\p{Lu}\\p{Ll}+(?:\\s+(?:(?:${SMALL_WORDS})\\s+){0,2}\\p{Lu}\\p{Ll}+){${INITIALS - 1},5}`,
    'gu',
  );
  const found = (question.match(run) ?? []).map((name) => name.match(/\p{Lu}\p{Ll}+/gu) ?? []);
  const initials = (name: readonly string[]): string => plain(name.map((word) => word.charAt(0)).join(''));
  return new Set(found.filter((name) => words.has(initials(name))).flat());
}

/**
 * Whether one is the other with two letters in the wrong order, a letter too few or too many, or another vowel. Never in its
 * first or last letter, and no other consonant: those make other names.
 */
function isMisspelt(name: string, word: string): boolean {
  if (name.length < MISSPELT || Math.abs(name.length - word.length) > 1) return false;
  if (name.charAt(0) !== word.charAt(0) || name.at(-1) !== word.at(-1) || /\d/.test(name)) return false;
  const [longer, shorter] = name.length >= word.length ? [name, word] : [word, name];
  let [from, to] = [0, 0];
  while (from < shorter.length && longer.charAt(from) === shorter.charAt(from)) from += 1;
  while (to < shorter.length - from && longer.at(-1 - to) === shorter.at(-1 - to)) to += 1;
  const [odd, other] = [longer.slice(from, longer.length - to), shorter.slice(from, shorter.length - to)];
  if (other === '') return odd.length === 1;
  const areVowels = /^[aeiouy]$/.test(odd) && /^[aeiouy]$/.test(other);
  return areVowels || (odd.length === 2 && odd === [...other].reverse().join(''));
}

/** Folded, every run of other than letters and digits one space; apostrophes within words dropped. */
function plain(text: string): string {
  return fold(text)
    .folded.replace(/'/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
}
