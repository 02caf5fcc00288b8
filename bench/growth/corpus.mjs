/**
 * The documents of one size, in the order they are stored: the real ones first, shuffled by a fixed seed, then synthetic
 * ones, together exactly as many passages as asked. Any beginning can be left out, so that a build that stopped goes on.
 */
import { bytesToSentences } from '../../dist/src/index/bytes.js';
import { seededRandom, shuffled } from '../measure/statistics.mjs';
import { indexTerms } from './real.mjs';
import { PASSAGES_A_DOCUMENT, poolOf, syntheticDocument } from './synthetic.mjs';

const ORDER_SEED = 4;

/** Yields `{ at, document }`, from document `from` on, until the corpus has `size` passages. */
export function* corpusOf({ real, size, from = 0 }) {
  let at = 0;
  let left = size;
  for (const document of shuffled(real, seededRandom(ORDER_SEED))) {
    // The corpus ends where it was asked to, so what does not fit whole is passed over.
    if (document.passages.length > left) continue;
    left -= document.passages.length;
    if (at >= from) yield { at, document: storable(document) };
    at += 1;
  }
  const pool = left > 0 ? poolOf(real) : undefined;
  for (let number = 0; left > 0; number++) {
    const length = Math.min(left, PASSAGES_A_DOCUMENT);
    left -= length;
    if (at >= from) yield { at, document: syntheticDocument(pool, number, length) };
    at += 1;
  }
}

/** A real document of the cache as the store's writer takes it. */
function storable({ documentId, draft, digest, passages }) {
  return {
    documentId,
    source: documentId,
    target: 'real',
    draft,
    digest,
    passages: passages.map(({ int8, ...passage }) => ({
      ...passage,
      terms: indexTerms(draft, passage.span),
      sentenceVectors: bytesToSentences(Buffer.from(int8.buffer, int8.byteOffset, int8.length), passage.vector.length),
    })),
  };
}
