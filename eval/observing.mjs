/** What retrieval and the reader make of judged questions: the material that the models of an answer are fitted on. */
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { markPassages } from '../dist/src/answer/marks.js';
import { openReader as openAnswerReader } from '../dist/src/answer/readers.js';
import { openEmbedder } from '../dist/src/embed/open.js';
import { documentsOf, find, search } from '../dist/src/engine/finding.js';
import { readJudgements } from '../dist/src/eval/judgements.js';
import { openReader } from '../dist/src/index/reader.js';
import { openEngine } from '../dist/src/workers/open-engine.js';

const modelsDir = path.resolve(import.meta.dirname, '../models');
const COLLECTION = { owner: 'host', name: 'default' };
const HITS = 10;

/** Opens the bundled models once for many sets. */
export async function openModels() {
  const embedder = await openEmbedder({ kind: 'bundled' }, { modelsDir });
  const reader = await openAnswerReader({ modelsDir }, (message, error) => {
    throw new Error(`${message}: ${error}`);
  });
  return { embedder, reader, close: async () => Promise.all([embedder.close(), reader.close()]) };
}

/**
 * Calls `use` for every question of a set, or for `most` spread evenly over it, with what retrieval and the reader brought.
 * The set is indexed in `cache` unless it is there already; without `cache`, in a folder that is deleted afterwards.
 */
export async function observeSet(folder, { models, most = Infinity, cache, use }) {
  const judgements = await readJudgements(folder, { lang: 'en', split: 'dev' });
  const own = cache === undefined ? await mkdtemp(path.join(tmpdir(), 'verbatim-fit-')) : cache;
  const dataDir = path.join(own, judgements.set);
  try {
    await indexed(judgements, dataDir);
    const store = openReader({ dataDir });
    for (const question of spread(judgements.questions, most)) {
      use(await observed({ store, models }, question), judgements.set);
    }
    await store.close();
  } finally {
    if (cache === undefined) await rm(own, { recursive: true, force: true });
  }
}

/** The questions of a set, and the folder of its index under `cache`, made unless it is there. */
export async function observedIndex(folder, cache) {
  const judgements = await readJudgements(folder, { lang: 'en', split: 'dev' });
  const dataDir = path.join(cache, judgements.set);
  await indexed(judgements, dataDir);
  return { questions: judgements.questions, dataDir };
}

export async function indexed({ documents }, dataDir) {
  const done = `${dataDir}.done`;
  if (
    await access(done).then(
      () => true,
      () => false,
    )
  )
    return;
  await mkdir(dataDir, { recursive: true });
  const file = `${dataDir}.jsonl`;
  await writeFile(file, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  const engine = openEngine({ dataDir, modelsDir, embeddings: { kind: 'bundled' }, warn: () => undefined });
  await engine.ingest({ collection: COLLECTION, actor: 'fit', targets: [file] });
  await engine.settle();
  await engine.close();
  await writeFile(done, '');
}

function spread(questions, most) {
  if (questions.length <= most) return questions;
  return Array.from({ length: most }, (_, at) => questions[Math.floor((at * questions.length) / most)]);
}

async function observed({ store, models }, question) {
  const { embedder, reader } = models;
  const searching = { store, embedderOf: async () => embedder };
  const asked = { visible: [COLLECTION], text: question.question };
  const found = await search(searching, asked, async (within) => {
    const retrieval = await find(within, { text: question.question, limit: HITS });
    return { vector: within.vector, ...retrieval, documents: await documentsOf(within.snapshot, retrieval.hits) };
  });
  const marks = await markPassages(reader, question.question, found.hits);
  return { ...question, ...found, marks };
}
