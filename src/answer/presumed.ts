/**
 * What a question takes for granted and its best evidence lacks: a name or year that the document never mentions, a negation.
 * It stands alone because a small reader overlooks just these: asked who did *not* sign, it marks who did.
 */
import type { Document, Span } from '../model.js';
import { fold } from '../text/fold.js';

export interface Presumed {
  /** 1 when the question names somebody, something or a year of which the document says nothing near the evidence; else 0. */
  readonly name: number;
  /** 1 when the question negates and the evidence does not; else 0. */
  readonly negation: number;
  /** 1 when the evidence says of another name, number or extreme what the question asks of its own: the Dutch border for the French one; else 0. */
  readonly other: number;
}

/** How far around the evidence a name is looked for, in UTF-16 code units. */
const AROUND = 20_000;
/** Endings of names that other forms of them lack ("Syrian", "Syria"); shorter names must stand there whole. */
const ENDING = 2;
const LONG_NAME = 6;

const NEGATION =
  /\b(?:not|never|none|nobody|nothing|neither|nor|without|cannot|least|besides|except|fail(?:s|ed)?)\b|n['’]t\b/iu;

/** `evidence`: where in the document the sentence stands that would be shown. English. */
export function presumed(question: string, document: Document, evidence: Span): Presumed {
  const sentence = document.text.slice(evidence.start, evidence.end);
  const negation = NEGATION.test(question) && !negates(sentence) ? 1 : 0;
  const other = namesAnother(question, sentence) ? 1 : 0;
  const names = namesIn(question);
  if (names.length === 0) return { name: 0, negation, other };
  const { title, publisher, publishedAt, id } = document;
  const near = document.text.slice(Math.max(0, evidence.start - AROUND), evidence.end + AROUND);
  const text = ` ${plain([title ?? id, publisher ?? '', publishedAt ?? '', near].join(' '))}`;
  return { name: names.some((name) => !text.includes(` ${name}`)) ? 1 : 0, negation, other };
}

/** Pairs of words of which a question and its answer must have the same one. */
const OPPOSITES: ReadonlySet<string> = new Set(
  [
    ['larger', 'smaller'],
    ['largest', 'smallest'],
    ['biggest', 'smallest'],
    ['greater', 'smaller'],
    ['greater', 'lesser'],
    ['most', 'least'],
    ['more', 'fewer'],
    ['more', 'less'],
    ['higher', 'lower'],
    ['highest', 'lowest'],
    ['high', 'low'],
    ['longest', 'shortest'],
    ['oldest', 'youngest'],
    ['oldest', 'newest'],
    ['older', 'younger'],
    ['first', 'last'],
    ['early', 'late'],
    ['best', 'worst'],
    ['north', 'south'],
    ['northern', 'southern'],
    ['east', 'west'],
    ['eastern', 'western'],
    ['male', 'female'],
  ].flatMap(([one = '', other = '']) => [`${one} ${other}`, `${other} ${one}`]),
);

const CARDINALS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ORDINALS = [
  'zeroth',
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** What a word counts; undefined for one that is no number. */
function numberIn(word: string): number | undefined {
  const lower = word.toLowerCase();
  if (/^\d+(?:st|nd|rd|th)?$/.test(lower)) return Number.parseInt(lower, 10);
  const at = Math.max(CARDINALS.indexOf(lower), ORDINALS.indexOf(lower));
  return at < 0 ? undefined : at;
}

/** Whether the sentence has a word of the question after another name, number or extreme than the question has before it. */
function namesAnother(question: string, sentence: string): boolean {
  const asked = wordsOf(question);
  const stated = wordsOf(sentence);
  const has = new Set(stated.map(stemOf));
  return asked.some((modifier, at) => {
    const head = asked[at + 1];
    if (at === 0 || head === undefined || has.has(stemOf(modifier)) || head.length < 4) return false;
    return stated.some(
      (word, place) =>
        place > 0 && stemOf(word) === stemOf(head) && isAnother(modifier, stated[place - 1] ?? '', place - 1),
    );
  });
}

function isAnother(asked: string, stated: string, place: number): boolean {
  if (stemOf(asked) === stemOf(stated)) return false;
  const [wanted, found] = [numberIn(asked), numberIn(stated)];
  if (wanted !== undefined) return found !== undefined && found !== wanted;
  if (OPPOSITES.has(`${asked.toLowerCase()} ${stated.toLowerCase()}`)) return true;
  return place > 0 && isName(asked) && isName(stated);
}

function isName(word: string): boolean {
  return /^\p{Lu}\p{Ll}{3,}$/u.test(word);
}

function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu) ?? []).map((word) => word.replace(/['’]s$/u, ''));
}

function stemOf(word: string): string {
  const lower = word.toLowerCase();
  return lower.length > LONG_NAME ? lower.slice(0, -ENDING) : lower.replace(/s$/, '');
}

/** "No" before a noun negates a statement; in a question it more often belongs to a name. */
function negates(sentence: string): boolean {
  return NEGATION.test(sentence) || /\b(?:no|un\w{4,}|lack\w*|refus\w+|den(?:y|ied|ies))\b/iu.test(sentence);
}

/** Beginnings of the names and years in a question, as `plain` writes them. Without capitals to go by, none. */
function namesIn(question: string): string[] {
  const words = question.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’ʼ.-]*/gu) ?? [];
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  if (words.length > 3 && capitals > CAPITALS * words.length) return [];
  return words
    .filter((word, at) => /^\p{N}{4}$/u.test(word) || (at > 0 && /^\p{Lu}[\p{L}\p{N}]/u.test(word)))
    .flatMap((word) =>
      plain(word.replace(/['’ʼ]s$/u, ''))
        .trim()
        .split(' '),
    )
    .filter((word) => word.length > 1)
    .map((word) => (word.length >= LONG_NAME ? word.slice(0, -ENDING) : word));
}

/** A question with a larger share of capitalised words than this is written in capitals. */
const CAPITALS = 0.7;

/** Folded, every run of other than letters and digits one space; apostrophes within words dropped. */
function plain(text: string): string {
  return fold(text)
    .folded.replace(/'/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
}
