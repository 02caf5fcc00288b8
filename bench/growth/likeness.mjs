/**
 * Whether synthetic vectors are as hard to search as real ones: graphs of equally many of each, asked the same real questions
 * with more and more candidates weighed. Sizes beyond the real ones are worth measuring only as long as they are.
 */
import hnswlib from 'hnswlib-node';
import { scan } from '../../dist/src/index/exact.js';
import { HNSW } from '../../dist/src/index/vectors.js';
import { machineLines } from '../measure/machine.mjs';
import { mean, seededRandom, shuffled } from '../measure/statistics.mjs';
import { shareText, table } from '../measure/table.mjs';
import { readSets } from './real.mjs';
import { NEAREST, recallOf } from './recall.mjs';
import { PERTURBATION, perturbed, poolOf } from './synthetic.mjs';

const MOST = 20_000;
const SEED = 20;
/** Candidates weighed. The lowest tell the most apart; the product asks for a hundred, so that it weighs no fewer. */
const WEIGHED = [10, 20, 40, 80, 160];

/** A table: a row a kind of vector, a column a number of candidates. */
export async function likeness({ cacheDir, evalDir, questions, embedder, facts }) {
  const pool = poolOf(readSets({ cacheDir, evalDir }));
  const random = seededRandom(SEED);
  const real = shuffled(pool.passages, random)
    .slice(0, MOST)
    .map(({ vector }) => vector);
  const synthetic = real.map((vector) => perturbed(pool, vector, random));
  const asked = [];
  for (const question of questions) asked.push(await embedder.embedQuery(question));
  const row = (name, vectors) => [name, ...recalls(vectors, asked).map(shareText)];
  const rows = [row('real', real), row(`synthetic, perturbed by ${PERTURBATION}`, synthetic)];
  return [
    ...machineLines(facts),
    `recall@${NEAREST} of ${real.length} vectors, ${questions.length} questions, m ${HNSW.m}, efConstruction ${HNSW.efConstruction}`,
    '',
    table(['<candidates weighed', ...WEIGHED.map(String)], rows),
  ].join('\n');
}

function recalls(vectors, questions) {
  const dimensions = questions[0].length;
  const graph = new hnswlib.HierarchicalNSW('ip', dimensions);
  graph.initIndex({ maxElements: vectors.length, m: HNSW.m, efConstruction: HNSW.efConstruction });
  const matrix = new Float32Array(vectors.length * dimensions);
  for (const [row, vector] of vectors.entries()) {
    graph.addPoint(Array.from(vector), row);
    matrix.set(vector, row * dimensions);
  }
  const tenths = questions.map((question) => scan(matrix, question, NEAREST).at(-1).score);
  return WEIGHED.map((ef) => {
    graph.setEf(ef);
    return mean(
      questions.map((question, at) => {
        const { distances } = graph.searchKnn(Array.from(question), NEAREST);
        const found = distances.map((distance) => ({ score: 1 - distance }));
        return recallOf(found, tenths[at]);
      }),
    );
  });
}
