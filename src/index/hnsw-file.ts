/**
 * How long a saved HNSW graph must be, by what its header and its lists of links say. hnswlib writes through a stream
 * whose errors it does not look at, so a file cut short by a full disk is found only here.
 *
 * Format (hnswlib 0.8, `HierarchicalNSW::saveIndex`): a header, then for each element its links of the lowest level, vector
 * and label in one block, then for each element a length and so many bytes of links of the higher levels.
 */
import { open } from 'node:fs/promises';

/** offsetLevel0, maxElements, count, sizeOfElement, labelOffset, offsetData (8 bytes each), maxLevel, entryPoint (4), then 5 of 8. */
const HEADER = 6 * 8 + 2 * 4 + 5 * 8;
const COUNT_AT = 2 * 8;
const SIZE_AT = 3 * 8;
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
