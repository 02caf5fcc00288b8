/**
 * The embedder that comes with the product: all-MiniLM-L6-v2 in 8-bit integers, English, 384 dimensions, no key and no
 * download. It stands alone because its facts (window, pooling, checksum) are released with it, not read from a folder.
 */
import path from 'node:path';
import { RESTORE, releasedChecksum, releasedChecksums, sha256 } from '../inference/model-files.js';
import { openSession } from '../inference/session.js';
import { openTokenizer } from '../inference/tokenizer.js';
import type { Embedder } from './embedder.js';
import { onnxEmbedder } from './onnx.js';

export interface BundledOptions {
  /** The folder `all-MiniLM-L6-v2`; `checksums.json` lies beside it. */
  readonly folder: string;
  /** Threads of one forward pass, 1 and up. Default 2. */
  readonly threads?: number;
  /** How the model is loaded. Default: into the calling thread. */
  readonly openSession?: typeof openSession;
}

/** Facts of the released model; see its README. Trained at 128 tokens, it was published with a window of 256. */
const MODEL = {
  name: 'all-MiniLM-L6-v2-int8',
  file: 'model_int8.onnx',
  window: 256,
  dimensions: 384,
  languages: ['en'],
};

/** Rejects with `not-found` when a file is missing, `provider` when the weights are not those released. */
export async function createBundledEmbedder(options: BundledOptions): Promise<Embedder> {
  const checksum = await releasedChecksum(options.folder, MODEL.file);
  const tokenizer = await openTokenizer(options.folder);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const open = options.openSession ?? openSession;
  const session = await open(path.join(options.folder, MODEL.file), threads);
  return onnxEmbedder({
    session,
    tokenizer,
    pooling: 'mean',
    window: MODEL.window,
    dimensions: MODEL.dimensions,
    prefixes: { query: '', passage: '' },
    fingerprint: `bundled:${MODEL.name}:${checksum.slice(0, 8)}:mean:${MODEL.window}`,
    languages: MODEL.languages,
  });
}

/** One line of `doctor`. */
export interface ModelCheck {
  readonly ok: boolean;
  readonly found: string;
  readonly remedy?: string;
}

/**
 * Compares every file that `checksums.json`, beside the model folder, lists for it. A missing, changed or unlisted
 * folder is a value, not an error.
 */
export async function verifyModelFolder(folder: string): Promise<ModelCheck> {
  const name = path.basename(folder);
  const listed = await releasedChecksums(folder);
  if (listed === undefined) return { ok: false, found: `no checksums for ${name}`, remedy: RESTORE };
  for (const [file, expected] of Object.entries(listed)) {
    const actual = await sha256(path.join(folder, file)).catch(() => undefined);
    if (actual === undefined) return { ok: false, found: `${name}/${file} is missing`, remedy: RESTORE };
    if (actual !== expected) return { ok: false, found: `${name}/${file} differs from the release`, remedy: RESTORE };
  }
  return { ok: true, found: `${name}, ${Object.keys(listed).length} files as released` };
}
