/**
 * The process that asks: opens the index of one size as the answering thread does, and does what its parent sends, one
 * call after another. A process of its own, so that memory is that of one size, and nothing is at hand from another.
 */
import { openReader } from '../../dist/src/index/reader.js';
import { retrieve } from '../../dist/src/retrieve/hybrid.js';
import { residentBytes } from '../measure/machine.mjs';
import { openEmbedder } from './embedder.mjs';
import { recallOf } from './recall.mjs';
import { serve } from './serve.mjs';
import { HOST } from './store.mjs';

const VISIBLE = [HOST];
/** As many as an answer is chosen from. */
const LIMIT = 10;
/** As many as retrieval takes from each side. */
const CANDIDATES = 100;

const embedder = await openEmbedder();
let reader;

const calls = {
  /** Opens the index and asks every question once, so that what is measured after finds all that stays in memory there. */
  async open({ dataDir, questions }) {
    const vectors = await embedAll(questions);
    reader = openReader({ dataDir });
    for (const [at, question] of questions.entries()) await timed(question, vectors[at]);
  },
  /** Milliseconds of each question: whole, its lexical half, its semantic half. */
  async ask({ questions }) {
    const vectors = await embedAll(questions);
    const times = [];
    for (const [at, question] of questions.entries()) times.push(await timed(question, vectors[at]));
    return times;
  },
  /** Recall of each question. */
  async recall({ questions, tenth }) {
    const vectors = await embedAll(questions);
    return reader.snapshot(VISIBLE, async (snapshot) => {
      const recalls = [];
      for (const [at, vector] of vectors.entries())
        recalls.push(recallOf(await snapshot.nearest(vector, CANDIDATES), tenth[at]));
      return recalls;
    });
  },
  /** Resident bytes of this process. */
  async memory() {
    return residentBytes();
  },
  async close() {
    await reader?.close();
    await embedder.close();
    process.disconnect();
  },
};

async function embedAll(questions) {
  const vectors = [];
  for (const question of questions) vectors.push(await embedder.embedQuery(question));
  return vectors;
}

async function timed(query, vector) {
  const spent = { lexical: 0, semantic: 0 };
  const started = performance.now();
  await reader.snapshot(VISIBLE, (snapshot) =>
    retrieve(clocked(snapshot, spent), { query, vector, limit: LIMIT, embedderLanguages: embedder.languages }),
  );
  return { whole: performance.now() - started, ...spent };
}

/** The snapshot, noting what its two halves take. */
function clocked(snapshot, spent) {
  const clock = async (half, work) => {
    const started = performance.now();
    const result = await work();
    spent[half] += performance.now() - started;
    return result;
  };
  return {
    languages: snapshot.languages,
    lexical: (terms, limit) => clock('lexical', () => snapshot.lexical(terms, limit)),
    // Of a size that is scored whole, both halves are one.
    scoreAll: (terms, vector) => snapshot.scoreAll(terms, vector),
    nearest: (vector, limit) => clock('semantic', () => snapshot.nearest(vector, limit)),
    cosines: (vector, ids) => snapshot.cosines(vector, ids),
    roughCosines: (vector, ids) => snapshot.roughCosines(vector, ids),
    passages: (ids) => snapshot.passages(ids),
  };
}

serve(calls);
