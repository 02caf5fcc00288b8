import type { Embedder } from '../../src/embed/embedder.js';

export interface WordEmbedderOptions {
  /** Awaited before passages are embedded, with how many they are. */
  readonly onPassages?: (count: number, signal?: AbortSignal) => Promise<void> | void;
}

/** A deterministic embedder without a model; another `salt` is another model. */
export function wordEmbedder(salt?: string, options?: WordEmbedderOptions): Embedder;
