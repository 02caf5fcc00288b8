/**
 * What a summary on a topic holds of what people marked as belonging to it: the share of the marked words that stand in 250
 * words of summary, ours beside the document's first words, random sentences and LexRank, with paired bootstrap intervals.
 * Places are compared, not words: what is shown counts only where it was cut from. Exit 1 unless ours is above each.
 * usage: npm run measure:summaries -- [--eval DIR] [--cache DIR] [--show]
 */
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mean, pairedBootstrap, seededRandom, shuffled } from '../bench/measure/statistics.mjs';
import { shareText, table } from '../bench/measure/table.mjs';
import { centrality } from '../dist/src/answer/centrality.js';
import { openReader } from '../dist/src/index/reader.js';
import { openEngine } from '../dist/src/workers/open-engine.js';
import { observedIndex } from './observing.mjs';
import { firstWords, marksIn, shareOf, upTo, wordsOf } from './summary-shares.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    eval: { type: 'string', default: path.join(root, '../shared/eval') },
    /** Folder that keeps the index of the set between runs. */
    cache: { type: 'string' },
    /** Print each question with what its summary holds. */
    show: { type: 'boolean', default: false },
  },
});

const SET = 'qmsum';
const WORDS = 250;
const SEEDS = [1, 2, 3, 4, 5];
const VISIBLE = [{ owner: 'host', name: 'default' }];
const NAMES = { first: "the document's first words", random: 'random sentences', lexrank: 'LexRank' };
const print = (text) => process.stdout.write(`${text}\n`);

const folder = path.join(options.eval, SET);
const isThere = await access(folder).then(
  () => true,
  () => false,
);
if (!isThere) {
  print(`NOTHING MEASURED: there is no ${SET} at ${options.eval}; name the folder of the question sets with --eval`);
} else {
  const cache = options.cache ?? (await mkdtemp(path.join(tmpdir(), 'verbatim-summaries-')));
  try {
    const { dataDir } = await observedIndex(folder, path.resolve(cache));
    process.exitCode = report(await measure(dataDir, await readTopics())) ? 0 : 1;
  } finally {
    if (options.cache === undefined) await rm(cache, { recursive: true, force: true });
  }
}

/** Questions about one document of which people marked the places; those about the whole of it have no marks. */
async function readTopics() {
  const lines = (await readFile(path.join(folder, 'queries.dev.jsonl'), 'utf8'))
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line)).filter(({ evidence = [], scope }) => evidence.length > 0 && scope);
}

async function measure(dataDir, topics) {
  const others = await withoutTopic(dataDir, new Set(topics.map(({ scope }) => scope)));
  const warn = (message, error) => process.stderr.write(`${message}: ${error}\n`);
  const engine = openEngine({ dataDir, modelsDir: path.join(root, 'models'), embeddings: { kind: 'bundled' }, warn });
  try {
    const measured = [];
    for (const { question, scope, evidence } of topics) {
      const { document, words, summaries } = others.get(scope);
      const marks = marksIn(document.text, words, evidence);
      const reply = await engine.summarize({ about: question, documentId: scope, words: WORDS, visible: VISIBLE });
      const share = (spans) => shareOf(words, marks, spans);
      measured.push({
        question,
        ours: share(reply.citations.map(({ quote }) => quote)),
        first: share(summaries.first),
        random: meanOf(summaries.random.map(share)),
        lexrank: share(summaries.lexrank),
      });
    }
    return measured;
  } finally {
    await engine.close();
  }
}

/** By document, the summaries that do not know the topic; sentences are cut at the last word that there is room for. */
async function withoutTopic(dataDir, ids) {
  const store = openReader({ dataDir });
  const found = new Map();
  await store.snapshot(VISIBLE, async (snapshot) => {
    for (const id of ids) {
      const document = await snapshot.document(id);
      const { spans, vectors } = sentencesOf(await snapshot.passagesOf(id));
      const ranks = centrality(vectors);
      const byRank = [...spans.keys()].sort((left, right) => ranks[right] - ranks[left]);
      const cut = (ordered) => upTo(document.text, ordered, WORDS);
      const summaries = {
        first: [firstWords(document.text, WORDS)],
        random: SEEDS.map((seed) => cut(shuffled(spans, seededRandom(seed)))),
        lexrank: cut(byRank.map((at) => spans[at])),
      };
      found.set(id, { document, words: wordsOf(document.text), summaries });
    }
  });
  await store.close();
  return found;
}

function sentencesOf(passages) {
  const all = passages.flatMap(({ passage, sentenceVectors }) =>
    passage.sentences.map((span, at) => ({ span, vector: sentenceVectors[at] })),
  );
  return { spans: all.map(({ span }) => span), vectors: all.map(({ vector }) => vector) };
}

function meanOf(shares) {
  return Object.fromEntries(Object.keys(shares[0]).map((field) => [field, mean(shares.map((share) => share[field]))]));
}

function report(measured) {
  const value = (name, field) => measured.map((one) => one[name][field]);
  const cell = (name, field) => shareText(mean(value(name, field)));
  let isAbove = true;
  const rows = Object.entries(NAMES).map(([name, heading]) => {
    const differences = ['share', 'possible'].map((field) => {
      const pairs = [{ ours: value('ours', field), theirs: value(name, field) }];
      const { difference, low, high, significance } = pairedBootstrap(pairs);
      isAbove &&= significance === 'above';
      return `+${shareText(difference)} [${shareText(low)}, ${shareText(high)}]`.replace('+-', '-');
    });
    return [
      heading,
      cell(name, 'share'),
      differences[0],
      cell(name, 'possible'),
      differences[1],
      cell(name, 'precision'),
    ];
  });
  const own = ['ours', cell('ours', 'share'), '', cell('ours', 'possible'), '', cell('ours', 'precision')];
  const words = Math.round(mean(value('ours', 'words')));
  if (options.show) for (const { question, ours } of measured) print(`${shareText(ours.possible)} ${question}`);
  print(
    `Summaries of at most ${WORDS} words: ${SET}, ${measured.length} topics, each in one document (ours: ${words} words, as white space parts them)\n`,
  );
  const columns = [
    '<summary',
    'share of the evidence',
    'ours less it [95%]',
    'of what fits',
    'ours less it [95%]',
    'of its words, evidence',
  ];
  print(table(columns, [own, ...rows]));
  print(`\n${isAbove ? 'Above each, beyond chance.' : 'NOT AS PROMISED: ours is not above each beyond chance.'}`);
  return isAbove;
}
