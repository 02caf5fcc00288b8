/**
 * Whether two phrases can name the same: short and long forms, initials, acronyms, and spellings of one name in another script.
 * It stands alone because names have no value to compute, only forms that meet or do not.
 */
import { fold } from '../text/fold.js';
import { isSamePlace, isShortFor } from './same-names.js';

/** Titles, articles and particles: with them or without, it is the same name. */
const LOOSE = new Set(
  'the a an and of in at on for to its his her their by from with as al el ul de del della di da la le les van von der den bin ibn ben abu mr mrs ms dr sir lord lady saint st jr sr president general prof professor'.split(
    ' ',
  ),
);

/** A name's words in folded form, without those that come and go. */
export function nameWords(text: string): string[] {
  const words = fold(text)
    .folded.replace(/'s\b|'/g, '')
    .replace(/\b(\p{L})\.(?=\s?\p{L}\b)/gu, '$1')
    .match(/[\p{L}\p{N}]+/gu);
  const all = words ?? [];
  const telling = all.filter((word) => !LOOSE.has(word));
  return telling.length > 0 ? telling : all;
}

/** One is the other, or a shorter form of it: "Sharaa", "Ahmed al-Sharaa"; "HTS", "Hay'at Tahrir al-Sham". */
export function namesMeet(left: string, right: string): boolean {
  const [short, long] = [nameWords(left), nameWords(right)].sort((one, other) => one.length - other.length) as [
    string[],
    string[],
  ];
  if (short.length === 0) return true;
  if (short.every((word) => long.some((other) => wordsMeet(word, other)))) return true;
  if (isNickname(short, long) || isSamePlace(short, long)) return true;
  return isAcronym(short, long) || isAcronym(long, short) || short.join('') === long.join('');
}

/** "Larry Roberts", "Lawrence Roberts": one surname, and first names with one initial. */
function isNickname(left: readonly string[], right: readonly string[]): boolean {
  const [one, other] = [left.at(-1), right.at(-1)];
  if (left.length < 2 || right.length < 2 || one === undefined || other === undefined) return false;
  return left[0]?.[0] === right[0]?.[0] && wordsMeet(one, other);
}

/** Equal, an initial of the other, a short form of it, another number of the same, or another spelling of the same sounds. */
function wordsMeet(left: string, right: string): boolean {
  if (left === right) return true;
  if (/\d/.test(left + right) || ORDINAL.test(left) || ORDINAL.test(right)) return false;
  if (left.length === 1 || right.length === 1) return left[0] === right[0];
  if (stem(left) === stem(right) || isShortFor(left, right)) return true;
  const [one, other] = [sounds(left), sounds(right)];
  return one.length >= SOUNDS && one === other;
}

/** Of kings and popes. A single letter but I is an initial. */
const ORDINAL = /^(?:i{1,3}|iv|vi{1,3}|ix|xi{0,3}|xi?v|xvi{1,3})$/u;
/** Fewer consonants would make one name of many. */
const SOUNDS = 3;

function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:es|s|n|ns|ist|ists|er|ers)$/u, '') : word;
}

/**
 * The consonants that transliterations of one name share: vowels, doubled letters and h after a consonant differ between
 * Ahmad and Ahmed, Qaddafi and Gadhafi, Zelensky and Zelenskyy.
 */
function sounds(word: string): string {
  const spelt = word
    .replace(/ph/g, 'f')
    .replace(/kh|ch|q|c|g/g, 'k')
    .replace(/(?<=[^aeiou])h/g, '')
    .replace(/z/g, 's');
  return `${spelt.slice(0, 1)}${spelt.slice(1).replace(/[aeiouyjw]/g, '')}`
    .replace(/^[aeiouy]/, 'a')
    .replace(/(.)\1+/g, '$1');
}

function isAcronym([only, ...others]: readonly string[], words: readonly string[]): boolean {
  if (only === undefined || others.length > 0 || only.length < 2 || words.length < 2) return false;
  return words.map((word) => word[0]).join('') === only;
}
