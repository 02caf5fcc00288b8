/**
 * Which answers to one question cannot all hold. It stands alone because this is where an answer could hide a doubt: what documents
 * answer is compared as values, and whoever contradicts the best answer surely enough is shown beside it.
 */
import type { Document } from '../model.js';
import { fold } from '../text/fold.js';
import { wordCount } from '../text/spans.js';
import { type Asked, comparableValue, conflict, isPlacedIn, mentions, type Value } from './claim-value.js';
import { sameButForYear, writtenAt } from './dates.js';
import { type Documents, keyOf } from './documents.js';
import type { Evidence } from './evidence.js';
import { kindOf } from './kind.js';
import { presumed } from './presumed.js';
import { asksForSeveral } from './several.js';

/** One side: what it claims, and who says so. */
export interface Position {
  /** The answering words of the best of its evidence, a slice of that document. */
  readonly claim: string;
  /** Best first; the best of each document, so that a copy adds nothing to it. */
  readonly evidence: readonly Evidence[];
}

/** What a claim that contradicts the best one is judged by. */
export interface RivalFeatures {
  /** The reader's score of its sentence. */
  readonly read: number;
  /** How far its sentence ranks below the best one: with `read` as it is, how sure the best answer is. */
  readonly below: number;
  /** Fused score of its passage, 0 to 1: whether it is about the same. */
  readonly passage: number;
  /** 1 when its sentence, or its document's title, has every name of the question. */
  readonly named: number;
}

/**
 * A rival is shown when this sum is above 0. Logistic regression over conflicting pairs of the development questions: of ramdocs
 * those of documents that are known to differ, against squad2, clapnq and nq_gold, 2026-11-23 (`eval/disagreements-fit.mjs`).
 * A higher `bias` shows more; this one shows .77 of the questions of ramdocs that differ, and of squad2, the worst of the others, .036.
 */
export const RIVAL = { read: 0.347, below: 0.274, passage: 10.066, named: 2.312, bias: -9.7 } as const;
/** A date of the same month in another year is a rival from here on: two events rarely share it. */
const SLIP_BIAS = RIVAL.bias + 2;
const POSITIONS = 4;
/** A longer "sentence" is a table or a menu: that it mentions something says nothing. */
const LONGEST_SENTENCE = 60;
/** How far around its sentence a document is looked through, in UTF-16 code units. */
const AROUND = 20_000;
const ASKS_FOR_ANY =
  /\b(?:what|which|who) (?:is|was|are|were) (?:one|another|some|an example)\b|\bone of\b|\bother\b/iu;

interface Claim {
  readonly evidence: Evidence;
  readonly document: Document;
  readonly words: string;
  readonly value: Value;
}

/**
 * The sides, that of the best evidence first; none when nothing contradicts it. `evidence` is best first. Of one source only the
 * newest version speaks.
 */
export function positionsOf(
  question: string,
  evidence: readonly Evidence[],
  documents: Documents,
): readonly Position[] {
  const claims = claimsOf(question, evidence, documents);
  const [best] = claims;
  if (best === undefined) return [];
  const sides: Claim[][] = [[best]];
  for (const claim of bestOfEach(best, claims)) {
    const own = sides.find((side) => side.every((other) => !conflict(other.value, claim.value)));
    if (own !== undefined) own.push(claim);
    else if (isRival(question, claim, best)) sides.push([claim]);
  }
  if (sides.length < 2) return [];
  return sides.slice(0, POSITIONS).map((side) => ({
    claim: side[0]?.words ?? '',
    evidence: side.map((claim) => claim.evidence),
  }));
}

/** Every claim that contradicts the best one, shown or not: the material that `RIVAL` is fitted on. */
export function rivalsOf(question: string, evidence: readonly Evidence[], documents: Documents) {
  const claims = claimsOf(question, evidence, documents);
  const [best] = claims;
  if (best === undefined) return [];
  return bestOfEach(best, claims)
    .filter((claim) => contradicts(question, claim, best))
    .map((claim) => ({
      documents: [best.document.id, claim.document.id],
      features: rivalFeatures(question, claim, best),
    }));
}

/** Two members of a list are no contradiction. A date or an amount is one, however many things have it. */
function asksForAny({ question, kind }: Asked): boolean {
  if (kind === 'other') return true;
  return kind !== 'date' && kind !== 'number' && (asksForSeveral(question) || ASKS_FOR_ANY.test(question));
}

/** What the documents answer, best first; nothing where differing answers may all hold. */
function claimsOf(question: string, evidence: readonly Evidence[], documents: Documents): Claim[] {
  const asked = { question, kind: kindOf(question) };
  if (asksForAny(asked)) return [];
  const written = new Map<Document, Date | undefined>();
  const claims = evidence.flatMap((one): Claim[] => {
    const document = documents.get(keyOf(one));
    if (document === undefined || one.words === undefined) return [];
    if (!written.has(document)) written.set(document, writtenAt(document));
    const { span } = one;
    const words = { start: one.words.start - span.start, end: one.words.end - span.start };
    const sentence = document.text.slice(span.start, span.end);
    const value = comparableValue(asked, { sentence, words, written: written.get(document) });
    if (value === undefined) return [];
    return [{ evidence: one, document, words: sentence.slice(value.start, value.end), value }];
  });
  return newest(claims);
}

/** A document says what its best sentence says: the first of each, and of the best claim's own what may be a slip in it. */
function bestOfEach(best: Claim, claims: readonly Claim[]): Claim[] {
  const seen = new Set<Document>();
  return claims.filter((claim) => {
    if (claim === best) return false;
    if (claim.document === best.document) return isSlip(claim, best);
    if (seen.has(claim.document)) return false;
    seen.add(claim.document);
    return true;
  });
}

/** Of documents of one source (title and publisher, or address), the one published last: it corrects the others. */
function newest(claims: readonly Claim[]): Claim[] {
  const latest = new Map<string, string>();
  for (const { document } of claims) {
    const source = sourceOf(document);
    if (source !== undefined && (latest.get(source) ?? '') < dateOf(document)) latest.set(source, dateOf(document));
  }
  return claims.filter(({ document }) => {
    const source = sourceOf(document);
    return source === undefined || dateOf(document) >= (latest.get(source) ?? '');
  });
}

function dateOf({ publishedAt = '' }: Document): string {
  return publishedAt;
}

function sourceOf({ title, publisher, url }: Document): string | undefined {
  if (url !== undefined) return url.replace(/[#?].*$/u, '');
  if (title === undefined || publisher === undefined) return undefined;
  return `${fold(title).folded}\n${fold(publisher).folded}`;
}

/** Whether a claim contradicts the best one, is about the same, and is sure enough to be shown beside it. */
function isRival(question: string, claim: Claim, best: Claim): boolean {
  if (!contradicts(question, claim, best)) return false;
  // A document without a name of the question speaks of something else, however alike.
  if (presumed(question, claim.document, claim.evidence.span).name === 1) return false;
  const { read, below, passage, named } = rivalFeatures(question, claim, best);
  const sum = RIVAL.read * read + RIVAL.below * below + RIVAL.passage * passage + RIVAL.named * named;
  return sum + (named === 1 && isSlip(claim, best) ? SLIP_BIAS : RIVAL.bias) > 0;
}

function contradicts(question: string, claim: Claim, best: Claim): boolean {
  if (!conflict(claim.value, best.value) || knowsOf(claim, best) || knowsOf(best, claim)) return false;
  return kindOf(question) !== 'place' || (!isWithin(claim, best) && !isWithin(best, claim));
}

/** "Selby" and "Varrow" are one answer to where, once either document says "Selby, Varrow" or "Selby in Varrow". */
function isWithin(small: Claim, large: Claim): boolean {
  return [small, large].some(({ document, evidence: { span } }) => {
    const near = document.text.slice(Math.max(0, span.start - AROUND), span.end + AROUND);
    return isPlacedIn(near, small.words, large.words);
  });
}

function rivalFeatures(question: string, claim: Claim, best: Claim): RivalFeatures {
  const { features, score } = claim.evidence;
  return {
    read: features.read,
    below: best.evidence.score - score,
    passage: features.passage,
    named: hasNames(question, claim) ? 1 : 0,
  };
}

function isSlip({ value }: Claim, best: Claim): boolean {
  return value.kind === 'date' && best.value.kind === 'date' && sameButForYear(value, best.value);
}

/** Whoever names both sees no contradiction. */
function knowsOf({ evidence, value }: Claim, other: Claim): boolean {
  return (
    value.kind === 'phrase' && wordCount(evidence.text) <= LONGEST_SENTENCE && mentions(evidence.text, other.words)
  );
}

/** Whether the sentence or its document's title has every name of the question: a name elsewhere does not tie the sentence to it. */
function hasNames(question: string, { evidence, document }: Claim): boolean {
  if (!/\p{Lu}/u.test(question.slice(1))) return false;
  const { text } = evidence;
  const alone = { ...document, id: '', title: document.title ?? '', publisher: '', publishedAt: '', text };
  return presumed(question, alone, { start: 0, end: text.length }).name === 0;
}
