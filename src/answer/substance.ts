/**
 * What sentences tell: the terms a text keeps coming back to and most of its sentences do not have (Luhn 1958; Nenkova and
 * Vanderwende 2005). It stands alone because similarity cannot see it: small talk is like all other small talk.
 */
import { wordCount } from '../text/spans.js';
import { terms } from '../text/terms.js';
import { type Documents, keyOf } from './documents.js';
import type { SummarySentence } from './summary-sentence.js';

/** Told a word to this power: 1 would favour the shortest sentences, 0 the longest. */
const LENGTH = 0.8;

/** One number a sentence, 0 to 1, comparable among these sentences. */
export function substance(sentences: readonly SummarySentence[], documents: Documents): number[] {
  const held = sentences.map((one) => terms(one.text, documents.get(keyOf(one))?.language));
  const occurrences = counted(held.flat());
  const frequency = counted(held.flatMap((own) => [...new Set(own)]));
  const weight = (term: string): number => {
    const found = frequency.get(term) ?? 0;
    const rarity = Math.log(1 + (sentences.length - found + 0.5) / (found + 0.5));
    return Math.log(1 + (occurrences.get(term) ?? 0)) * rarity;
  };
  const told = sentences.map(({ text }, at) => {
    const sum = [...new Set(held[at])].reduce((total, term) => total + weight(term), 0);
    return sum / Math.max(1, wordCount(text)) ** LENGTH;
  });
  const highest = told.reduce((most, value) => Math.max(most, value), Number.EPSILON);
  return told.map((value) => value / highest);
}

function counted(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
