/**
 * What completing a question from its conversation is worth: whether a relevant document stands among the first, searched
 * for with the last question of a conversation as it was typed and as it was interpreted.
 * usage: npm run measure:conversations -- [--eval DIR] [--cache DIR] [--show]
 */
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mean, pairedBootstrap } from '../bench/measure/statistics.mjs';
import { table } from '../bench/measure/table.mjs';
import { interpret } from '../dist/src/answer/followup.js';
import { readJudgements } from '../dist/src/eval/judgements.js';
import { hitAt } from '../dist/src/eval/measures.js';
import { openEngine } from '../dist/src/workers/open-engine.js';

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    eval: { type: 'string', default: path.join(root, '../shared/eval') },
    /** Folder that keeps the index of the set between runs. */
    cache: { type: 'string' },
    /** Print each question that was completed, and each that gained or lost by it. */
    show: { type: 'boolean', default: false },
  },
});

const SET = 'mtrag_un';
/** Sets whose questions were asked alone: behind the conversation of another question they still stand alone. */
const SINGLE = ['squad2', 'clapnq', 'nq_gold', 'quotesum', 'scifact', 'multihop_rag'];
const FIRST = 5;
/** Passages asked for: enough to hold five documents of several passages each. */
const HITS = 50;
const COLLECTION = { owner: 'host', name: 'default' };
const print = (text) => process.stdout.write(`${text}\n`);

if (!(await exists(path.join(options.eval, SET)))) {
  print(`NOTHING MEASURED: there is no ${SET} at ${options.eval}; name the folder of the question sets with --eval`);
} else {
  const { questions, documents } = await readJudgements(path.join(options.eval, SET), { lang: 'en', split: 'dev' });
  const observed = await withEngine(documents, (engine) => observe(engine, questions));
  const verdict = report(observed);
  await reportSingle();
  print(`\n${verdict.text}`);
  process.exitCode = verdict.isGood ? 0 : 1;
}

/** Each last question of a conversation that has relevant documents, with where they stood both times. */
async function observe(engine, questions) {
  const observations = [];
  for (const { question, history = [], relevant } of questions) {
    if (history.length === 0 || relevant.length === 0) continue;
    const { text, interpretedAs } = interpret(question, history);
    const wanted = new Set(relevant);
    const raw = await ranking(engine, question);
    const interpreted = interpretedAs === undefined ? raw : await ranking(engine, text);
    const found = (documents, first) => hitAt(first, documents, wanted);
    observations.push({
      question,
      interpretedAs,
      raw: found(raw, FIRST),
      interpreted: found(interpreted, FIRST),
      rawFirst: found(raw, 1),
    });
  }
  return observations;
}

async function ranking(engine, query) {
  const { hits } = await engine.search({ query, limit: HITS, visible: [COLLECTION] });
  return [...new Set(hits.map(({ document }) => document.id))];
}

function report(observed) {
  const alone = observed.filter(({ interpretedAs }) => interpretedAs === undefined);
  const groups = [
    ['all with a conversation before', observed],
    ['completed (judged to lean on it)', observed.filter((one) => !alone.includes(one))],
    ['left as they stand', alone],
    [`found among the first ${FIRST} as typed`, observed.filter(({ raw }) => raw)],
    ['found first as typed', observed.filter(({ rawFirst }) => rawFirst)],
  ];
  print(`A relevant document among the first ${FIRST}: ${SET}, last questions of conversations, in English\n`);
  const columns = ['<questions', 'n', 'as typed', 'interpreted', 'difference [95%]', 'gained', 'lost'];
  print(
    table(
      columns,
      groups.filter(([, group]) => group.length > 0).map(([name, group]) => row(name, group)),
    ),
  );
  if (options.show) show(observed);
  const { significance } = bootstrap(observed);
  const lost = changed(observed.filter(({ raw }) => raw)).lost;
  const isGood = significance === 'above' && lost === 0;
  const text = isGood
    ? 'Better, and no question that stood alone got worse.'
    : `NOT AS PROMISED: the difference is ${significance} 0, and ${lost} that were found as typed no longer are.`;
  return { isGood, text };
}

function row(name, group) {
  const { difference, low, high } = bootstrap(group);
  const { gained, lost } = changed(group);
  const interval = `${signed(difference)} [${signed(low)}, ${signed(high)}]`;
  const share = (field) => mean(group.map((one) => Number(one[field]))).toFixed(3);
  return [name, String(group.length), share('raw'), share('interpreted'), interval, String(gained), String(lost)];
}

function bootstrap(group) {
  return pairedBootstrap([{ ours: group.map((one) => one.interpreted), theirs: group.map((one) => one.raw) }]);
}

function changed(group) {
  return {
    gained: group.filter(({ raw, interpreted }) => interpreted && !raw).length,
    lost: group.filter(({ raw, interpreted }) => raw && !interpreted).length,
  };
}

function signed(value) {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
}

function show(observed) {
  for (const { question, interpretedAs, raw, interpreted } of observed) {
    if (interpretedAs === undefined && interpreted) continue;
    const mark = raw === interpreted ? (raw ? ' ' : '0') : interpreted ? '+' : '-';
    print(`${mark} ${question.replace(/\s+/g, ' ')}\n     ${interpretedAs ?? '(left as it stands, and not found)'}`);
  }
}

/** How often a question that was asked alone is completed after all, behind the question and answer of another. */
async function reportSingle() {
  const rows = [];
  for (const set of SINGLE) {
    const folder = path.join(options.eval, set);
    if (!(await exists(folder))) continue;
    const { questions } = await readJudgements(folder, { lang: 'en', split: 'dev' });
    const completed = questions.filter(({ question }, at) => {
      const other = questions[(at + 7) % questions.length];
      const answer = { speaker: 'agent', text: other.evidence[0] ?? '' };
      return interpret(question, [{ speaker: 'user', text: other.question }, answer]).interpretedAs !== undefined;
    });
    rows.push([
      set,
      String(questions.length),
      String(completed.length),
      (completed.length / questions.length).toFixed(3),
    ]);
  }
  if (rows.length === 0) return;
  print(
    '\nQuestions that were asked alone, put behind the conversation of another: how many are completed all the same\n',
  );
  print(table(['<set', 'n', 'completed', 'share'], rows));
}

async function withEngine(documents, work) {
  const own = options.cache ?? (await mkdtemp(path.join(tmpdir(), 'verbatim-conversations-')));
  const dataDir = path.resolve(own, SET);
  const warn = (message, error) => process.stderr.write(`${message}: ${error}\n`);
  const modelsDir = path.join(root, 'models');
  const engine = openEngine({ dataDir, modelsDir, embeddings: { kind: 'bundled' }, warn });
  try {
    if (!(await exists(`${dataDir}.done`))) await index(engine, { documents, dataDir });
    return await work(engine);
  } finally {
    await engine.close();
    if (options.cache === undefined) await rm(own, { recursive: true, force: true });
  }
}

async function index(engine, { documents, dataDir }) {
  await mkdir(dataDir, { recursive: true });
  const file = `${dataDir}.jsonl`;
  await writeFile(file, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  const { failed } = await engine.ingest({ collection: COLLECTION, actor: 'eval', targets: [file] });
  if (failed.length > 0) throw new Error(`${failed.length} documents of ${SET} could not be indexed`);
  await engine.settle();
  await writeFile(`${dataDir}.done`, '');
}

async function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
