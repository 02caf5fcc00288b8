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

export async function open({ embedding, folder }) {
  const embedder = embedding.asEmbedder();
  const dataDir = join(folder, 'index');
  let store;
  let reading;
  return {
    /** Through the door that documents come in by, until the index is settled and on the disk. */
    async index(documents) {
      const corpus = join(folder, 'corpus.jsonl');
      await writeFile(corpus, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
      await ingest({ embedder, dataDir, corpus });
      store = openReader({ dataDir });
      reading = createReading({ store, embedder, clock: () => performance.now() });
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
    close: () => store.close(),
  };
}

async function ingest({ embedder, dataDir, corpus }) {
  const { fingerprint, dimensions } = embedder;
  const now = () => new Date();
  const store = openWriter({ dataDir, fingerprint, dimensions, now, onWait: () => {} });
  const warn = (message, error) => console.warn(message, error);
  const writing = createWriting({ store, embedder, now, clock: () => performance.now(), warn });
  try {
    const request = { collection: COLLECTION, actor: 'bench', targets: [corpus], restoreRemoved: true };
    const { failed } = await writing.ingest(request);
    if (failed.length > 0) throw new Error(`Expected every document to be stored, but ${failed[0].reason}`);
    await writing.settle();
  } finally {
    await writing.close();
  }
}
