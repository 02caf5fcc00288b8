// What a search must find, worked out the slow and plain way from the texts alone. It shares the analysis of terms with
// the program and nothing else, so that an index that was left in disorder cannot agree with it.
const K1 = 0.9;
const B = 0.4;
const TOLERANCE = 1e-4;

/** The passages of a dump with their terms and vectors, made anew from the texts. */
export async function passagesFromTexts(dump, { embedder, termsOf }) {
  const passages = [];
  for (const [id, { title, publisher, language, passages: stored }] of Object.entries(dump.documents)) {
    const about = [title, publisher].filter((part) => part !== undefined).join('\n');
    const inputs = stored.map(({ text, span, sentences }) => ({
      ...(title === undefined ? {} : { title }),
      sentences: sentences.map(({ start, end }) => text.slice(start - span.start, end - span.start)),
    }));
    const vectors = await embedder.embedPassages(inputs);
    for (const [at, { ordinal, text }] of stored.entries()) {
      const terms = [...(about === '' ? [] : termsOf(about, language)), ...termsOf(text, language)];
      passages.push({ place: `${id}#${ordinal}`, terms, vector: vectors[at].vector });
    }
  }
  return passages;
}

/** BM25 of every passage that shares a term, by place. */
export function lexicalScores(passages, terms) {
  const average = passages.reduce((sum, each) => sum + each.terms.length, 0) / Math.max(1, passages.length);
  const scores = new Map();
  for (const term of terms) {
    const holding = passages.filter((each) => each.terms.includes(term));
    const idf = Math.log(1 + (passages.length - holding.length + 0.5) / (holding.length + 0.5));
    for (const each of holding) {
      const frequency = each.terms.filter((own) => own === term).length;
      const norm = 1 - B + (B * each.terms.length) / average;
      const score = (idf * frequency * (K1 + 1)) / (frequency + K1 * norm);
      scores.set(each.place, (scores.get(each.place) ?? 0) + score);
    }
  }
  return scores;
}

/** The best by cosine, best first. */
export function nearestByScan(passages, vector, limit) {
  const scored = passages.map(({ place, vector: own }) => ({ place, score: dot(own, vector) }));
  return scored.sort((left, right) => right.score - left.score).slice(0, limit);
}

function dot(left, right) {
  return left.reduce((sum, value, at) => sum + value * right[at], 0);
}

/** What is wrong with a ranking, given every true score: a wrong score, an order that falls, or a better one left out. */
export function faultsOfRanking(found, truth, limit) {
  const faults = [];
  for (const { place, score } of found) {
    const right = truth.get(place);
    if (right === undefined || Math.abs(right - score) > TOLERANCE)
      faults.push(`${place} scores ${score}, not ${right}`);
  }
  const best = [...truth.values()].sort((left, right) => right - left).slice(0, limit);
  if (found.length !== best.length) faults.push(`${found.length} found, ${best.length} expected`);
  for (const [at, { score }] of found.entries()) {
    if (Math.abs(score - (best[at] ?? Number.NaN)) > TOLERANCE)
      faults.push(`place ${at + 1} scores ${score}, not ${best[at]}`);
  }
  return faults;
}
