/**
 * Sources that disagree: of the questions whose documents differ (ramdocs), how many are shown as disagreeing, how many of the
 * right answers are shown, and how often a wrong one stands alone; and of ordinary questions, how many are shown as disagreeing.
 * usage: npm run measure:disagreements -- [--eval DIR] [--cache DIR] [--most 500] [--show]
 */
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { comparable } from '../dist/src/eval/measures.js';
import { openEngine } from '../dist/src/workers/open-engine.js';
import { observedIndex } from './observing.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    eval: { type: 'string', default: path.join(root, '../shared/eval') },
    cache: { type: 'string' },
    most: { type: 'string', default: '500' },
    show: { type: 'boolean', default: false },
  },
});
const ORDINARY = ['squad2', 'nq_gold', 'clapnq'];

const exists = await access(options.eval).then(
  () => true,
  () => false,
);
if (!exists) {
  process.stdout.write(
    `NOTHING MEASURED: there are no question sets at ${options.eval}; name their folder with --eval\n`,
  );
  process.exit(0);
}
const cache =
  options.cache === undefined
    ? await mkdtemp(path.join(tmpdir(), 'verbatim-disagreements-'))
    : path.resolve(options.cache);
const print = (text) => process.stdout.write(`${text}\n`);
const part = (of, all) => (all === 0 ? '–' : (of / all).toFixed(3).replace(/^0(?=\.)/, ''));
const shows = (reply, answer) =>
  reply.citations.some(({ quote }) => comparable(quote.exact).includes(comparable(answer)));

try {
  await differing();
  for (const set of ORDINARY) await ordinary(set);
} finally {
  if (options.cache === undefined) await rm(cache, { recursive: true, force: true });
}

async function asked(set, use) {
  const folder = path.join(options.eval, set);
  const { dataDir, questions } = await observedIndex(folder, cache);
  const raw = (await readFile(path.join(folder, 'queries.dev.jsonl'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '');
  const judged = new Map(raw.map((line) => JSON.parse(line)).map((one) => [one.id, one]));
  const engine = openEngine({
    dataDir,
    modelsDir: path.join(root, 'models'),
    embeddings: { kind: 'bundled' },
    warn: (message, error) => process.stderr.write(`${message}: ${error}\n`),
  });
  const step = Math.max(1, questions.length / Number(options.most));
  for (let at = 0; at < questions.length; at += step) {
    const { id, question } = questions[Math.floor(at)];
    use(await engine.ask({ question, visible: [{ owner: 'host', name: 'default' }] }), judged.get(id));
  }
  await engine.close();
}

async function differing() {
  const count = { all: 0, shown: 0, gold: 0, goldShown: 0, wrongShown: 0, wrongAlone: 0 };
  await asked('ramdocs', (reply, { answers, wrong_answers: wrong = [] }) => {
    const disagrees = reply.disagreements.length > 0;
    if (new Set([...answers, ...wrong].map(comparable)).size >= 2) {
      count.all += 1;
      count.shown += Number(disagrees);
      if (options.show && !disagrees) print(`  missed: ${reply.question} (${[...answers, ...wrong].join(' / ')})`);
    }
    count.gold += answers.length;
    count.goldShown += answers.filter((answer) => shows(reply, answer)).length;
    const misled = wrong.some((answer) => shows(reply, answer));
    count.wrongShown += Number(misled);
    count.wrongAlone += Number(misled && !disagrees && !answers.some((answer) => shows(reply, answer)));
  });
  print(`ramdocs: ${count.all} questions whose documents differ, shown as disagreeing ${part(count.shown, count.all)}`);
  print(`  right answers shown ${part(count.goldShown, count.gold)} of ${count.gold}`);
  print(`  a wrong answer shown to ${count.wrongShown} questions, to ${count.wrongAlone} of them without another side`);
}

async function ordinary(set) {
  const count = { all: 0, shown: 0 };
  await asked(set, (reply) => {
    count.all += 1;
    count.shown += Number(reply.disagreements.length > 0);
    if (options.show && reply.disagreements.length > 0) {
      print(`  ${reply.question}: ${reply.disagreements[0].positions.map(({ claim }) => claim).join(' / ')}`);
    }
  });
  print(`${set}: ${count.all} questions, shown as disagreeing ${part(count.shown, count.all)}`);
}
