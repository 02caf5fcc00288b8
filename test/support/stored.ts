/** Small documents with made-up vectors, for tests of stores. */
import { createHash } from 'node:crypto';
import type { NewDocument, NewPassage } from '../../src/index/store.js';
import { terms } from '../../src/text/terms.js';

export const DIMENSIONS = 8;

/** A unit vector that depends on a text alone. */
export function vectorOf(text: string): Float32Array {
  const bytes = createHash('sha256').update(text).digest();
  const raw = Float32Array.from({ length: DIMENSIONS }, (_, at) => bytes.readInt8(at) + 0.5);
  const norm = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0));
  return raw.map((value) => value / norm);
}

/** A document with one passage a line. */
export function documentOf(documentId: string, text: string, extra: Partial<NewDocument> = {}): NewDocument {
  const passages: NewPassage[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const span = { start, end: start + line.length };
    start = span.end + 1;
    if (line === '') continue;
    passages.push({
      span,
      sentences: [span],
      terms: terms(line),
      inputDigest: createHash('sha256').update(line).digest('hex'),
      vector: vectorOf(line),
      sentenceVectors: [vectorOf(line)],
    });
  }
  const draft = { title: `Title of ${documentId}`, text, outline: { headings: [], pageStarts: [] } };
  const digest = createHash('sha256').update(text).digest('hex');
  return { documentId, source: `/docs/${documentId}`, target: '/docs', draft, digest, passages, ...extra };
}
