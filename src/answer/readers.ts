/** Opens the reader that comes with the product, or none: an answer without one is better than no answer. */
import path from 'node:path';
import { asVerbatimError } from '../errors.js';
import type { Reader } from './reader.js';
import { openSpanReader } from './span-reader.js';

export interface OpenReaderOptions {
  /** Folder of the bundled models. */
  readonly modelsDir: string;
  /** Threads of one forward pass, 1 and up. Default 2. */
  readonly threads?: number;
}

/** Undefined, with a warning, when the model is missing or not as released. */
export async function openReader(
  { modelsDir, threads }: OpenReaderOptions,
  warn: (message: string, error: string) => void,
): Promise<Reader | undefined> {
  try {
    return await openSpanReader({
      folder: path.join(modelsDir, 'minilm-reader-v1'),
      tokenizerFolder: path.join(modelsDir, 'all-MiniLM-L6-v2'),
      ...(threads !== undefined && { threads }),
    });
  } catch (thrown) {
    warn('The reader cannot be used: answers are chosen without it', asVerbatimError(thrown).message);
    return undefined;
  }
}
