/**
 * Fits the ranking of sentences and the confidence on the development questions, tells by cross-validation what they are
 * worth, and writes them to src/answer/coefficients.json.
 * usage: npm run fit -- [--eval DIR] [--cache DIR] [--dry] [--confidence]
 * --confidence keeps the ranking as it is, and reads only the sets that have questions of both kinds.
 */
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CONFIDENCE_FEATURES, questionFeatures } from '../dist/src/answer/confidence.js';
import { keyOf } from '../dist/src/answer/documents.js';
import { gather } from '../dist/src/answer/evidence.js';
import { worthy } from '../dist/src/answer/extractive.js';
import { FEATURES, longness } from '../dist/src/answer/features.js';
import { lookAgain } from '../dist/src/answer/marks.js';
import { areaUnderCurve, calibrationError, reliability, showsEvidence } from '../dist/src/eval/measures.js';
import { dotOf, fitGates, fitRanking, foldOf, gatesValue } from './fitting.mjs';
import { observeSet, openModels } from './observing.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    eval: { type: 'string', default: path.join(root, '../shared/eval') },
    cache: { type: 'string' },
    dry: { type: 'boolean', default: false },
    confidence: { type: 'boolean', default: false },
  },
});

/** Sets, how many of their questions, and how much each weighs. Claims (scifact) are no questions, and weigh less. */
const SETS = {
  squad2: { weight: 1, judgesConfidence: 1 },
  clapnq: { weight: 1, judgesConfidence: 1 },
  multihop_rag: { weight: 1, judgesConfidence: 1 },
  seeds: { weight: 0.3, judgesConfidence: 0.2 },
  nq_gold: { weight: 1, most: 500 },
  xquad: { weight: 1, most: 400 },
  ramdocs: { weight: 1 },
  quotesum: { weight: 1 },
  scifact: { weight: 0.3, most: 300 },
};
/** Those whose own features change with the length of the question; see `longness`. */
const CHANGING = ['read', 'passage', 'semantic', 'lexical'];
const FOLDS = 5;
/** Shares of the answerable questions that are to be answered at each caution, on the mean of the sets that have both kinds. */
const ANSWERED = { strict: 0.75, balanced: 0.915, eager: 0.97 };

const missing = await access(options.eval).then(
  () => false,
  () => true,
);
if (missing) {
  process.stdout.write(
    `NOTHING FITTED: there are no question sets at ${options.eval}; name their folder with --eval\n`,
  );
  process.exit(0);
}

const rowOf = (features, long) => [
  ...FEATURES.map((name) => features[name]),
  ...CHANGING.map((name) => long * features[name]),
];
const scored = (weights, { candidates }) =>
  candidates.map((one) => ({ ...one, score: dotOf(weights, one.row) })).sort((left, right) => right.score - left.score);

const file = path.join(root, 'src/answer/coefficients.json');
const models = await openModels();
const observations = [];
for (const [set, { most, judgesConfidence }] of Object.entries(SETS)) {
  if (options.confidence && !judgesConfidence) continue;
  const use = (observed) => observations.push(prepared(observed, set));
  const cache = options.cache === undefined ? {} : { cache: path.resolve(options.cache) };
  await observeSet(path.join(options.eval, set), { models, ...(most && { most }), ...cache, use });
  process.stderr.write(`read ${set}\n`);
}

function prepared({ hits, documents, marks, vector, idf, ...question }, set) {
  const long = longness(question.question);
  const gathered = gather(hits, { vector, idf, question: question.question, marks });
  const candidates = worthy(gathered, documents).map((evidence) => ({
    row: rowOf(evidence.features, long),
    shows: showsEvidence(evidence.text, question.evidence),
    evidence,
  }));
  const isRanked = question.answerable && question.evidence.length > 0 && candidates.length > 0;
  return { set, question, candidates, documents, isRanked, fold: foldOf(question.id, FOLDS) };
}

const ranked = observations.filter(({ isRanked }) => isRanked);
const countOf = (set) => ranked.filter((one) => one.set === set).length;
const counts = Object.fromEntries(Object.keys(SETS).map((set) => [set, countOf(set)]));
const rankingCases = (part) =>
  part.map(({ set, candidates }) => ({ weight: SETS[set].weight / counts[set], sentences: candidates }));
const stored = JSON.parse(await readFile(file, 'utf8'));
const kept = [
  ...FEATURES.map((name) => stored.ranking.weights[name]),
  ...CHANGING.map((name) => stored.ranking.whenLong[name]),
];
const ranking = options.confidence ? kept : fitRanking(rankingCases(ranked));
const crossRankings = Array.from({ length: FOLDS }, (_, fold) =>
  options.confidence ? kept : fitRanking(rankingCases(ranked.filter((one) => one.fold !== fold))),
);

const print = (text) => process.stdout.write(`${text}\n`);
const share = (values) => values.reduce((sum, value) => sum + Number(value), 0) / Math.max(1, values.length);
const part = (value) => value.toFixed(3).replace(/^0(?=\.)/, '');

print('evidence first, by cross-validation');
for (const set of Object.keys(SETS).filter((name) => counts[name] > 0)) {
  const own = ranked.filter((one) => one.set === set);
  const at = (k) =>
    share(
      own.map((one) =>
        scored(crossRankings[one.fold], one)
          .slice(0, k)
          .some(({ shows }) => shows),
      ),
    );
  print(`  ${set.padEnd(14)} ${own.length} questions  @1 ${part(at(1))}  @3 ${part(at(3))}`);
}

// The second look is at the sentence that this ranking puts first.
const judging = [];
for (const one of observations.filter(({ set, candidates }) => SETS[set].judgesConfidence && candidates.length > 0)) {
  const order = scored(crossRankings[one.fold], one);
  const best = order[0].evidence;
  const { question } = one.question;
  const document = one.documents.get(keyOf(best));
  const read = await lookAgain(models.reader, question, best, document.title);
  const features = questionFeatures(
    question,
    order.map(({ evidence }) => evidence),
    { best, read, document },
  );
  judging.push({
    ...{ set: one.set, fold: one.fold, positive: one.question.answerable },
    near: CONFIDENCE_FEATURES.near.map((name) => features.near[name]),
    stated: CONFIDENCE_FEATURES.stated.map((name) => features.stated[name]),
  });
}
for (const one of judging) {
  const alike = judging.filter((other) => other.set === one.set && other.positive === one.positive).length;
  one.weight = SETS[one.set].judgesConfidence / alike;
}
const gates = fitGates(judging);
const crossGates = Array.from({ length: FOLDS }, (_, fold) => fitGates(judging.filter((one) => one.fold !== fold)));
const judged = judging.map((one) => ({ ...one, confidence: gatesValue(crossGates[one.fold], one) }));

const full = ['squad2', 'clapnq', 'multihop_rag'];
const answeredAt = (threshold, set) =>
  share(judged.filter((one) => one.set === set && one.positive).map(({ confidence }) => confidence >= threshold));
const thresholdFor = (wanted) => {
  const candidates = judged.map(({ confidence }) => confidence).sort((left, right) => right - left);
  return candidates.find((threshold) => share(full.map((set) => answeredAt(threshold, set))) >= wanted) ?? 0;
};
const thresholds = Object.fromEntries(
  Object.entries(ANSWERED).map(([caution, wanted]) => [caution, thresholdFor(wanted)]),
);

print('confidence, by cross-validation');
for (const set of Object.keys(SETS).filter((name) => SETS[name].judgesConfidence)) {
  const own = judged.filter((one) => one.set === set);
  const at = Object.entries(thresholds).map(([caution, threshold]) => {
    const refused = share(own.filter(({ positive }) => !positive).map(({ confidence }) => confidence < threshold));
    return `${caution} answers ${part(answeredAt(threshold, set))} refuses ${part(refused)}`;
  });
  print(`  ${set.padEnd(14)} AUC ${part(areaUnderCurve(own) ?? 0)}  ${at.join('  ')}`);
}
print(`  calibration error ${part(calibrationError(judged) ?? 0)}`);
for (const { count, meanConfidence, share: right } of reliability(judged)) {
  print(`    said ${part(meanConfidence)}, was ${part(right)} (${count})`);
}

const round = (value) => Number(value.toPrecision(4));
const named = (names, weights) => Object.fromEntries(names.map((name, at) => [name, round(weights[at])]));
const whenLong = FEATURES.map((name) =>
  CHANGING.includes(name) ? ranking[FEATURES.length + CHANGING.indexOf(name)] : 0,
);
const coefficients = {
  fitted: {
    on: new Date().toISOString().slice(0, 10),
    command: 'npm run fit',
    data: Object.entries(SETS).map(([set, { most }]) => `${set} dev${most === undefined ? '' : `, ${most} questions`}`),
  },
  ranking: { weights: named(FEATURES, ranking), whenLong: named(FEATURES, whenLong) },
  confidence: Object.fromEntries(
    Object.entries(gates).map(([gate, { bias, weights }]) => [
      gate,
      { bias: round(bias), weights: named(CONFIDENCE_FEATURES[gate], weights) },
    ]),
  ),
  thresholds: Object.fromEntries(Object.entries(thresholds).map(([caution, value]) => [caution, round(value)])),
};
if (options.dry) print(JSON.stringify(coefficients, null, 2));
else await writeFile(file, `${JSON.stringify(coefficients, null, 2)}\n`);
await models.close();
