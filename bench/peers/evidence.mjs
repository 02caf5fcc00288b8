/**
 * Whether what a system returns shows the evidence within the first words that a reader sees. One definition for all,
 * whether a system returns quotes of a sentence or chunks of a thousand characters.
 *
 * The results' texts are joined in order and cut after `WORDS` words. It counts when at least half the words of one
 * sentence of evidence stand there in one run: the whole sentence, a quote from inside a long one, or the larger part of
 * one that the cut runs through. `comparable` gives the form that both sides are compared in: `src/eval/measures` has it.
 */
export const WORDS = 100;

export function showsWithin(texts, evidence, comparable) {
  const shown = comparable(texts.join(' ')).split(' ').slice(0, WORDS);
  return evidence.some((sentence) => {
    const wanted = comparable(sentence).split(' ');
    return longestRun(shown, wanted) * 2 >= wanted.length;
  });
}

/** Length of the longest run of `wanted` that stands in `shown`, both lists of words. */
export function longestRun(shown, wanted) {
  let longest = 0;
  let before = new Uint16Array(wanted.length + 1);
  for (const word of shown) {
    const runs = new Uint16Array(wanted.length + 1);
    for (let at = 0; at < wanted.length; at++) {
      if (wanted[at] !== word) continue;
      runs[at + 1] = before[at] + 1;
      longest = Math.max(longest, runs[at + 1]);
    }
    before = runs;
  }
  return longest;
}
