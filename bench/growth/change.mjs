/** The process that changes: adds a document through the writing half of the engine, and takes it away again. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWriting } from '../../dist/src/engine/writing.js';
import { openWriter } from '../../dist/src/index/writer.js';
import { openEmbedder } from './embedder.mjs';
import { serve } from './serve.mjs';
import { HOST } from './store.mjs';

const model = await openEmbedder();
const folder = mkdtempSync(join(tmpdir(), 'verbatim-growth-'));
const spent = { embedMs: 0 };
let writing;

/** The embedder as it is, noting what it takes. */
const embedder = {
  ...model,
  async embedPassages(inputs, signal) {
    const started = performance.now();
    const embedded = await model.embedPassages(inputs, signal);
    spent.embedMs += performance.now() - started;
    return embedded;
  },
};

serve({
  async open({ dataDir }) {
    const { fingerprint, dimensions } = model;
    const store = openWriter({ dataDir, fingerprint, dimensions, now: () => new Date() });
    const choice = JSON.stringify({ kind: 'bundled' });
    writing = createWriting({ store, embedder, choice, now: () => new Date(), warn });
  },
  /** Milliseconds until it is stored, until the change is over, and of the embedding alone; a file of that text is added. */
  async add({ name, text }) {
    const file = join(folder, name);
    writeFileSync(file, text);
    spent.embedMs = 0;
    let storedMs = 0;
    const started = performance.now();
    const request = { collection: HOST, actor: 'bench', targets: [file], restoreRemoved: true };
    const { added } = await writing.ingest(request, ({ kind }) => {
      if (kind === 'added') storedMs = performance.now() - started;
    });
    const wholeMs = performance.now() - started;
    if (added.length !== 1) throw new Error(`Expected ${name} to be added, got ${added.length} documents`);
    return { documentId: added[0].documentId, passages: added[0].passages, storedMs, wholeMs, ...spent };
  },
  async remove({ documentId }) {
    const started = performance.now();
    await writing.remove({ collection: HOST, actor: 'bench', documentId });
    return { ms: performance.now() - started };
  },
  async close() {
    await writing?.close();
    await model.close();
    rmSync(folder, { recursive: true, force: true });
    process.disconnect();
  },
});

function warn(message, error) {
  process.stderr.write(`${message}: ${error instanceof Error ? error.message : String(error)}\n`);
}
