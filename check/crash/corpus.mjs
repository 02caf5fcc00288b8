// A folder of made-up documents that changes as such folders do, from one seed: the same seed gives the same files and the
// same changes. No two texts are equal, so that what belongs to which document can always be told.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SYLLABLES = ['ba', 'ce', 'dor', 'fel', 'gan', 'hi', 'jor', 'ka', 'lun', 'mer', 'no', 'pra', 'qui', 'ros', 'ten'];
const COMMON = ['the', 'of', 'harbour', 'ferry', 'and', 'key', 'keeper', 'winter', 'was', 'opened', 'by'];
const LINES_FILE = 'lines.jsonl';

/** Mulberry32 by Tommy Ettinger (public domain): small, quick, and equal everywhere. */
export function seeded(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit) => Math.floor(next() * limit);
  const pick = (list) => list[below(list.length)];
  return { next, below, pick };
}

export class Corpus {
  #files = new Map();
  #lines = new Map();
  #serial = 0;

  constructor(folder, random) {
    this.folder = folder;
    this.random = random;
    mkdirSync(folder, { recursive: true });
  }

  /** Ids of all documents, in no special order. */
  get ids() {
    return [...this.#files.keys(), ...this.#lines.keys()];
  }

  add(count) {
    for (let at = 0; at < count; at++) {
      const serial = this.#serial++;
      if (serial % 6 === 5) this.#lines.set(`line-${serial}`, this.#text());
      else this.#write(`${this.random.pick(['', 'deep/', 'deep/er/'])}${serial}.${this.random.pick(['md', 'txt'])}`);
    }
    this.#writeLines();
  }

  /** Some get a sentence more, some a new text. */
  change(count) {
    for (let at = 0; at < count; at++) {
      const id = this.random.pick(this.ids);
      const old = this.#files.get(id) ?? this.#lines.get(id);
      const text = this.random.below(2) === 0 ? `${old}\n\n${this.#sentence()}` : this.#text();
      if (this.#lines.has(id)) this.#lines.set(id, text);
      else this.#write(id, text);
    }
    this.#writeLines();
  }

  /** Deletes documents, but those in `kept`, and never the last ones. */
  drop(count, kept = new Set()) {
    const free = this.ids.filter((id) => !kept.has(id));
    for (let at = 0; at < count && free.length > 5; at++) {
      const [id] = free.splice(this.random.below(free.length), 1);
      if (!this.#lines.delete(id)) {
        this.#files.delete(id);
        rmSync(join(this.folder, id));
      }
    }
    this.#writeLines();
  }

  #write(id, text = this.#text()) {
    this.#files.set(id, text);
    mkdirSync(dirname(join(this.folder, id)), { recursive: true });
    writeFileSync(join(this.folder, id), id.endsWith('.md') ? `# About ${id}\n\n${text}\n` : `${text}\n`);
  }

  #writeLines() {
    const lines = [...this.#lines].map(([id, text]) => `${JSON.stringify({ id, title: `Line ${id}`, text })}\n`);
    if (lines.length > 0) writeFileSync(join(this.folder, LINES_FILE), lines.join(''));
    else rmSync(join(this.folder, LINES_FILE), { force: true });
  }

  #text() {
    return Array.from({ length: 1 + this.random.below(6) }, () =>
      Array.from({ length: 2 + this.random.below(8) }, () => this.#sentence()).join(' '),
    ).join('\n\n');
  }

  #sentence() {
    const words = Array.from({ length: 6 + this.random.below(10) }, () => this.#word());
    const sentence = `${words.join(' ')} ${this.#serial++}.`;
    return sentence.charAt(0).toUpperCase() + sentence.slice(1);
  }

  #word() {
    if (this.random.below(3) === 0) return this.random.pick(COMMON);
    return Array.from({ length: 1 + this.random.below(3) }, () => this.random.pick(SYLLABLES)).join('');
  }
}

/** A question made of words that the documents use. */
export function queryFrom(random) {
  const word = () => (random.below(2) === 0 ? random.pick(COMMON) : random.pick(SYLLABLES) + random.pick(SYLLABLES));
  return Array.from({ length: 2 + random.below(4) }, word).join(' ');
}
