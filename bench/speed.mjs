#!/usr/bin/env node
/**
 * How fast passages are indexed, beside what the embedding model alone takes for the same passages, and where the time of
 * one question goes. Everything is measured in this one run, in turn; figures are medians with their range.
 * usage: npm run bench
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBundledEmbedder } from '../dist/src/embed/bundled.js';
import { createReading } from '../dist/src/engine/reading.js';
import { createWriting } from '../dist/src/engine/writing.js';
import { openReader } from '../dist/src/index/reader.js';
import { openWriter } from '../dist/src/index/writer.js';
import { openSessionBeside } from '../dist/src/workers/session-beside.js';
import { machineFacts, machineLines } from './measure/machine.mjs';
import { quantile, spread } from './measure/statistics.mjs';
import { sampleDocuments } from './sample.mjs';

const facts = machineFacts();
const ROUNDS = 5;
const DOCUMENTS = 120;
const QUESTIONS = [
  'who mediated the talks',
  'when was the accord signed',
  'why did the dockers strike',
  'what did the hydrologists find',
];
const HOST = { owner: 'host', name: 'default' };
const root = join(import.meta.dirname, '..');

const model = { folder: join(root, 'models', 'all-MiniLM-L6-v2'), threads: 1 };
const embedder = await createBundledEmbedder(model);
/** As the indexing thread has it. */
const beside = await createBundledEmbedder({ ...model, openSession: openSessionBeside });
const folder = mkdtempSync(join(tmpdir(), 'verbatim-bench-'));
const corpus = join(folder, 'corpus');
mkdirSync(corpus);
for (const [name, text] of sampleDocuments(DOCUMENTS)) writeFileSync(join(corpus, name), text);

/** The embedder beside, noting what it is asked for. */
function noting() {
  const asked = [];
  const embedPassages = (inputs, signal) => {
    asked.push(...inputs);
    return beside.embedPassages(inputs, signal);
  };
  return { asked, embedder: { ...beside, embedPassages } };
}

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const rounds = [];
for (let round = 0; round < ROUNDS; round++) {
  const dataDir = join(folder, `data-${round}`);
  const { asked, embedder: noted } = noting();
  const store = openWriter({
    dataDir,
    fingerprint: embedder.fingerprint,
    dimensions: embedder.dimensions,
    now: () => new Date(),
  });
  const writing = createWriting({
    store,
    embedder: noted,
    now: () => new Date(),
    warn: () => {},
  });
  const ms = await timed(async () => {
    await writing.ingest({ collection: HOST, actor: 'bench', targets: [corpus] });
    await writing.settle();
  });
  await writing.close();
  const aloneMs = await timed(() => embedder.embedPassages(asked));
  rounds.push({ perSecond: (asked.length / ms) * 1000, ratio: ms / aloneMs, passages: asked.length });
}
await beside.close();

const store = openReader({
  dataDir: join(folder, 'data-0'),
});
const reading = createReading({ store, embedder, clock: () => performance.now() });
const timings = [];
for (let round = 0; round < 50; round++) {
  for (const question of QUESTIONS) {
    const { timingsMs } = await reading.ask({ visible: [HOST], question });
    if (round > 0) timings.push(timingsMs);
  }
}
await store.close();
await embedder.close();
rmSync(folder, { recursive: true, force: true });

console.log(machineLines(facts).join('\n'));
console.log(
  `corpus: ${DOCUMENTS} documents, ${rounds[0].passages} passages; ${ROUNDS} rounds; one thread for the model\n`,
);
console.log(
  row(
    'indexed, passages a second',
    rounds.map(({ perSecond }) => perSecond),
    1,
  ),
);
console.log(
  row(
    'indexing / embedding alone',
    rounds.map(({ ratio }) => ratio),
    3,
  ),
);
console.log('\none question, ms                    p50      p95');
for (const part of ['embed', 'search', 'read', 'total']) {
  const took = timings.map((timing) => timing[part]);
  const at = (share) => quantile(took, share).toFixed(1).padStart(8);
  console.log(`${part.padEnd(32)}${at(0.5)} ${at(0.95)}`);
}

function row(name, values, digits) {
  const { median, least, most } = spread(values);
  const text = (value) => value.toFixed(digits);
  return `${name.padEnd(32)}${text(median).padStart(8)}   (${text(least)} to ${text(most)})`;
}
