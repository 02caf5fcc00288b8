// An index built at once from a folder as it is now, as far as it can be seen: what an index that lived through kills is
// compared with.
import { rmSync } from 'node:fs';
import { look } from './look.mjs';

const HOST = { owner: 'host', name: 'default' };

/** Builds it in `dataDir`, looks at it, and takes it away again. */
export async function lookAtScratch(program, { dataDir, embedder, corpus, tombstones, sizes }) {
  const now = () => new Date();
  const { fingerprint, dimensions } = embedder;
  const store = program.openWriter({ dataDir, fingerprint, dimensions, ...sizes, now });
  const warn = (message, cause) => {
    throw new Error(message, { cause });
  };
  const writing = program.createWriting({ store, embedder, now, warn });
  const change = { collection: HOST, actor: 'crash' };
  await writing.ingest({ ...change, targets: [corpus.folder], restoreRemoved: true });
  for (const documentId of tombstones) await writing.remove({ ...change, documentId });
  await writing.settle();
  await writing.close();
  const seen = await look(program, { dataDir, embedders: [embedder] });
  rmSync(dataDir, { recursive: true, force: true });
  return seen;
}
