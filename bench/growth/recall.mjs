/** Recall of an approximate search, as a pure function: what counts as found, when passages are equally near. */

/** Recall is of so many. */
export const NEAREST = 10;
/** A float's worth of difference between two ways to sum up a product. */
const TOLERANCE = 1e-5;

/**
 * The share of the `NEAREST` true ones that was found, from the score of the last of them. What scores as high as that is as
 * near, be it another passage: copies are equally good answers.
 */
export function recallOf(found, lastScore) {
  const near = found.filter(({ score }) => score >= lastScore - TOLERANCE).length;
  return Math.min(near, NEAREST) / NEAREST;
}
