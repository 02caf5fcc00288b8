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
  /** Bytes of the file up to the end of this line, its newline included. */
  readonly end: number;
}

const NEWLINE = 0x0a;

/** Lines of `path` in order; rejects as reading the file does. `maxBytes` is the longest line kept. */
export async function* linesOf(path: string, maxBytes: number): AsyncGenerator<RawLine> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let number = 1;
  let end = 0;
  const keep = (piece: Uint8Array): void => {
    length += piece.length;
    if (length <= maxBytes) pieces.push(piece);
    else pieces = [];
  };
  const line = (newline: 0 | 1): RawLine => {
    const isTooLong = length > maxBytes;
    end += length + newline;
    const finished = { number, bytes: isTooLong ? new Uint8Array(0) : Buffer.concat(pieces), isTooLong, end };
    pieces = [];
    length = 0;
    number++;
    return finished;
  };
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, start)) {
      keep(chunk.subarray(start, at));
      yield line(1);
      start = at + 1;
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield line(0);
}
