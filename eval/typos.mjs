/**
 * What correcting misspellings is worth: whether a relevant document comes first, searched for with each question as it
 * stands, with errors of typing in it, and with those corrected; and what correcting does to questions without an error.
 * usage: npm run measure:typos -- [--eval DIR] [--cache DIR] [--lang en] [--errors 2] [--seed 1] [--most N] [--show]
 */
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mean, pairedBootstrap, seededRandom } from '../bench/measure/statistics.mjs';
import { table } from '../bench/measure/table.mjs';
import { openEmbedder } from '../dist/src/embed/open.js';
import { find, search } from '../dist/src/engine/finding.js';
import { readJudgements } from '../dist/src/eval/judgements.js';
import { openReader } from '../dist/src/index/reader.js';
import { indexed } from './observing.mjs';
import { mistyped } from './typing-errors.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    eval: { type: 'string', default: path.join(root, '../shared/eval') },
    /** Folder that keeps an index a set between runs; of the same `--lang` only. */
    cache: { type: 'string' },
    lang: { type: 'string', default: 'en' },
    /** Errors in each question. */
    errors: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    /** Questions of a set, spread evenly over it. */
    most: { type: 'string', default: 'Infinity' },
    /** Print each question that was found first as it stands and is not any more. */
    show: { type: 'boolean', default: false },
  },
});

/** How much of hits at 1 two errors in every question may cost, over the sets. */
const MOST_LOST = 0.03;
const COLLECTION = { owner: 'host', name: 'default' };
const print = (text) => process.stdout.write(`${text}\n`);

const sets = await setsIn(options.eval);
if (sets.length === 0) {
  print(`NOTHING MEASURED: there are no question sets at ${options.eval}; name their folder with --eval`);
} else {
  const embedder = await openEmbedder({ kind: 'bundled' }, { modelsDir: path.join(root, 'models') });
  const measured = [];
  for (const set of sets) {
    const observed = await measureSet(set, embedder);
    if (observed.length > 0) measured.push({ set, observed });
  }
  await embedder.close();
  process.exitCode = report(measured) ? 0 : 1;
}

async function setsIn(folder) {
  const names = await readdir(folder).catch(() => []);
  const found = [];
  for (const name of names.sort()) if (await exists(path.join(folder, name, 'queries.dev.jsonl'))) found.push(name);
  return found;
}

/** Each question that has relevant documents, with whether one of them came first. */
async function measureSet(set, embedder) {
  const judgements = await judgementsOf(set);
  const judged = spread((judgements?.questions ?? []).filter(({ relevant }) => relevant.length > 0));
  if (judged.length === 0) return [];
  const own = options.cache ?? (await mkdtemp(path.join(tmpdir(), 'verbatim-typos-')));
  try {
    const dataDir = path.resolve(own, set);
    await indexed(judgements, dataDir);
    const store = openReader({ dataDir });
    const random = seededRandom(Number(options.seed));
    const observed = [];
    for (const { question, relevant } of judged) {
      const wanted = new Set(relevant);
      const first = (text, corrects) => foundFirst({ store, embedder, wanted }, { text, corrects });
      const typed = mistyped(question, Number(options.errors), random);
      observed.push({
        ...{ question, typed },
        clean: await first(question, false),
        cleanCorrected: await first(question, true),
        uncorrected: await first(typed, false),
        corrected: await first(typed, true),
      });
    }
    await store.close();
    return observed;
  } finally {
    if (options.cache === undefined) await rm(own, { recursive: true, force: true });
  }
}

/** Undefined when the set has nothing in this language. */
async function judgementsOf(set) {
  try {
    return await readJudgements(path.join(options.eval, set), { lang: options.lang, split: 'dev' });
  } catch (error) {
    if (error.code === 'empty') return undefined;
    throw error;
  }
}

function spread(questions) {
  const step = Math.max(1, questions.length / Number(options.most));
  return questions.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}

async function foundFirst({ store, embedder, wanted }, { text, corrects }) {
  const searching = { store, embedderOf: async () => embedder };
  return search(searching, { visible: [COLLECTION], text, corrects }, async (asked) => {
    const { hits } = await find(asked, { text: asked.text, limit: 1 });
    return { isFirst: hits.some(({ document }) => wanted.has(document.id)), searchedFor: asked.searchedFor };
  });
}

function report(measured) {
  const share = (observed, field) => mean(observed.map((one) => Number(one[field].isFirst)));
  const changed = (observed) =>
    observed.filter(({ cleanCorrected }) => cleanCorrected.searchedFor !== undefined).length;
  const fields = ['clean', 'uncorrected', 'corrected', 'cleanCorrected'];
  const rows = measured.map(({ set, observed }) => [
    ...[set, String(observed.length), ...fields.map((field) => share(observed, field).toFixed(3))],
    String(changed(observed)),
    interval([observed]),
  ]);
  const all = measured.map(({ observed }) => observed);
  const means = fields.map((field) => mean(all.map((observed) => share(observed, field))));
  const total = all.reduce((sum, { length }) => sum + length, 0);
  const replaced = all.reduce((sum, observed) => sum + changed(observed), 0);
  rows.push(['mean', String(total), ...means.map((one) => one.toFixed(3)), String(replaced), interval(all)]);
  print(`A relevant document first, ${options.errors} errors of typing in every question (${options.lang}, dev)\n`);
  const columns = ['<set', 'n', 'as it stands', 'with errors', 'corrected', 'as it stands, corrected', 'changed'];
  print(table([...columns, 'corrected less as it stands [95%]'], rows));
  if (options.show) for (const { observed } of measured) show(observed);
  const lost = means[0] - means[2];
  const isGood = lost <= MOST_LOST;
  const verdict = isGood ? 'Errors cost' : `NOT AS PROMISED, at most ${MOST_LOST}: errors cost`;
  print(`\n${verdict} ${lost.toFixed(3)} of hits at 1; uncorrected ${(means[0] - means[1]).toFixed(3)}.`);
  return isGood;
}

function interval(sets) {
  const first = (observed, field) => observed.map((one) => one[field].isFirst);
  const pairs = sets.map((observed) => ({ ours: first(observed, 'corrected'), theirs: first(observed, 'clean') }));
  const { difference, low, high } = pairedBootstrap(pairs);
  return `${signed(difference)} [${signed(low)}, ${signed(high)}]`;
}

function signed(value) {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
}

function show(observed) {
  for (const { question, typed, clean, corrected, cleanCorrected } of observed) {
    if (cleanCorrected.searchedFor !== undefined) print(`= ${question}\n    ${cleanCorrected.searchedFor}`);
    if (clean.isFirst && !corrected.isFirst) print(`- ${typed}\n    ${corrected.searchedFor ?? '(as it stands)'}`);
  }
}

async function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}
