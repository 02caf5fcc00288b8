/**
 * The regression gate: asks the development questions of every set and compares each outcome with the one on record, question
 * by question. A measure fails when it fell by more than chance explains (paired bootstrap, 95 %).
 * usage: npm run quality -- [--eval DIR] [--sets squad2,xquad:de] [--record]
 * --record writes the outcomes to eval/figures.json, to be committed with the change that they come from.
 *
 * npm run quality -- --cases cases.jsonl [--data DIR] [--record] instead asks what moderators answered by pointing (see `cases.mjs`)
 * of an index, and fails when one is not answered from that document; with a record beside the file, when one fell.
 */
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { evaluate } from '../dist/src/eval/evaluate.js';
import { readJudgements } from '../dist/src/eval/judgements.js';
import { areaUnderCurve, calibrationError, showsEvidence, wordF1 } from '../dist/src/eval/measures.js';
import { openEngine } from '../dist/src/workers/open-engine.js';
import { checkCases } from './cases.mjs';
import { fellBy, packed, unpacked } from './outcomes.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    eval: { type: 'string', default: path.join(root, '../shared/eval') },
    sets: { type: 'string' },
    cases: { type: 'string' },
    data: { type: 'string', default: 'index-data' },
    record: { type: 'boolean', default: false },
  },
});
const ALL =
  'seeds,squad2,clapnq,nq_gold,xquad,xquad:de,xquad:es,xquad:ru,xquad:zh,ramdocs,multihop_rag,quotesum,scifact';
const FIGURES = path.join(root, 'eval/figures.json');

if (options.cases !== undefined) {
  const dataDir = path.resolve(options.data);
  const fell = await checkCases(options.cases, {
    dataDir,
    record: options.record,
    print: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(fell.length === 0 ? 'nothing fell\n' : `FELL: ${fell.join(', ')}\n`);
  process.exit(fell.length === 0 || options.record ? 0 : 1);
}

const exists = await access(options.eval).then(
  () => true,
  () => false,
);
if (!exists) {
  process.stdout.write(
    `NOTHING MEASURED: there are no question sets at ${options.eval}; name their folder with --eval\n`,
  );
  process.exit(process.env.CI === 'true' ? 1 : 0);
}

/** What is kept of a question: 0 or 1 each; undefined where the measure says nothing about it. */
const MEASURES = {
  hit1: ({ question, ranking }) => question.relevant.length > 0 && [question.relevant.includes(ranking[0])],
  evidence1: (one) => judged(one) && [showsIn(one, 1)],
  evidence3: (one) => judged(one) && [showsIn(one, 3)],
  highlight: ({ question, highlight }) =>
    question.answerable && question.answers.length > 0 && [wordF1(highlight ?? '', question.answers) >= 0.5],
  answered: ({ question, answered }) => question.answerable && [answered],
  refused: ({ question, answered }) => !question.answerable && [!answered],
};
const judged = ({ question }) => question.answerable && question.evidence.length > 0;
const showsIn = ({ unrefusedQuotes, question }, k) =>
  unrefusedQuotes.slice(0, k).some((quote) => showsEvidence(quote, question.evidence));

const part = (value) => (value === undefined ? '–' : value.toFixed(3).replace(/^0(?=\.)/, ''));
const mean = (values) =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
const print = (text) => process.stdout.write(`${text}\n`);

const known = JSON.parse(await readFile(FIGURES, 'utf8').catch(() => '{"sets":{}}'));
const record = {
  measured: new Date().toISOString().slice(0, 10),
  command: 'npm run quality -- --record',
  sets: { ...known.sets },
};
const fallen = [];
let compared = 0;
for (const name of (options.sets ?? ALL).split(',')) {
  const [set, lang = 'en'] = name.split(':');
  const judgements = await readJudgements(path.join(options.eval, set), { lang, split: 'dev' });
  const observations = [];
  await evaluate(judgements, {
    openTemporary: async (dataDir) =>
      openEngine({
        dataDir,
        modelsDir: path.join(root, 'models'),
        embeddings: { kind: 'bundled' },
        warn: (message, error) => process.stderr.write(`${message}: ${error}\n`),
      }),
    onObservation: (one) => observations.push(one),
  });
  const outcomes = outcomesOf(observations);
  report(name, observations, outcomes);
  record.sets[name] = {
    questions: observations.length,
    ...Object.fromEntries(Object.entries(outcomes).map(([measure, values]) => [measure, packed(values)])),
  };
}
if (options.record) await writeFile(FIGURES, `${JSON.stringify(record, null, 2)}\n`);
print(fallen.length === 0 ? `nothing fell (${compared} measures compared)` : `FELL: ${fallen.join('; ')}`);
process.exit(fallen.length === 0 || options.record ? 0 : 1);

function outcomesOf(observations) {
  const all = Object.entries(MEASURES).map(([measure, of]) => [
    measure,
    observations.flatMap((one) => of(one) || []).map(Number),
  ]);
  return Object.fromEntries(all.filter(([, values]) => values.length > 0));
}

function report(name, observations, outcomes) {
  const texts = Object.entries(outcomes).map(([measure, values]) => {
    const before = known.sets[name]?.[measure];
    const old = before === undefined ? undefined : unpacked(before, values.length);
    if (old === undefined) return `${measure} ${part(mean(values))}`;
    compared += 1;
    const { fell, low, high } = fellBy(old, values);
    if (fell) fallen.push(`${name} ${measure} ${part(mean(old))} -> ${part(mean(values))}`);
    const change = mean(values) - mean(old);
    return `${measure} ${part(mean(values))} (${change >= 0 ? '+' : ''}${change.toFixed(3)}, ${low.toFixed(3)} to ${high.toFixed(3)})`;
  });
  const confidences = observations.map(({ question, confidence }) => ({ confidence, positive: question.answerable }));
  const auc = areaUnderCurve(confidences);
  if (auc !== undefined) texts.push(`AUC ${part(auc)}, calibration error ${part(calibrationError(confidences))}`);
  print(`${name}: ${observations.length} questions · ${texts.join(' · ')}`);
}
