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
  const names = namesIn(question);
  if (names.length === 0) return { name: 0, negation };
  const { title, publisher, publishedAt, id } = document;
  const near = document.text.slice(Math.max(0, evidence.start - AROUND), evidence.end + AROUND);
  const text = ` ${plain([title ?? id, publisher ?? '', publishedAt ?? '', near].join(' '))}`;
  return { name: names.some((name) => !text.includes(` ${name}`)) ? 1 : 0, negation };
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
