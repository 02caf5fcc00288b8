/**
 * What a question takes for granted and its best evidence lacks: a name or year that the document never mentions, a negation.
 * It stands alone because a small reader overlooks just these: asked who did *not* sign, it marks who did.
 */
import type { Document, Span } from '../model.js';
import { lacksName } from './names-missing.js';

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
/** A longer word's last letters say how it is used, and are left out of a comparison. */
const ENDING = 2;
const LONG = 6;

const NEGATION =
  /\b(?:not|never|none|nobody|nothing|neither|nor|without|cannot|least|besides|except|fail(?:s|ed)?)\b|n['’]t\b/iu;

/** `evidence`: where in the document the sentence stands that would be shown. English. */
export function presumed(question: string, document: Document, evidence: Span): Presumed {
  const sentence = document.text.slice(evidence.start, evidence.end);
  const negation = NEGATION.test(question) && !negates(sentence) ? 1 : 0;
  const other = namesAnother(question, sentence) ? 1 : 0;
  const { title, publisher, publishedAt, id } = document;
  const near = document.text.slice(Math.max(0, evidence.start - AROUND), evidence.end + AROUND);
  const text = [title ?? id, publisher ?? '', publishedAt ?? '', near].join(' ');
  return { name: lacksName(question, text) ? 1 : 0, negation, other };
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
    return stated.some((word, place) => {
      if (place === 0 || stemOf(word) !== stemOf(head)) return false;
      const before = stated[place - 1] ?? '';
      return isAnother(modifier, before, place - 1) || isAnotherOffice([modifier, head], [before, word]);
    });
  });
}

function isAnother(asked: string, stated: string, place: number): boolean {
  if (stemOf(asked) === stemOf(stated)) return false;
  const [wanted, found] = [numberIn(asked), numberIn(stated)];
  if (wanted !== undefined) return found !== undefined && found !== wanted;
  if (OPPOSITES.has(`${asked.toLowerCase()} ${stated.toLowerCase()}`)) return true;
  return place > 0 && isName(asked) && isName(stated);
}

/** Offices are told apart by the word before them: a prime minister is no defence minister. */
const OFFICES: ReadonlySet<string> = new Set(
  (
    'minister secretary president director officer chancellor commissioner general governor editor manager chair ' +
    'chairman chairwoman attorney judge marshal admiral inspector engineer coach'
  ).split(' '),
);

/** Each told as `[modifier, office]`: nations and names before an office do not belong to it, unless it is capitalised as well. */
function isAnotherOffice(asked: readonly [string, string], stated: readonly [string, string]): boolean {
  const areTold = [asked, stated].every(([modifier, office]) => {
    const belongs = /^\p{Ll}/u.test(modifier) || /^\p{Lu}/u.test(office);
    return modifier.length > 3 && belongs && !IN_FRONT.test(modifier) && OFFICES.has(office.toLowerCase());
  });
  return areTold && stemOf(asked[0]) !== stemOf(stated[0]);
}

/** Words before an office that do not belong to it. */
const IN_FRONT =
  /^(?:their|this|that|these|those|whose|which|what|said|says|told|former|current|then|when|with|from|only|first|last|next|same|also|other|another|senior|late|called|named|became|made|elected|appointed|\p{L}+(?:ed|ing|ly))$/iu;

function isName(word: string): boolean {
  return /^\p{Lu}\p{Ll}{3,}$/u.test(word);
}

function wordsOf(text: string): string[] {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu) ?? []).map((word) => word.replace(/['’]s$/u, ''));
}

function stemOf(word: string): string {
  const lower = word.toLowerCase();
  return lower.length > LONG ? lower.slice(0, -ENDING) : lower.replace(/s$/, '');
}

/** "No" before a noun negates a statement; in a question it more often belongs to a name. */
function negates(sentence: string): boolean {
  return NEGATION.test(sentence) || /\b(?:no|un\w{4,}|lack\w*|refus\w+|den(?:y|ied|ies))\b/iu.test(sentence);
}
