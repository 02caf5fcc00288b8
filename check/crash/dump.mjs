// What an index says of itself in a form that does not depend on how it came to be: no ids of rows, no times. Two
// indexes with equal dumps hold the same documents, passages, vectors and statistics, and answer alike.
import { createHash } from 'node:crypto';

const PLACES = 6;

/** One snapshot, whole. `termsOf(text, language)` is the analysis the index was made with. */
export async function dumpSnapshot(snapshot, { dimensions, termsOf }) {
  const infos = await snapshot.documents();
  const places = new Map();
  const documents = {};
  const vocabulary = new Set();
  for (const { id } of infos) {
    const document = await snapshot.document(id);
    const stored = await snapshot.passagesOf(id);
    const vectors = await vectorsOf(snapshot, stored, dimensions);
    documents[id] = { ...document, passages: stored.map((each, at) => passageOf(each, vectors[at])) };
    for (const { passageId, passage } of stored) {
      places.set(passageId, `${id}#${passage.ordinal}`);
      const about = [document.title, document.publisher, passage.text].filter((part) => part !== undefined);
      for (const term of termsOf(about.join('\n'), document.language)) vocabulary.add(term);
    }
  }
  const { size, languages, fingerprint } = snapshot;
  const lexical = await lexicalOf(snapshot, { vocabulary, places });
  return { fingerprint, size, languages, documents, lexical };
}

/** Cosines with the axes are a vector's components. */
async function vectorsOf(snapshot, stored, dimensions) {
  const ids = stored.map(({ passageId }) => passageId);
  const vectors = stored.map(() => []);
  for (let axis = 0; axis < dimensions; axis++) {
    const along = Float32Array.from({ length: dimensions }, (_, at) => (at === axis ? 1 : 0));
    const cosines = await snapshot.cosines(along, ids);
    for (const [at, cosine] of cosines.entries()) vectors[at].push(rounded(cosine));
  }
  return vectors;
}

function passageOf({ passage, sentenceVectors }, vector) {
  const { ordinal, span, text, sentences } = passage;
  const bytes = sentenceVectors.map((each) => [...each].map((value) => Math.round(value * 127)));
  return { ordinal, span, text, sentences, vector: digestOf(vector), sentenceVectors: digestOf(bytes) };
}

/** Each term with its rarity and a digest of every passage's score: the whole of what BM25 sees. */
async function lexicalOf(snapshot, { vocabulary, places }) {
  const found = {};
  for (const term of [...vocabulary].sort()) {
    const { top, idf } = await snapshot.lexical([term], snapshot.size);
    const scores = top.map(({ passageId, score }) => `${places.get(passageId)} ${rounded(score)}`).sort();
    found[term] = `${rounded(idf.get(term) ?? 0)} ${scores.length} ${digestOf(scores)}`;
  }
  return found;
}

/** The same in a few lines, for keeping: texts and statistics as digests, a line a passage. */
export function compacted({ documents, lexical, ...rest }) {
  const short = Object.entries(documents).map(([id, { text, outline, passages, ...info }]) => [
    id,
    { ...info, text: digestOf([text, outline]), passages: passages.map(passageLine) },
  ]);
  return { ...rest, documents: Object.fromEntries(short), lexical: digestOf(lexical) };
}

function passageLine({ span, sentences, vector, sentenceVectors }) {
  const places = sentences.map(({ start, end }) => `${start}-${end}`).join(',');
  return `${span.start}-${span.end} (${places}) ${vector} ${sentenceVectors}`;
}

/** A hit as a line. */
export function hitLine({ passage, score, lexical, semantic }) {
  return `${passage.documentId}#${passage.ordinal} ${[score, lexical, semantic].map(rounded).join(' ')}`;
}

export function rounded(value) {
  const short = Number(value.toFixed(PLACES));
  return short === 0 ? 0 : short;
}

export function digestOf(value) {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** The first places where two dumps differ, as paths with both values; empty when they are equal. */
export function differences(left, right, { path = '', limit = 5 } = {}) {
  if (left === right) return [];
  const bothObjects = [left, right].every((value) => typeof value === 'object' && value !== null);
  if (!bothObjects) return [`${path}: ${shown(left)} is not ${shown(right)}`];
  const found = [];
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (found.length >= limit) break;
    found.push(...differences(left[key], right[key], { path: `${path}/${key}`, limit: limit - found.length }));
  }
  return found;
}

function shown(value) {
  return (JSON.stringify(value) ?? 'absent').slice(0, 120);
}
