/**
 * Fits what makes a claim that contradicts the best answer its rival (`RIVAL` in src/answer/conflicts.ts): pairs of ramdocs'
 * documents that are known to differ, against the pairs of ordinary questions. Prints weights, and by cross-validation what is
 * shown where; which bias to take is a choice between the two, so nothing is written.
 * usage: npm run fit:disagreements -- [--eval DIR] [--cache DIR] [--most 500]
 */
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { table } from '../bench/measure/table.mjs';
import { rivalsOf } from '../dist/src/answer/conflicts.js';
import { gather } from '../dist/src/answer/evidence.js';
import { worthy } from '../dist/src/answer/extractive.js';
import { comparable } from '../dist/src/eval/measures.js';
import { foldOf, minimise, scaling, sigmoid } from './fitting.mjs';
import { observeSet, openModels } from './observing.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    eval: { type: 'string', default: path.join(root, '../shared/eval') },
    cache: { type: 'string' },
    /** Questions of a set, spread evenly over it. */
    most: { type: 'string', default: '500' },
  },
});
const DIFFERING = 'ramdocs';
const ORDINARY = ['squad2', 'clapnq', 'nq_gold'];
const COLUMNS = ['read', 'below', 'passage', 'named'];
/** Of an ordinary question its first pairs only: the many unlikely ones that follow teach nothing. */
const PAIRS = 3;
const PENALTY = 0.001;
const FOLDS = 5;
/** Largest share of any ordinary set that may be shown as disagreeing. */
const LIMITS = [0.03, 0.04, 0.05];
const print = (text) => process.stdout.write(`${text}\n`);

const exists = await access(options.eval).then(
  () => true,
  () => false,
);
if (!exists) {
  print(`NOTHING FITTED: there are no question sets at ${options.eval}; name their folder with --eval`);
} else {
  const questions = await observeAll();
  report(questions);
}

/** Each question of the sets that could be shown as disagreeing, with its conflicting pairs. */
async function observeAll() {
  const models = await openModels();
  const questions = [];
  for (const set of [DIFFERING, ...ORDINARY]) {
    const folder = path.join(options.eval, set);
    const judged = await judgedIn(folder);
    const use = (observed) => {
      const { answers, wrong_answers: wrong = [], doc_answers: told = {} } = judged.get(observed.id);
      const differs = new Set([...answers, ...wrong].map(comparable)).size >= 2;
      if (set !== DIFFERING || differs) questions.push({ set, id: observed.id, pairs: pairsOf(observed, told) });
    };
    await observeSet(folder, { models, most: Number(options.most), cache: options.cache, use });
  }
  await models.close();
  return questions;
}

async function judgedIn(folder) {
  const lines = (await readFile(path.join(folder, 'queries.dev.jsonl'), 'utf8')).split('\n');
  return new Map(lines.filter(Boolean).map((line) => [JSON.parse(line).id, JSON.parse(line)]));
}

function pairsOf({ question, hits, vector, idf, documents, marks }, told) {
  const evidence = worthy(gather(hits, { vector, idf, question, marks }), documents);
  return rivalsOf(question, evidence, documents).map(({ features, documents: [best, rival] }) => ({
    row: COLUMNS.map((column) => features[column]),
    // Documents that nobody judged teach nothing.
    differ: told[best] && told[rival] ? comparable(told[best]) !== comparable(told[rival]) : false,
  }));
}

function fitted(questions) {
  const cases = questions.flatMap(({ set, pairs }) =>
    set === DIFFERING
      ? pairs.filter(({ differ }) => differ).map(({ row }) => ({ row, is: 1 }))
      : pairs.slice(0, PAIRS).map(({ row }) => ({ row, is: 0 })),
  );
  const { mean, deviation } = scaling(cases.map(({ row }) => row));
  const rows = cases.map(({ row }) => [1, ...row.map((value, at) => (value - mean[at]) / deviation[at])]);
  const rivals = cases.filter(({ is }) => is === 1).length;
  const gradientAt = (weights) => {
    const gradient = Float64Array.from(weights, (value, at) => (at === 0 ? 0 : 2 * PENALTY * value));
    for (const [at, { is }] of cases.entries()) {
      // Both kinds weigh the same, however many there are.
      const share = 0.5 / (is === 1 ? rivals : cases.length - rivals);
      const wrong = sigmoid(rows[at].reduce((sum, value, column) => sum + value * weights[column], 0)) - is;
      for (const [column, value] of rows[at].entries()) gradient[column] += share * wrong * value;
    }
    return gradient;
  };
  const [bias, ...scaled] = minimise(gradientAt, COLUMNS.length + 1, { steps: 2000 });
  const weights = scaled.map((value, at) => value / deviation[at]);
  return { weights, bias: bias - weights.reduce((sum, value, at) => sum + value * mean[at], 0) };
}

function surest({ pairs }, { weights, bias }) {
  const sums = pairs.map(({ row }) => row.reduce((sum, value, at) => sum + value * weights[at], bias));
  return Math.max(Number.NEGATIVE_INFINITY, ...sums);
}

function report(questions) {
  const { weights, bias } = fitted(questions);
  print(`Fitted: ${COLUMNS.map((column, at) => `${column} ${weights[at].toFixed(3)}`).join(', ')}`);
  const unseen = questions.map((question) => ({ ...question, fold: foldOf(question.id, FOLDS) }));
  const judged = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = fitted(unseen.filter((one) => one.fold !== fold));
    for (const one of unseen) if (one.fold === fold) judged.push({ set: one.set, sum: surest(one, model) });
  }
  print(`\nShown as disagreeing by ${FOLDS}-fold cross-validation, had nothing been refused\n`);
  const rows = LIMITS.map((limit) => {
    const least = leastSum(judged, limit);
    const shares = [DIFFERING, ...ORDINARY].map((set) => share(judged, set, least).toFixed(3));
    return [limit.toFixed(2), (bias - least).toFixed(2), ...shares];
  });
  print(table(['<at most', 'bias', DIFFERING, ...ORDINARY], rows));
}

/** The lowest sum from which no ordinary set is above the limit. */
function leastSum(judged, limit) {
  const sums = judged.map(({ sum }) => sum).filter(Number.isFinite);
  const allowed = sums.filter((sum) => ORDINARY.every((set) => share(judged, set, sum) <= limit));
  return Math.min(...allowed);
}

function share(judged, set, least) {
  const own = judged.filter((one) => one.set === set);
  return own.length === 0 ? 0 : own.filter(({ sum }) => sum >= least).length / own.length;
}
