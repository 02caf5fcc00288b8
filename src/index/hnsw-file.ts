/**
 * The format of a saved HNSW graph: how long a file must be by what its header and its lists of links say, and the vectors in
 * it. hnswlib writes through a stream whose errors it does not look at, so a file cut short by a full disk is found only
 * here; and it gives vectors back too slowly to ask it for all of them.
 *
 * Format (hnswlib 0.8, `HierarchicalNSW::saveIndex`): a header, then for each element its links of the lowest level, vector
 * and label in one block, then for each element a length and so many bytes of links of the higher levels.
 */
import { open } from 'node:fs/promises';

/** offsetLevel0, maxElements, count, sizeOfElement, labelOffset, offsetData (8 bytes each), maxLevel, entryPoint (4), then 5 of 8. */
const HEADER = 6 * 8 + 2 * 4 + 5 * 8;
const COUNT_AT = 2 * 8;
const SIZE_AT = 3 * 8;
const LABEL_AT = 4 * 8;
const VECTOR_AT = 5 * 8;
const LENGTH_BYTES = 4;

/** In bytes; -1 when the file ends before it could tell. */
export async function wholeLength(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const header = Buffer.alloc(HEADER);
    if ((await handle.read(header, 0, HEADER, 0)).bytesRead < HEADER) return -1;
    const count = Number(header.readBigUInt64LE(COUNT_AT));
    const begin = HEADER + count * Number(header.readBigUInt64LE(SIZE_AT));
    const { size } = await handle.stat();
    if (begin > size) return -1;
    const links = Buffer.alloc(size - begin);
    await handle.read(links, 0, links.length, begin);
    return endOfLinks(links, count, begin);
  } finally {
    await handle.close();
  }
}

function endOfLinks(links: Buffer, count: number, begin: number): number {
  let at = 0;
  for (let left = count; left > 0; left--) {
    if (at + LENGTH_BYTES > links.length) return -1;
    at += LENGTH_BYTES + links.readUInt32LE(at);
  }
  return begin + at;
}

/** Takes the bytes of a file as they are read, and gives the label and the vector's bytes of each element. */
export class ElementReader {
  readonly #vectorBytes: number;
  readonly #visit: (label: number, vector: Uint8Array) => void;
  #rest: Buffer = Buffer.alloc(0);
  #layout: { readonly size: number; readonly label: number; readonly vector: number } | undefined;
  #left = 0;

  constructor(dimensions: number, visit: (label: number, vector: Uint8Array) => void) {
    this.#vectorBytes = dimensions * Float32Array.BYTES_PER_ELEMENT;
    this.#visit = visit;
  }

  take(chunk: Buffer): void {
    if (this.#layout !== undefined && this.#left === 0) return;
    const bytes = Buffer.concat([this.#rest, chunk]);
    let at = 0;
    if (this.#layout === undefined) {
      if (bytes.length < HEADER) {
        this.#rest = bytes;
        return;
      }
      this.#readHeader(bytes);
      at = HEADER;
    }
    const { size, label, vector } = this.#layout ?? { size: 0, label: 0, vector: 0 };
    for (; this.#left > 0 && at + size <= bytes.length; at += size) {
      const from = at + vector;
      this.#visit(Number(bytes.readBigUInt64LE(at + label)), bytes.subarray(from, from + this.#vectorBytes));
      this.#left -= 1;
    }
    this.#rest = bytes.subarray(at);
  }

  /** A damaged file has no elements: whoever reads it finds out by its checksum. */
  #readHeader(bytes: Buffer): void {
    const size = Number(bytes.readBigUInt64LE(SIZE_AT));
    const label = Number(bytes.readBigUInt64LE(LABEL_AT));
    const vector = Number(bytes.readBigUInt64LE(VECTOR_AT));
    const isSound = label + 8 <= size && vector + this.#vectorBytes <= size && size < 2 ** 20;
    this.#layout = { size, label, vector };
    this.#left = isSound ? Number(bytes.readBigUInt64LE(COUNT_AT)) : 0;
  }
}
