/** OpenAI's embedding models, or any server that speaks their protocol, by way of LangChain's package. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { failure } from '../errors.js';
import type { Embedder } from './embedder.js';
import { loadPeer } from './peer-package.js';
import { remoteEmbedder } from './remote.js';

/** The part of `@langchain/openai` that is used. */
interface OpenAiModule {
  readonly OpenAIEmbeddings: new (fields: {
    model: string;
    maxRetries: number;
    timeout: number;
  }) => EmbeddingsInterface;
}

export interface OpenAiOptions {
  /** For example `text-embedding-3-small`. */
  readonly model: string;
  /** Loads the package; for tests. */
  readonly load?: () => Promise<OpenAiModule>;
}

/** Tokens that every OpenAI embedding model reads: 8,192, less one (platform.openai.com/docs/guides/embeddings). */
const WINDOW = 8191;
const TIMEOUT_MS = 30_000;
const RETRIES = 3;

/**
 * Key and address are that package's own: `OPENAI_API_KEY`, `OPENAI_BASE_URL`. Makes one call to learn the dimensions.
 * A passage is sent twice over, see `remote.ts`. Rejects with `provider`.
 */
export async function createOpenAiEmbedder({ model, load }: OpenAiOptions): Promise<Embedder> {
  const name = `openai:${model}`;
  const { OpenAIEmbeddings } = await loadPeer<OpenAiModule>({
    install: '@langchain/openai@1.5.8',
    neededBy: `VERBATIM_EMBEDDINGS=${name}`,
    load: load ?? (() => import('@langchain/openai')),
  });
  const remedy = 'Check OPENAI_API_KEY, OPENAI_BASE_URL and the name of the model';
  let embeddings: EmbeddingsInterface;
  try {
    embeddings = new OpenAIEmbeddings({ model, maxRetries: RETRIES, timeout: TIMEOUT_MS });
  } catch (cause) {
    throw failure('provider', { what: `${name} could not be opened`, remedy }, cause);
  }
  return remoteEmbedder({ embeddings, name, maxTokens: WINDOW, remedy });
}
