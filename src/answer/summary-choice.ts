/**
 * Which sentences are shown, as the stretches that are quoted: best first by maximal marginal relevance (Carbonell and
 * Goldstein 1998), within a budget of quotes and words. It stands alone so that no limit depends on how salience is measured.
 */
import type { Document, Span } from '../model.js';
import { fold } from '../text/fold.js';
import { contains, overlaps, wordCount } from '../text/spans.js';
import { type Documents, keyOf } from './documents.js';
import { dot } from './evidence.js';
import { leansBack, sentenceBefore } from './lead-in.js';
import { type SummarySentence, WORDS } from './summary-sentence.js';

/** Two sentences whose vectors are at least this close say the same; the second is left out. */
const REPEAT = 0.92;

export interface Candidate {
  readonly sentence: SummarySentence;
  /** 0 to 1, higher is better. */
  readonly salience: number;
}

export interface Room {
  /** Most quotes, from 1. */
  readonly quotes: number;
  /** Most words of all quotes together; exceeded only by a first quote that is longer by itself. */
  readonly words: number;
  /** Weight of novelty against salience, 0 to 1. */
  readonly novelty: number;
}

/** A stretch of one document that will be quoted. */
export interface Stretch {
  readonly document: Document;
  readonly span: Span;
  /** Highest of its sentences. */
  readonly salience: number;
}

/** None overlaps another, in no order that means anything. Sentences that touch, in one paragraph, become one stretch. */
export function chooseStretches(candidates: readonly Candidate[], documents: Documents, room: Room): Stretch[] {
  let open = candidates.map((candidate) => ({ ...candidate, repeat: 0, folded: fold(candidate.sentence.text).folded }));
  let stretches: Stretch[] = [];
  const value = ({ salience, repeat }: (typeof open)[number]): number =>
    (1 - room.novelty) * salience - room.novelty * repeat;
  while (open.length > 0 && stretches.length < room.quotes) {
    const best = open.reduce((left, right) => (value(right) > value(left) ? right : left));
    open = open.filter((other) => other !== best);
    const grown = withSentence(stretches, best, documents);
    if (grown === undefined || (stretches.length > 0 && wordsIn(grown) > room.words)) continue;
    stretches = grown;
    open = open
      .map((other) => ({ ...other, repeat: Math.max(other.repeat, dot(other.sentence.vector, best.sentence.vector)) }))
      .filter(({ repeat, folded }) => repeat < REPEAT && folded !== best.folded);
  }
  return stretches;
}

function wordsIn(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, stretch) => sum + lengthOf(stretch), 0);
}

function lengthOf({ document, span }: Pick<Stretch, 'document' | 'span'>): number {
  return wordCount(document.text.slice(span.start, span.end));
}

/** The stretches with one sentence more; undefined when it is shown already, or cannot be. */
function withSentence(
  stretches: readonly Stretch[],
  { sentence, salience }: Candidate,
  documents: Documents,
): Stretch[] | undefined {
  const document = documents.get(keyOf(sentence));
  if (document === undefined) return undefined;
  const own = stretches.filter((stretch) => stretch.document === document);
  if (own.some(({ span }) => contains(span, sentence.span))) return undefined;
  let added: Stretch = { document, span: readable(document, sentence), salience };
  for (const stretch of own) if (joins(document, stretch.span, added.span)) added = joined(added, stretch);
  const others = stretches.filter((stretch) => stretch.document !== document || !overlaps(stretch.span, added.span));
  return [...others, added];
}

function joined(one: Stretch, { span, salience }: Stretch): Stretch {
  const whole = { start: Math.min(one.span.start, span.start), end: Math.max(one.span.end, span.end) };
  return { document: one.document, span: whole, salience: Math.max(one.salience, salience) };
}

/** Overlapping, or with nothing but a space between and no longer together than a quote may be. */
function joins(document: Document, one: Span, other: Span): boolean {
  if (overlaps(one, other)) return true;
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  if (!/^ *$/.test(document.text.slice(first.end, second.start))) return false;
  return lengthOf({ document, span: { start: first.start, end: second.end } }) <= WORDS.most;
}

/** The sentence, with the one before when it leans on it. */
function readable(document: Document, { span, text }: SummarySentence): Span {
  const before = leansBack(text, document.language) ? sentenceBefore(document, span) : undefined;
  if (before === undefined || contains(span, before)) return span;
  const whole = { start: before.start, end: span.end };
  return lengthOf({ document, span: whole }) <= WORDS.most ? whole : span;
}
