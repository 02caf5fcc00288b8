#!/usr/bin/env node
/**
 * What an answer costs beside what the reader alone takes for four passages: each question is asked, then its first four
 * passages are read by the same reader, question after question, so that both meet the same machine.
 * usage: npm run bench:answering -- [--eval DIR] [--sets squad2,clapnq] [--questions 150] [--cache DIR]
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { within } from '../dist/src/answer/marks.js';
import { createReading } from '../dist/src/engine/reading.js';
import { openReader } from '../dist/src/index/reader.js';
import { observedIndex, openModels } from '../eval/observing.mjs';
import { machineFacts, machineLines } from './measure/machine.mjs';
import { quantile } from './measure/statistics.mjs';
import { significant, table } from './measure/table.mjs';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    eval: { type: 'string', default: join(root, '../shared/eval') },
    sets: { type: 'string', default: 'squad2,clapnq,multihop_rag' },
    questions: { type: 'string', default: '150' },
    cache: { type: 'string' },
  },
});
const VISIBLE = [{ owner: 'host', name: 'default' }];
const PASSAGES = 4;

if (!existsSync(options.eval)) {
  console.log(`NOTHING MEASURED: there are no question sets at ${options.eval}; name their folder with --eval`);
  process.exit(0);
}
const facts = machineFacts();
const folder =
  options.cache === undefined ? mkdtempSync(join(tmpdir(), 'verbatim-answering-')) : resolve(options.cache);
const models = await openModels();
const rows = [];
try {
  for (const set of options.sets.split(',')) rows.push(await measure(set));
} finally {
  await models.close();
  if (options.cache === undefined) rmSync(folder, { recursive: true, force: true });
}
console.log(machineLines(facts).join('\n'));
console.log(table(['', 'ask p50', 'p95', `reader, ${PASSAGES} passages p50`, 'ask / reader'], rows));
console.log(`peak memory of the process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

async function measure(set) {
  const { questions, dataDir } = await observedIndex(join(options.eval, set), folder);
  const store = openReader({ dataDir });
  const clock = () => performance.now();
  const reading = createReading({ store, embedder: models.embedder, reader: async () => models.reader, clock });
  const [asked, read] = [[], []];
  const step = Math.max(1, Math.floor(questions.length / Number(options.questions)));
  for (const [at, { question }] of questions.filter((_, each) => each % step === 0).entries()) {
    const started = clock();
    await reading.ask({ question, visible: VISIBLE });
    const answered = clock();
    const { hits } = await reading.search({ query: question, limit: PASSAGES, visible: VISIBLE });
    const searched = clock();
    for (const { passage, document } of hits) {
      const sentences = passage.sentences.map((span) => within(passage, span));
      await models.reader.read({ question, title: document.title, passage: passage.text, sentences });
    }
    // The first few pay for what is loaded once.
    if (at >= 5) asked.push(answered - started);
    if (at >= 5) read.push(clock() - searched);
  }
  await store.close();
  const [p50, p95, alone] = [quantile(asked, 0.5), quantile(asked, 0.95), quantile(read, 0.5)];
  const ms = (value) => `${significant(value)} ms`;
  return [`${set}, ${asked.length} questions`, ms(p50), ms(p95), ms(alone), significant(p50 / alone)];
}
