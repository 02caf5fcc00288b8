/**
 * Vectors and spans as the bytes that SQLite stores. Little-endian on every machine we run on; one place, so that the
 * formats are read and written by the same code.
 */
import type { Span } from '../model.js';

/** Unit vectors lose at most 1/254 a component as int8: measured, evidence is found as well as with floats. */
const INT8_SCALE = 127;

export function floatsToBytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy, since a database driver's buffers need not be aligned to four bytes. */
export function bytesToFloats(bytes: Buffer): Float32Array {
  const floats = new Float32Array(bytes.byteLength / 4);
  new Uint8Array(floats.buffer).set(bytes);
  return floats;
}

export function sentencesToBytes(vectors: readonly Float32Array[]): Buffer {
  const dimensions = vectors[0]?.length ?? 0;
  const bytes = Buffer.alloc(vectors.length * dimensions);
  for (const [index, vector] of vectors.entries()) {
    for (let at = 0; at < dimensions; at++) {
      bytes.writeInt8(Math.round(Math.max(-1, Math.min(1, vector[at] ?? 0)) * INT8_SCALE), index * dimensions + at);
    }
  }
  return bytes;
}

/** Unit vectors to within a hundredth. Stored again, they give the same bytes. */
export function bytesToSentences(bytes: Buffer, dimensions: number): Float32Array[] {
  const vectors: Float32Array[] = [];
  if (dimensions === 0) return vectors;
  for (let start = 0; start + dimensions <= bytes.length; start += dimensions) {
    const vector = new Float32Array(dimensions);
    for (let at = 0; at < dimensions; at++) vector[at] = bytes.readInt8(start + at) / INT8_SCALE;
    vectors.push(vector);
  }
  return vectors;
}

export function spansToBytes(spans: readonly Span[]): Buffer {
  const pairs = Int32Array.from(spans.flatMap(({ start, end }) => [start, end]));
  return Buffer.from(pairs.buffer);
}

export function bytesToSpans(bytes: Buffer): Span[] {
  const spans: Span[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    spans.push({ start: bytes.readInt32LE(at), end: bytes.readInt32LE(at + 4) });
  }
  return spans;
}
