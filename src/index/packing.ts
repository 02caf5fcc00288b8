/**
 * Lists of whole numbers as bytes: the forward index of a document and the blocks of a term's postings. Numbers are
 * LEB128 (seven bits a byte, the low ones first), ascending ones stored as differences.
 */

/** How often a term stands in one passage. */
export interface TermCount {
  readonly termId: number;
  readonly frequency: number;
}

/** Postings as two columns; `ids` ascend. */
export interface Postings {
  readonly ids: Uint32Array;
  /** Occurrences in each passage, 1 to 255: more add nothing to a saturated score. */
  readonly frequencies: Uint8Array;
}

/** A block of postings as it is stored. */
export interface PackedPostings {
  readonly count: number;
  readonly data: Uint8Array;
}

const MOST_FREQUENT = 255;

class Packer {
  #bytes = Buffer.allocUnsafe(256);
  #length = 0;

  put(value: number): void {
    if (this.#length + 5 > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  done(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }
}

class Unpacker {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isDone(): boolean {
    return this.#at >= this.bytes.length;
  }

  next(): number {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = this.bytes[this.#at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
      shift += 7;
    }
  }
}

/** The terms of each passage of a document, in the order of its passages; within one, ascending by id. */
export function packForward(passages: readonly (readonly TermCount[])[]): Buffer {
  const packer = new Packer();
  for (const terms of passages) {
    packer.put(terms.length);
    let last = 0;
    for (const { termId, frequency } of terms) {
      packer.put(termId - last);
      packer.put(Math.min(MOST_FREQUENT, frequency));
      last = termId;
    }
  }
  return packer.done();
}

/** Calls `visit` for each posting of a packed forward index; `index` counts passages from 0. */
export function visitForward(
  bytes: Uint8Array,
  visit: (index: number, termId: number, frequency: number) => void,
): void {
  const unpacker = new Unpacker(bytes);
  for (let index = 0; !unpacker.isDone; index++) {
    let termId = 0;
    for (let left = unpacker.next(); left > 0; left--) {
      termId += unpacker.next();
      visit(index, termId, unpacker.next());
    }
  }
}

/** One block of postings: of each its id, less the one before it, then its frequency. Read by `PostingList.unpack`. */
export function packPostings({ ids, frequencies }: Postings): Buffer {
  const packer = new Packer();
  let last = 0;
  for (const [at, id] of ids.entries()) {
    packer.put(id - last);
    packer.put(frequencies[at] ?? 1);
    last = id;
  }
  return packer.done();
}
