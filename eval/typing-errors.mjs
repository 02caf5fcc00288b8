/** Errors of typing put into questions, by seeded chance. Pure, so that what is measured can be checked by eye. */

/** Words shorter than this stay as they are. */
const SHORTEST = 4;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
/** Damerau's four (1964): a letter mistaken, left out, put in; two letters swapped. */
const SLIPS = [
  (word, at, letter) => word.slice(0, at) + letter + word.slice(at + 1),
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at, letter) => word.slice(0, at) + letter + word.slice(at),
  (word, at) =>
    word.slice(0, at) +
    word
      .slice(at, at + 2)
      .split('')
      .reverse()
      .join('') +
    word.slice(at + 2),
];

/**
 * `text` with so many errors, each in another of its words of four letters and more, unless there are fewer of those.
 * A text without such a word comes back as it is. `random` gives numbers in [0, 1).
 */
export function mistyped(text, errors, random) {
  const words = [...text.matchAll(/\p{L}+/gu)].filter(([word]) => word.length >= SHORTEST);
  if (words.length === 0) return text;
  const counts = new Map();
  let left = [];
  for (let error = 0; error < errors; error++) {
    if (left.length === 0) left = [...words];
    const [chosen] = left.splice(Math.floor(random() * left.length), 1);
    counts.set(chosen, (counts.get(chosen) ?? 0) + 1);
  }
  let result = text;
  for (const [match, count] of [...counts].sort(([one], [other]) => other.index - one.index)) {
    let word = match[0];
    for (let error = 0; error < count; error++) word = slipped(word, random);
    result = result.slice(0, match.index) + word + result.slice(match.index + match[0].length);
  }
  return result;
}

/** A word with one error, never the word itself. */
function slipped(word, random) {
  for (;;) {
    const slip = SLIPS[Math.floor(random() * SLIPS.length)];
    const letter = LETTERS[Math.floor(random() * LETTERS.length)];
    const found = slip(word, Math.floor(random() * word.length), letter);
    if (found !== word) return found;
  }
}
