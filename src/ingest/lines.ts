/**
 * The lines of a file as bytes, one at a time. It stands alone because memory must not grow with the file, nor with a
 * line beyond the limit, which `node:readline` would hold whole.
 */
import { createReadStream } from 'node:fs';

export interface RawLine {
  /** From 1. */
  readonly number: number;
  /** Without its newline; empty when too long. */
  readonly bytes: Uint8Array;
  /** Beyond the limit, and so not kept. */
  readonly isTooLong: boolean;
}

const NEWLINE = 0x0a;

/** Lines of `path` in order; rejects as reading the file does. `maxBytes` is the longest line kept. */
export async function* linesOf(path: string, maxBytes: number): AsyncGenerator<RawLine> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  const keep = (piece: Uint8Array): void => {
    length += piece.length;
    if (length <= maxBytes) pieces.push(piece);
    else pieces = [];
  };
  const line = (): RawLine => {
    const isTooLong = length > maxBytes;
    const finished = { number, bytes: isTooLong ? new Uint8Array(0) : Buffer.concat(pieces), isTooLong };
    pieces = [];
    length = 0;
    number++;
    return finished;
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, end));
      yield line();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield line();
}
