/**
 * How far two words are apart by what a slip of the finger does: a letter left out, put in or mistaken for another, two
 * letters swapped. It stands alone because a vocabulary is searched by it and a misspelling judged by it.
 *
 * Damerau, "A technique for computer detection and correction of spelling errors" (CACM 1964), with no letter
 * edited twice (optimal string alignment).
 */

/** The edits between two words. */
export function editsBetween(one: string, other: string): number {
  return new Distance(one).to(codesOf(other), Math.max(one.length, other.length));
}

/** A word as code units. */
export function codesOf(word: string): Uint16Array {
  return Uint16Array.from(word, (_, at) => word.charCodeAt(at));
}

/** Edits from one word to many: the three rows of the table that are needed are made once. */
export class Distance {
  readonly #word: string;
  #before: Uint8Array;
  #previous: Uint8Array;
  #current: Uint8Array;

  /** `word` has at most 255 code units. */
  constructor(word: string) {
    this.#word = word;
    this.#before = new Uint8Array(word.length + 1);
    this.#previous = new Uint8Array(word.length + 1);
    this.#current = new Uint8Array(word.length + 1);
  }

  /** Anything above `most` when there are more. `letters` are code units. */
  to(letters: Uint16Array, most: number): number {
    const { length } = this.#word;
    for (let at = 0; at <= length; at++) this.#previous[at] = at;
    for (let row = 1; row <= letters.length; row++) {
      if (this.#fill(letters, row) > most) return most + 1;
      const spare = this.#before;
      this.#before = this.#previous;
      this.#previous = this.#current;
      this.#current = spare;
    }
    return this.#previous[length] as number;
  }

  /** One row; the least in it, below which no later row can fall. */
  #fill(letters: Uint16Array, row: number): number {
    const [word, before, previous, current] = [this.#word, this.#before, this.#previous, this.#current];
    const letter = letters[row - 1] as number;
    let left = row;
    let least = row;
    current[0] = row;
    for (let at = 1; at <= word.length; at++) {
      const code = word.charCodeAt(at - 1);
      const replaced = (previous[at - 1] as number) + (code === letter ? 0 : 1);
      let edits = Math.min(replaced, (previous[at] as number) + 1, left + 1);
      const isSwapped = row > 1 && at > 1 && code === letters[row - 2] && word.charCodeAt(at - 2) === letter;
      if (isSwapped) edits = Math.min(edits, (before[at - 2] as number) + 1);
      current[at] = edits;
      left = edits;
      if (edits < least) least = edits;
    }
    return least;
  }
}

/** Whether one word is the other with two letters that stand side by side swapped. */
export function isSwap(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return (
    at + 1 < one.length &&
    one[at] === other[at + 1] &&
    one[at + 1] === other[at] &&
    one.slice(at + 2) === other.slice(at + 2)
  );
}

/** Every word one edit away, each once, for letters that the word's script has: 54 n + 25 of an English word of n letters. */
export function oneEdit(word: string, alphabet: string): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at <= word.length; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (tail.length > 1) found.add(`${head}${tail.charAt(1)}${tail.charAt(0)}${tail.slice(2)}`);
    if (tail !== '') found.add(head + tail.slice(1));
    for (const letter of alphabet) {
      found.add(head + letter + tail);
      if (tail !== '') found.add(head + letter + tail.slice(1));
    }
  }
  found.delete(word);
  return found;
}
