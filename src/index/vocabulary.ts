/**
 * The words of a term table, to be found by how they are written. It stands alone because it is a structure of its own,
 * which knows nothing of postings or of who may see what.
 *
 * Signature hashing: Boytsov, "Indexing Methods for Approximate Dictionary Searching" (ACM JEA 16, 2011). A word's
 * signature has a bit for each letter that occurs in it. An edit changes two bits at most, so almost every word is passed over by
 * one comparison of two integers; the few that are left are compared letter by letter. It beat the deletions of
 * SymSpell, which keeps dozens of keys a word where this keeps its letters and four bytes: a million words take 30 MB and are
 * looked through in some 10 ms.
 */
import { Distance } from '../text/edits.js';

/** A word that is written much like another. */
export interface NearWord {
  readonly text: string;
  /** Insertions, deletions, substitutions and transpositions between the two: Damerau-Levenshtein, no letter edited twice. */
  readonly edits: number;
}

/** Words of one length, their letters one after the other. */
interface Shelf {
  count: number;
  letters: Uint16Array;
  signatures: Int32Array;
}

const FIRST_ROOM = 16;
/** Words that only noise would be near to. */
const LONGEST = 32;

export class Vocabulary {
  /** By length in code units. */
  readonly #shelves: (Shelf | undefined)[] = [];

  /** A word of more than 32 code units is left out. Adding one twice is finding it twice. */
  add(word: string): void {
    const { length } = word;
    if (length === 0 || length > LONGEST) return;
    const shelf = this.#shelfFor(length);
    for (let at = 0; at < length; at++) shelf.letters[shelf.count * length + at] = word.charCodeAt(at);
    shelf.signatures[shelf.count] = signatureOf(word);
    shelf.count += 1;
  }

  /** Every word within `most` edits of `word`, in no order. */
  near(word: string, most: number): NearWord[] {
    const found: NearWord[] = [];
    const distance = new Distance(word);
    const signature = signatureOf(word);
    const shortest = Math.max(1, word.length - most);
    for (let length = shortest; length <= word.length + most; length++) {
      const shelf = this.#shelves[length];
      if (shelf === undefined) continue;
      // Each difference in length is an insertion or a deletion, and those change one bit only.
      const bits = 2 * most - Math.abs(word.length - length);
      for (let at = 0; at < shelf.count; at++) {
        if (bitsOf((shelf.signatures[at] as number) ^ signature) > bits) continue;
        const letters = shelf.letters.subarray(at * length, (at + 1) * length);
        const edits = distance.to(letters, most);
        if (edits <= most) found.push({ text: String.fromCharCode(...letters), edits });
      }
    }
    return found;
  }

  #shelfFor(length: number): Shelf {
    const shelf = this.#shelves[length];
    if (shelf !== undefined && shelf.count < shelf.signatures.length) return shelf;
    const room = shelf === undefined ? FIRST_ROOM : Math.ceil(shelf.count * 1.5);
    const grown = {
      count: shelf?.count ?? 0,
      letters: new Uint16Array(room * length),
      signatures: new Int32Array(room),
    };
    if (shelf !== undefined) {
      grown.letters.set(shelf.letters);
      grown.signatures.set(shelf.signatures);
    }
    this.#shelves[length] = grown;
    return grown;
  }
}

function signatureOf(word: string): number {
  let signature = 0;
  for (let at = 0; at < word.length; at++) signature |= 1 << (word.charCodeAt(at) & 31);
  return signature;
}

/** How many bits are set: the parallel sum of Warren, "Hacker's Delight" (2003), 5-1. */
function bitsOf(value: number): number {
  const pairs = value - ((value >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
