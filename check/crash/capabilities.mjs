// Which phases this build of the program has: a phase that is not there is named in the table, and cannot be killed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordEmbedder } from './embedder.mjs';

export async function capabilitiesOf(program) {
  const root = mkdtempSync(join(tmpdir(), 'verbatim-capabilities-'));
  try {
    mkdirSync(join(root, 'docs'));
    writeFileSync(join(root, 'docs', 'a.txt'), 'One sentence is enough.\n');
    await reindex(program, { root, salt: 'one' });
    return { compact: await compacts(program, root), swap: await swaps(program, root) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function compacts(program, root) {
  const { store, writing } = open(program, { root, salt: 'one' });
  await writing.close();
  return typeof store.compact === 'function';
}

/** Earlier programs refuse another model. */
async function swaps(program, root) {
  try {
    await reindex(program, { root, salt: 'two' });
    return true;
  } catch (error) {
    if (error.code === 'fingerprint') return false;
    throw error;
  }
}

async function reindex(program, { root, salt }) {
  const { writing } = open(program, { root, salt });
  try {
    const change = { collection: { owner: 'host', name: 'default' }, actor: 'crash' };
    await writing.ingest({ ...change, targets: [join(root, 'docs')] });
    await writing.reindex(change);
  } finally {
    await writing.close();
  }
}

function open({ openWriter, createWriting }, { root, salt }) {
  const embedder = wordEmbedder(salt);
  const { fingerprint, dimensions } = embedder;
  const now = () => new Date();
  const store = openWriter({ dataDir: join(root, 'data'), fingerprint, dimensions, now });
  return { store, writing: createWriting({ store, embedder, now, warn: () => undefined }) };
}
