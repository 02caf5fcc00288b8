/**
 * Which stored sentences come nearest to some words, and what differs. The difference is made of words of both sides, so that a
 * reader sees what was changed. It stands alone because comparing costs the square of what differs: whatever is asked, and
 * whatever is stored, the work has a bound, and what looks likeliest is compared first.
 */
import { type ChangeObject, diffWordsWithSpace, wordsWithSpaceDiff } from 'diff';
import type { DifferencePart, Document, Quote, Span } from '../model.js';
import { fold } from '../text/fold.js';
import { locate } from './quotes.js';
import { withoutMarks } from './verify.js';

export const NEAR = {
  /** Share of the words asked about that must stand in the stored ones, in order, to be called near. */
  share: 0.6,
  /** Fewer words than this are never near anything. */
  fewestWords: 4,
  /** Words, signs and spaces put in or taken out; what needs more is not near. */
  mostEdits: 800,
  /** Code units of stored runs that are looked through, those of the first places first. An honest quote needs a few hundred thousand. */
  mostRead: 8_000_000,
  /** Steps of comparing, where `n` edits are `n`² / 2: well under a second. An honest quote needs some ten thousand a run. */
  mostSteps: 4_000_000,
} as const;

/** A stored passage. */
export interface Place {
  readonly document: Document;
  readonly sentences: readonly Span[];
}

export interface NearMatch {
  readonly document: Document;
  readonly quote: Quote;
  /** Dice coefficient of the words of both sides, 0 to 1: words that only one side has count against it. */
  readonly closeness: number;
  readonly difference: readonly DifferencePart[];
}

/** Most that may be done, both above 0. Default: `NEAR`. */
export interface Bounds {
  readonly mostRead: number;
  readonly mostSteps: number;
}

/** The run of whole sentences of one place that comes nearest to the words, if any comes near; the first of equals. */
export function nearMatch(places: readonly Place[], words: string, bounds: Bounds = NEAR): NearMatch | undefined {
  const asked = withoutMarks(words);
  if (asked.split(/\s+/u).length < NEAR.fewestWords) return undefined;
  const candidates = candidatesAmong(places, asked, bounds.mostRead);
  // Likeliest first, so that what the bound leaves out is what would hardly have been shown.
  const inTurn = [...candidates.keys()].sort((one, other) => likeness(candidates, other) - likeness(candidates, one));
  let best: (NearMatch & { readonly at: number }) | undefined;
  let left = bounds.mostSteps;
  for (const at of inTurn) {
    const candidate = candidates[at];
    const mostEdits = Math.min(NEAR.mostEdits, Math.floor(Math.sqrt(2 * Math.max(0, left))));
    if (candidate === undefined || candidate.fewestEdits > mostEdits) continue;
    const { document, quote } = candidate;
    const compared = compare(quote.exact, asked, mostEdits);
    left -= (compared?.edits ?? mostEdits) ** 2 / 2;
    if (compared === undefined || compared.share < NEAR.share) continue;
    const { closeness, difference } = compared;
    const isNearer = closeness > (best?.closeness ?? 0) || (closeness === best?.closeness && at < best.at);
    if (isNearer) best = { document, quote, closeness, difference, at };
  }
  if (best === undefined) return undefined;
  const { at: _, ...near } = best;
  return near;
}

/** A run that may be near. */
interface Candidate {
  readonly document: Document;
  readonly quote: Quote;
  /** Dice coefficient of the words of both sides in any order. */
  readonly likeness: number;
  /** No comparison comes to fewer. */
  readonly fewestEdits: number;
}

function likeness(candidates: readonly Candidate[], at: number): number {
  return candidates[at]?.likeness ?? 0;
}

/** In order of place, then of first and last sentence. */
function candidatesAmong(places: readonly Place[], asked: string, mostRead: number): readonly Candidate[] {
  const wanted = wordsOf(asked);
  const tokens = tokensOf(asked);
  const found: Candidate[] = [];
  let left = mostRead;
  for (const { document, sentences } of places) {
    for (const span of runs(sentences, asked.length)) {
      left -= span.end - span.start;
      if (left < 0) return found;
      const quote = locate(document, span);
      if (quote === undefined) continue;
      const stored = wordsOf(quote.exact);
      const shared = inBoth(stored, wanted);
      if (shared / Math.max(1, wanted.length) < NEAR.share) continue;
      const storedTokens = tokensOf(quote.exact);
      const fewestEdits = storedTokens.length + tokens.length - 2 * inBoth(storedTokens, tokens);
      const alike = (2 * shared) / Math.max(1, stored.length + wanted.length);
      if (fewestEdits <= NEAR.mostEdits) found.push({ document, quote, likeness: alike, fewestEdits });
    }
  }
  return found;
}

/** Runs of one or more sentences, up to about twice as long as the words asked about; each sentence alone at least. */
function* runs(sentences: readonly Span[], length: number): Generator<Span> {
  for (const [first, { start }] of sentences.entries()) {
    for (const { end } of sentences.slice(first)) {
      if (end > (sentences[first]?.end ?? 0) && end - start > 2 * length) break;
      yield { start, end };
    }
  }
}

/** How many of `wanted` stand among `stored` in any order, each as often as it stands there: no comparison finds more. */
function inBoth(stored: readonly string[], wanted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of stored) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of wanted) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  return shared;
}

function wordsOf(text: string): readonly string[] {
  return fold(text).folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** What is compared: words, signs and runs of spaces, case aside. */
function tokensOf(text: string): readonly string[] {
  return wordsWithSpaceDiff.tokenize(text).map((token) => token.toLowerCase());
}

interface Comparison {
  /** Share of the words asked about that stand there. */
  readonly share: number;
  readonly closeness: number;
  readonly difference: readonly DifferencePart[];
  /** Words, signs and spaces put in or taken out. */
  readonly edits: number;
}

function compare(stored: string, asked: string, mostEdits: number): Comparison | undefined {
  const changes = diffWordsWithSpace(stored, asked, { ignoreCase: true, maxEditLength: mostEdits });
  if (changes === undefined) return undefined;
  const difference = changes.map(
    ({ value, added, removed }): DifferencePart => ({
      kind: added ? 'asked' : removed ? 'stored' : 'same',
      text: value,
    }),
  );
  const count = (text: string): number => wordsOf(text).length;
  const sum = (kind: DifferencePart['kind']): number =>
    difference.filter((part) => part.kind === kind).reduce((total, { text }) => total + count(text), 0);
  const [same, onlyAsked, onlyStored] = [sum('same'), sum('asked'), sum('stored')];
  const closeness = (2 * same) / Math.max(1, 2 * same + onlyAsked + onlyStored);
  return { share: same / Math.max(1, same + onlyAsked), closeness, difference, edits: editsIn(changes) };
}

function editsIn(changes: readonly ChangeObject<string>[]): number {
  return changes.reduce((total, { added, removed, count }) => total + (added || removed ? count : 0), 0);
}
