/**
 * Documents beyond the real ones. Words: whole real sentences, drawn at random until a passage is as long as a real one, so
 * that terms keep their frequencies. Vectors: a real one moved along the difference of two others, which spreads as the real
 * ones do, whatever directions a model uses; PERTURBATION was chosen so that recall there is like that on real ones.
 */
import { createHash } from 'node:crypto';
import { draftDigest } from '../../dist/src/engine/preparing.js';
import { terms } from '../../dist/src/text/terms.js';
import { seededRandom } from '../measure/statistics.mjs';

/**
 * Length of the difference that is added, in units of a mean difference of two real vectors. Lower: near copies of the
 * real ones; higher: noise.
 */
export const PERTURBATION = 0.6;
export const PASSAGES_A_DOCUMENT = 10;

/** What synthetic documents are drawn from. */
export function poolOf(documents) {
  const passages = documents.flatMap(({ passages }) => passages);
  const known = new Map();
  // One string a term, not one an occurrence.
  const intern = (term) => {
    if (!known.has(term)) known.set(term, term);
    return known.get(term);
  };
  const analysed = (text) => ({ text, terms: terms(text, 'en').map(intern), words: text.split(/\s+/).length });
  return {
    passages,
    words: documents.flatMap(({ draft, passages: own }) => own.map(({ span }) => wordsIn(draft, span))),
    sentences: documents.flatMap(({ draft, passages: own }) =>
      own.flatMap((passage) => passage.sentences.map(({ start, end }) => analysed(draft.text.slice(start, end)))),
    ),
    titles: documents.map(({ draft }) => draft.title).filter((title) => title !== undefined && title !== ''),
  };
}

function wordsIn(draft, { start, end }) {
  return draft.text.slice(start, end).split(/\s+/).length;
}

/** Synthetic document `number`, from 0, of `length` passages: the same for the same pool. */
export function syntheticDocument(pool, number, length = PASSAGES_A_DOCUMENT) {
  const next = seededRandom(number);
  const title = pool.titles[below(next, pool.titles.length)];
  const about = terms(title, 'en');
  let text = '';
  const passages = [];
  for (let ordinal = 0; ordinal < length; ordinal++) {
    if (text !== '') text += '\n\n';
    const start = text.length;
    const model = below(next, pool.passages.length);
    const written = writePassage(pool, pool.words[model], next);
    const sentences = written.map(({ text: sentence }) => {
      if (text.length > start) text += ' ';
      const from = text.length;
      text += sentence;
      return { start: from, end: text.length };
    });
    const vector = perturbed(pool, pool.passages[model].vector, next);
    passages.push({
      span: { start, end: text.length },
      sentences,
      terms: [...about, ...written.flatMap((sentence) => sentence.terms)],
      inputDigest: createHash('sha256').update(`synthetic ${number} ${ordinal}`).digest('hex'),
      vector,
      sentenceVectors: sentences.map(() => perturbed(pool, vector, next)),
    });
  }
  const draft = { text, title, language: 'en', outline: { headings: [], pageStarts: [] } };
  const documentId = `synthetic/${number}`;
  return { documentId, source: documentId, target: 'synthetic', draft, digest: draftDigest(draft), passages };
}

function writePassage(pool, words, next) {
  const sentences = [];
  let written = 0;
  while (written < words) {
    const sentence = pool.sentences[below(next, pool.sentences.length)];
    sentences.push(sentence);
    written += sentence.words;
  }
  return sentences;
}

/** A unit vector near `vector`. */
export function perturbed(pool, vector, next) {
  const towards = pool.passages[below(next, pool.passages.length)].vector;
  const from = pool.passages[below(next, pool.passages.length)].vector;
  const moved = new Float32Array(vector.length);
  let square = 0;
  for (let at = 0; at < vector.length; at++) {
    moved[at] = vector[at] + PERTURBATION * Math.SQRT1_2 * (towards[at] - from[at]);
    square += moved[at] * moved[at];
  }
  const scale = 1 / Math.sqrt(square);
  for (let at = 0; at < moved.length; at++) moved[at] *= scale;
  return moved;
}

function below(next, count) {
  return Math.floor(next() * count);
}
