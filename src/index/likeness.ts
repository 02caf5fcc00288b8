/**
 * Which questions are the same question in other words: those that share nearly all of their terms. Alone because gaps, their
 * closings and pointers must agree on it.
 *
 * Two questions are alike when the Jaccard index of their sets of terms (folded, stemmed, without stop words) is at least
 * .8: one of five terms may be missing in the other, and of fewer than five none. Word order does not matter. Questions of
 * stop words alone are compared by those.
 */
import { terms } from '../text/terms.js';

const ALIKE = 0.8;

/** What of a question is compared. Analysed as English, whatever it is in: both sides are. */
export function likenessOf(question: string): ReadonlySet<string> {
  return new Set(terms(question));
}

export function areAlike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (one.size === 0 || other.size === 0) return one.size === other.size;
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  if (small.size < ALIKE * large.size) return false;
  let shared = 0;
  for (const term of small) if (large.has(term)) shared += 1;
  return shared >= ALIKE * (one.size + other.size - shared);
}
