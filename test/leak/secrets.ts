/**
 * Words that nobody says by chance: each stands for one thing that some may not see. They look alike, so that a spelling
 * correction which crossed a border would be caught too.
 */
import type { Random } from './random.js';

const LETTERS = 'bcdfghjklmnpqrstvwxz';
const LENGTH = 7;
/** A secret word cut short still tells. Shorter pieces than this cannot be told apart. */
const LEAST = 4;
const SECRET = new RegExp(`zq[${LETTERS}]{${LEAST},${LENGTH}}`, 'g');

export class Secrets {
  readonly #made = new Set<string>();

  constructor(private readonly random: Random) {}

  make(): string {
    for (;;) {
      const letters = Array.from({ length: LENGTH }, () => this.random.pick([...LETTERS])).join('');
      const word = `zq${letters}`;
      const isNew = ![...this.#made].some((other) => other.startsWith(word.slice(0, 2 + LEAST)));
      if (!isNew) continue;
      this.#made.add(word);
      return word;
    }
  }

  /** The secret words in a text: whole, cut short at their end, or with marks put into them. */
  in(text: string): Set<string> {
    const plain = text.toLowerCase().replace(/[*_\\\u200b-\u200f\u2060-\u2069]/g, '');
    const pieces = new Set(plain.match(SECRET) ?? []);
    return new Set([...pieces].flatMap((piece) => this.#wordsOf(piece)));
  }

  #wordsOf(piece: string): string[] {
    if (this.#made.has(piece)) return [piece];
    return [...this.#made].filter((word) => word.startsWith(piece));
  }
}
