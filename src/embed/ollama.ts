/** Embedding models that a local Ollama runs, by way of LangChain's package. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { Embedder } from './embedder.js';
import { loadPeer } from './peer-package.js';
import { remoteEmbedder } from './remote.js';

/** The part of `@langchain/ollama` that is used. */
interface OllamaModule {
  readonly OllamaEmbeddings: new (fields: {
    model: string;
    truncate: boolean;
    maxRetries: number;
  }) => EmbeddingsInterface;
}

export interface OllamaOptions {
  /** For example `nomic-embed-text`; it must have been pulled. */
  readonly model: string;
  /** Loads the package; for tests. */
  readonly load?: () => Promise<OllamaModule>;
}

/** Ollama does not tell a model's window. Its smallest embedding model, all-minilm, reads 256 tokens, special ones included. */
const WINDOW = 254;
const RETRIES = 2;

/**
 * The server's address is that package's own: `OLLAMA_BASE_URL`. Makes one call to learn the dimensions. Text beyond
 * the model's window is an error there, never cut. Rejects with `provider`.
 */
export async function createOllamaEmbedder({ model, load }: OllamaOptions): Promise<Embedder> {
  const name = `ollama:${model}`;
  const { OllamaEmbeddings } = await loadPeer<OllamaModule>({
    install: '@langchain/ollama@1.3.0',
    neededBy: `VERBATIM_EMBEDDINGS=${name}`,
    load: load ?? (() => import('@langchain/ollama')),
  });
  const embeddings = new OllamaEmbeddings({ model, truncate: false, maxRetries: RETRIES });
  const remedy = `Check that Ollama runs at OLLAMA_BASE_URL, and run: ollama pull ${model}`;
  return remoteEmbedder({ embeddings, name, maxTokens: WINDOW, remedy });
}
