/**
 * Whether documents answer one question with values that cannot both hold. It stands alone because this is where an answer
 * could hide a doubt: the words that a reader marks in different documents are compared, and each side is shown.
 */
import type { Document, Span } from '../model.js';
import { fold } from '../text/fold.js';
import { wordCount } from '../text/spans.js';
import { type Documents, keyOf } from './documents.js';
import type { Evidence } from './evidence.js';
import { presumed } from './presumed.js';
import { asksForSeveral } from './several.js';
import { conflict, kindOf, statedValue, type Value } from './values.js';

export const DISAGREEMENT = {
  /** Where the sentence, or its document's title, has every name of the question, and a date or number was asked for. */
  counted: { read: -4, below: 7 },
  /** The same where a name was asked for. */
  named: { read: 0, below: 4 },
  /** Where only the rest of the document has the names, or the question has none. */
  other: { read: 1.5, below: 3 },
  /** Longer marked words are no value. */
  longest: 12,
  positions: 4,
} as const;

/** One side. The first evidence is the one that is best. */
export interface Position {
  /** Marked words, a slice of a document. */
  readonly claim: string;
  readonly evidence: readonly Evidence[];
}

interface Claim {
  readonly evidence: Evidence;
  readonly document: Document;
  readonly words: string;
  readonly value: Value;
}

/**
 * The sides, that of the best evidence first; none when nothing conflicts. `evidence` is best first. Only the newest version of
 * a source speaks; a near copy adds nothing.
 */
export function positionsOf(
  question: string,
  evidence: readonly Evidence[],
  documents: Documents,
): readonly Position[] {
  const kind = kindOf(question);
  if (kind === 'reason' || asksForSeveral(question)) return [];
  const claims = newest(bestOfEach(evidence, documents)).flatMap(({ evidence: one, document }) =>
    claimOf(kind, one, document),
  );
  const [best] = claims;
  if (best === undefined || best.evidence !== evidence.find(({ words }) => words !== undefined)) return [];
  const sides: Claim[][] = [[best]];
  for (const claim of claims.slice(1)) {
    const own = sides.find(([first]) => first !== undefined && !conflict(first.value, claim.value));
    if (own !== undefined) own.push(claim);
    else if (isRival(question, claim, best)) sides.push([claim]);
  }
  if (sides.length < 2) return [];
  return sides.slice(0, DISAGREEMENT.positions).map((side) => ({
    claim: side[0]?.words ?? '',
    evidence: side.map((claim) => claim.evidence),
  }));
}

interface Spoken {
  readonly evidence: Evidence;
  readonly document: Document;
}

/** The best sentence of each document. */
function bestOfEach(evidence: readonly Evidence[], documents: Documents): Spoken[] {
  const seen = new Map<string, Spoken>();
  for (const one of evidence) {
    const document = documents.get(keyOf(one));
    if (one.words === undefined || document === undefined || seen.has(keyOf(one))) continue;
    seen.set(keyOf(one), { evidence: one, document });
  }
  return [...seen.values()];
}

/** Of documents of one source (title and publisher, or address), the one published last: it corrects the others. */
function newest(spoken: readonly Spoken[]): Spoken[] {
  const source = ({ title, publisher, url }: Document): string | undefined => {
    if (url !== undefined) return url;
    return title === undefined || publisher === undefined
      ? undefined
      : `${fold(title).folded}\n${fold(publisher).folded}`;
  };
  return spoken.filter(({ document }) => {
    const own = source(document);
    return !spoken.some(
      (other) =>
        own !== undefined &&
        source(other.document) === own &&
        (other.document.publishedAt ?? '') > (document.publishedAt ?? ''),
    );
  });
}

function claimOf(kind: ReturnType<typeof kindOf>, evidence: Evidence, document: Document): Claim[] {
  const { start, end } = evidence.words as Span;
  const words = document.text.slice(start, end);
  if (wordCount(words) > DISAGREEMENT.longest) return [];
  const value = statedValue(words, kind, yearOf(document));
  return value === undefined ? [] : [{ evidence, document, words, value }];
}

/** How much of a text is searched for the years it speaks of, in UTF-16 code units. */
const SEARCHED = 20_000;

/** The year a document is of: that of its publication, else the last one that it mentions. */
function yearOf({ publishedAt, text }: Document): number | undefined {
  const published = /^\d{4}/u.exec(publishedAt ?? '')?.[0];
  if (published !== undefined) return Number(published);
  const years = [...text.slice(0, SEARCHED).matchAll(/\b(?:19|20)\d{2}\b/gu)].map(([year]) => Number(year));
  return years.length === 0 ? undefined : Math.max(...years);
}

/** Whether a claim that conflicts with the best one is about the same, and sure enough, to be its rival. */
function isRival(question: string, { evidence, document, value }: Claim, best: Claim): boolean {
  const { title, text } = document;
  // The sentence as if it was all the document says: a name that stands elsewhere in it does not tie the sentence to it.
  const alone = {
    ...document,
    publishedAt: '',
    publisher: '',
    title: title ?? '',
    text: text.slice(evidence.span.start, evidence.span.end),
  };
  const whole = { start: 0, end: alone.text.length };
  const named = /\p{Lu}/u.test(question.slice(1)) && presumed(question, alone, whole).name === 0;
  if (!named && presumed(question, document, evidence.span).name === 1) return false;
  const least = !named ? DISAGREEMENT.other : value.kind === 'name' ? DISAGREEMENT.named : DISAGREEMENT.counted;
  return evidence.features.read >= least.read && best.evidence.score - evidence.score <= least.below;
}
