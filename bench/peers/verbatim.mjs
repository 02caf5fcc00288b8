/**
 * Verbatim as a system under measurement: the engine's two halves in this process, without the threads around them,
 * since those would blur whose time and memory it is.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createReading } from '../../dist/src/engine/reading.js';
import { createWriting } from '../../dist/src/engine/writing.js';
import { openReader } from '../../dist/src/index/reader.js';
import { openWriter } from '../../dist/src/index/writer.js';
import { TOP } from './systems.mjs';

const COLLECTION = { owner: 'host', name: 'default' };
const VISIBLE = [COLLECTION];

/** The engine loads its parsers when it first needs one; a peer's library is loaded when it is imported. */
const SMALLEST = {
  id: 'smallest',
  title: 'Smallest',
  text: 'One sentence is enough to load every part of the engine.',
};

export async function open({ embedding, folder }) {
  const embedder = await embedding.asEmbedder();
  await store([SMALLEST], { embedder, folder, name: 'loading' });
  let reader;
  let reading;
  return {
    /** Through the door that documents come in by, until the index is settled and on the disk. */
    async index(documents) {
      const dataDir = await store(documents, { embedder, folder, name: 'index' });
      reader = openReader({ dataDir });
      reading = createReading({ store: reader, embedder, clock: () => performance.now() });
    },
    async search(question) {
      const { hits } = await reading.search({ query: question, limit: TOP, visible: VISIBLE });
      return hits.map(({ document, passage }) => ({ documentId: document.id, text: passage.text }));
    },
    /** The quotes shown had nothing been refused, best first. */
    async ask(question) {
      const { citations } = await reading.ask({ question, visible: VISIBLE, neverRefuse: true });
      return citations.map(({ quote }) => ({ documentId: quote.documentId, text: quote.exact }));
    },
    close: () => reader.close(),
  };
}

/** Gives the folder of the index. */
async function store(documents, { embedder, folder, name }) {
  const corpus = join(folder, `${name}.jsonl`);
  await writeFile(corpus, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
  const dataDir = join(folder, name);
  const { fingerprint, dimensions } = embedder;
  const now = () => new Date();
  const opened = openWriter({ dataDir, fingerprint, dimensions, now, onWait: () => {} });
  const warn = (message, error) => console.warn(message, error);
  const writing = createWriting({ store: opened, embedder, now, clock: () => performance.now(), warn });
  try {
    const request = { collection: COLLECTION, actor: 'bench', targets: [corpus], restoreRemoved: true };
    const { failed } = await writing.ingest(request);
    if (failed.length > 0) throw new Error(`Expected every document to be stored, but ${failed[0].reason}`);
    await writing.settle();
  } finally {
    await writing.close();
  }
  return dataDir;
}
