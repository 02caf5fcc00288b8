/**
 * Whether some words stand in a document: to the letter, but for case, marks and spaces, or nearly. The difference is
 * made of words of both sides, so that a reader sees what was changed.
 */
import { diffWordsWithSpace } from 'diff';
import type { DifferencePart, Document, Quote, Span } from '../model.js';
import { fold } from '../text/fold.js';
import { locate } from './quotes.js';

export const NEAR = {
  /** Share of the words asked about that must stand in the stored ones, in order, to be called near. */
  share: 0.6,
  /** Fewer words than this are never near anything. */
  fewestWords: 4,
} as const;

export interface Match {
  readonly kind: 'exact' | 'normalised';
  readonly quote: Quote;
}

/** The words as they stand in a document; undefined when they do not. */
export function match(document: Document, words: string): Match | undefined {
  const wanted = withoutMarks(words);
  const quote = locate(document, wanted);
  if (quote === undefined) return undefined;
  return { kind: quote.exact === wanted ? 'exact' : 'normalised', quote };
}

/** The words without the quotation marks and ellipses that people put around a quote. */
export function withoutMarks(words: string): string {
  return words
    .trim()
    .replace(/^(?:["“”„«»‘’']|…|\.\.\.|\s)+/u, '')
    .replace(/(?:["“”„«»‘’']|…|\.\.\.|\s)+$/u, '');
}

export interface NearMatch {
  readonly quote: Quote;
  /** Dice coefficient of the words of both sides, 0 to 1: words that only one side has count against it. */
  readonly closeness: number;
  readonly difference: readonly DifferencePart[];
}

/** The run of whole sentences among `sentences` that comes nearest to the words, if any comes near. */
export function nearMatch(document: Document, sentences: readonly Span[], words: string): NearMatch | undefined {
  const asked = withoutMarks(words);
  if (asked.split(/\s+/u).length < NEAR.fewestWords) return undefined;
  const wanted = wordsOf(asked);
  let best: NearMatch | undefined;
  for (const span of runs(sentences, asked.length)) {
    const quote = locate(document, span);
    // Comparing is slow where much differs, as much of it as there may be.
    if (quote === undefined || mostShared(quote.exact, wanted) < NEAR.share) continue;
    const compared = compare(quote.exact, asked);
    if (compared === undefined) continue;
    const { share, closeness, difference } = compared;
    if (share >= NEAR.share && closeness > (best?.closeness ?? 0)) best = { quote, closeness, difference };
  }
  return best;
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

/** The share of the words asked about that stand there in any order: no comparison finds more. */
function mostShared(stored: string, wanted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of wordsOf(stored)) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of wanted) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared += 1;
    left.set(word, count - 1);
  }
  return shared / Math.max(1, wanted.length);
}

function wordsOf(text: string): readonly string[] {
  return fold(text).folded.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words, signs and spaces put in or taken out; what needs more is not near. The time grows with its square. */
const MOST_EDITS = 800;

interface Comparison {
  /** Share of the words asked about that stand there. */
  readonly share: number;
  readonly closeness: number;
  readonly difference: DifferencePart[];
}

function compare(stored: string, asked: string): Comparison | undefined {
  const changes = diffWordsWithSpace(stored, asked, { ignoreCase: true, maxEditLength: MOST_EDITS });
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
  return { share: same / Math.max(1, same + onlyAsked), closeness, difference };
}
