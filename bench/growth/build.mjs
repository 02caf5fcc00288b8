/**
 * Builds the index of one size through the store's own writer, as an ingest would, but for the embedding. A build that was
 * stopped goes on where it stood; one that is there is left alone, but for a graph made with other parameters.
 */
import { mkdirSync } from 'node:fs';
import { openDatabase } from '../../dist/src/index/sqlite.js';
import { HNSW } from '../../dist/src/index/vectors.js';
import { openWriter } from '../../dist/src/index/writer.js';
import { enterWriter, whoWrites } from '../../dist/src/index/writers.js';
import { corpusOf } from './corpus.mjs';
import { readSets } from './real.mjs';
import { dataDirOf, folderOf, HOST, readNote, writeNote } from './store.mjs';

/** Documents between two notes of how far it got, and two lines of progress. */
const STEP = 1_000;

/** `model` has the embedder's fingerprint and dimensions. */
export async function build({ size, cacheDir, evalDir, model, say }) {
  const built = readNote(cacheDir, size, 'built');
  if (built !== undefined) checkModel(built, { model, folder: folderOf(cacheDir, size) });
  if (built !== undefined && hasGraphOfToday(built)) return;
  const dataDir = dataDirOf(cacheDir, size);
  mkdirSync(dataDir, { recursive: true });
  const leave = enterAlone(dataDir);
  try {
    if (built !== undefined) forgetGraphs(dataDir);
    const store = openWriter({ dataDir, ...model, now: () => new Date() });
    await store.adopt({ ...model, choice: JSON.stringify({ kind: 'bundled' }) });
    const putMs = built === undefined ? await putAll({ store, size, cacheDir, evalDir, say }) : built.putMs;
    say(`${size}: merging postings and building the graph`);
    const started = performance.now();
    await store.settle();
    const settleMs = performance.now() - started;
    await store.close();
    const note = { size, graph: JSON.stringify(HNSW), fingerprint: model.fingerprint, putMs, settleMs };
    writeNote(cacheDir, size, { name: 'built', note });
    say(`${size}: built in ${Math.round((putMs + settleMs) / 1000)} s`);
  } finally {
    leave();
  }
}

async function putAll({ store, size, cacheDir, evalDir, say }) {
  const progress = readNote(cacheDir, size, 'progress') ?? { documents: 0, ms: 0 };
  const real = readSets({ cacheDir, evalDir });
  const change = await store.change('ingest', HOST, 'bench');
  let passages = 0;
  let { ms } = progress;
  for (const { at, document } of corpusOf({ real, size, from: progress.documents })) {
    const started = performance.now();
    await change.put(document);
    ms += performance.now() - started;
    passages += document.passages.length;
    if ((at + 1) % STEP !== 0) continue;
    writeNote(cacheDir, size, { name: 'progress', note: { documents: at + 1, ms } });
    say(`${size}: ${at + 1} documents, ${passages} passages`);
  }
  return ms;
}

/** Two builds of one size would only do each other's work. */
function enterAlone(dataDir) {
  const [other] = whoWrites(dataDir, new Date());
  if (other !== undefined) throw new Error(`Process ${other.pid} is already building ${dataDir}`);
  return enterWriter(dataDir, { kind: 'ingest', actor: 'bench', at: new Date() });
}

function checkModel(built, { model, folder }) {
  if (built.fingerprint === model.fingerprint) return;
  throw new Error(
    `Expected vectors of ${model.fingerprint} in ${folder}, found ${built.fingerprint}: delete that folder`,
  );
}

/** How many candidates a search weighs is no part of a graph. */
function hasGraphOfToday({ graph }) {
  const { m, efConstruction } = JSON.parse(graph);
  return m === HNSW.m && efConstruction === HNSW.efConstruction;
}

/** A graph is a cache of the database: one made with other parameters is built again. */
function forgetGraphs(dataDir) {
  const database = openDatabase(dataDir);
  database.exec('DELETE FROM graph');
  database.close();
}
