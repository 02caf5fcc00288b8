/**
 * From the configured choice to an embedder. It stands alone so that a provider's code is loaded only when it was asked
 * for, and so that the worker threads name no provider.
 */
import path from 'node:path';
import type { openSession } from '../inference/session.js';
import type { Embedder } from './embedder.js';

/** What `VERBATIM_EMBEDDINGS` says, parsed. */
export type EmbeddingsChoice =
  | { readonly kind: 'bundled' }
  | { readonly kind: 'openai' | 'ollama'; readonly model: string }
  /** `folder` is absolute. */
  | { readonly kind: 'transformers'; readonly folder: string };

export interface OpenOptions {
  /** Folder of the bundled models. */
  readonly modelsDir: string;
  /** Threads of one forward pass of a local model, 1 and up. Default 2. */
  readonly threads?: number;
  /** How a local model is loaded. Default: into the calling thread. */
  readonly openSession?: typeof openSession;
}

/** Rejects with `not-found`, `malformed`, `unsupported` or `provider`, each saying what to do. */
export async function openEmbedder(choice: EmbeddingsChoice, options: OpenOptions): Promise<Embedder> {
  const { modelsDir, ...session } = options;
  switch (choice.kind) {
    case 'bundled': {
      const { createBundledEmbedder } = await import('./bundled.js');
      return createBundledEmbedder({ folder: path.join(modelsDir, 'all-MiniLM-L6-v2'), ...session });
    }
    case 'transformers': {
      const { createTransformersEmbedder } = await import('./transformers.js');
      return createTransformersEmbedder({ folder: choice.folder, ...session });
    }
    case 'openai': {
      const { createOpenAiEmbedder } = await import('./openai.js');
      return createOpenAiEmbedder({ model: choice.model });
    }
    case 'ollama': {
      const { createOllamaEmbedder } = await import('./ollama.js');
      return createOllamaEmbedder({ model: choice.model });
    }
  }
}
