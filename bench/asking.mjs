#!/usr/bin/env node
/**
 * Asking while indexing: how long an answer takes with nothing else to do, and while every document is embedded anew.
 * Both are measured in turn, round after round, through the engine and its threads as the bot uses them.
 * usage: npm run bench:asking -- [--rounds 5] [--documents 120] [--json]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '../dist/src/workers/open-engine.js';
import { machineFacts, machineLines } from './measure/machine.mjs';
import { quantile, spread } from './measure/statistics.mjs';
import { significant, table } from './measure/table.mjs';
import { sampleDocuments } from './sample.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    documents: { type: 'string', default: '120' },
    json: { type: 'boolean', default: false },
  },
});
const HOST = { owner: 'host', name: 'default' };
const CHANGE = { collection: HOST, actor: 'bench' };
const QUESTIONS = [
  'who mediated the talks',
  'when was the accord signed',
  'why did the dockers strike',
  'what did the hydrologists find',
  'which bridge was closed',
  'who wrote about the ferry',
];
/** People who ask at the same time have at least this pause between two questions. */
const PAUSE_MS = 20;

const facts = machineFacts();
const folder = mkdtempSync(join(tmpdir(), 'verbatim-asking-'));
const corpus = join(folder, 'corpus');
mkdirSync(corpus);
for (const [name, text] of sampleDocuments(Number(values.documents))) writeFileSync(join(corpus, name), text);

const engine = openEngine({
  dataDir: join(folder, 'data'),
  modelsDir: join(import.meta.dirname, '..', 'models'),
  embeddings: { kind: 'bundled' },
  warn: (message, error) => console.error(message, error),
});
const failures = [];
try {
  await engine.ingest({ ...CHANGE, targets: [corpus] });
  await engine.settle();
  await askUntil(delay(2_000));
  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) rounds.push(await measureRound());
  report(rounds);
} finally {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;

async function measureRound() {
  const started = performance.now();
  const reindex = engine.reindex({ ...CHANGE, full: true });
  const busy = await askUntil(reindex);
  const seconds = (performance.now() - started) / 1_000;
  await engine.settle();
  const idle = await askUntil(delay(seconds * 500));
  return { idle, busy, seconds };
}

/** Asks one question after the other until `end` resolves; gives the milliseconds that each took, from outside. */
async function askUntil(end) {
  let isOver = false;
  const ended = end.finally(() => {
    isOver = true;
  });
  const took = [];
  for (let at = 0; !isOver; at++) {
    const started = performance.now();
    await engine.ask({ visible: [HOST], question: QUESTIONS[at % QUESTIONS.length] }).then(
      () => took.push(performance.now() - started),
      (error) => failures.push(error),
    );
    await delay(PAUSE_MS);
  }
  await ended;
  return took;
}

function delay(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function report(rounds) {
  const of = (kind, part) => rounds.map((round) => quantile(round[kind], part));
  const figures = Object.fromEntries(
    [0.5, 0.95, 0.99].map((part) => [
      `p${part * 100}`,
      {
        idle: spread(of('idle', part)),
        busy: spread(of('busy', part)),
        ratio: spread(rounds.map(({ idle, busy }) => quantile(busy, part) / quantile(idle, part))),
      },
    ]),
  );
  const asked = rounds.reduce((sum, { idle, busy }) => sum + idle.length + busy.length, 0);
  if (values.json) {
    console.log(JSON.stringify({ machine: facts, figures, asked, failures: failures.length }, null, 2));
    return;
  }
  const shown = ({ median, least, most }) => `${significant(median)} (${significant(least)}-${significant(most)})`;
  const rows = Object.entries(figures).map(([name, { idle, busy, ratio }]) => [
    name,
    ...[idle, busy, ratio].map(shown),
  ]);
  console.log(machineLines(facts).join('\n'));
  console.log(
    `${values.documents} documents, ${rounds.length} rounds of a full reindex and of rest, ${asked} questions\n`,
  );
  console.log(table(['<one question, ms', 'idle', 'during a full reindex', 'ratio'], rows));
  console.log(`\nfailures: ${failures.length}${failures.length > 0 ? ` (the first: ${failures[0].message})` : ''}`);
}
