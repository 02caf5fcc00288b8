/**
 * An embedder over any LangChain `Embeddings` that answers over the network. It stands alone because such a model gives
 * one vector a text and nothing inside it: a sentence's vector is asked for as a text of its own.
 */
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import { asVerbatimError, failure } from '../errors.js';
import { refuseAborted } from '../inference/batches.js';
import { normalised } from '../inference/pooling.js';
import { splitToFit } from '../text/split.js';
import type { Embedder, PassageEmbedding, PassageInput } from './embedder.js';
import { estimateTokens } from './token-estimate.js';

export interface RemoteOptions {
  readonly embeddings: EmbeddingsInterface;
  /** How the choice is written in the configuration: `openai:MODEL`. Begins the fingerprint and every error. */
  readonly name: string;
  /** Most tokens of one text, as estimated from above. */
  readonly maxTokens: number;
  /** What to check when a call fails, as a phrase without a final stop. */
  readonly remedy: string;
}

/** Passages asked for in one call, with their sentences: about a hundred texts, far below any provider's limit. */
const PASSAGES_PER_CALL = 16;

/**
 * Asks once for the vector of one word, to learn the number of dimensions. Embedding a passage sends its words twice,
 * once whole and once sentence by sentence, in the same call: it costs about double what the passage alone would.
 */
export async function remoteEmbedder(options: RemoteOptions): Promise<Embedder> {
  const [probe] = await vectorsOf(options, ['dimensions']);
  const dimensions = probe?.length ?? 0;
  const checked = { ...options, dimensions };
  return {
    fingerprint: `${encodeURI(options.name)}:${dimensions}`,
    dimensions,
    maxTokens: options.maxTokens,
    languages: [],
    countTokens: estimateTokens,
    async embedPassages(inputs, signal) {
      const passages: PassageEmbedding[] = [];
      for (let at = 0; at < inputs.length; at += PASSAGES_PER_CALL) {
        refuseAborted(signal);
        passages.push(...(await embedTogether(checked, inputs.slice(at, at + PASSAGES_PER_CALL))));
      }
      return passages;
    },
    async embedQuery(text) {
      const query = cutToWindow(text, options.maxTokens);
      const vector = await guarded(options, () => options.embeddings.embedQuery(query));
      return unit(checked, vector);
    },
    close: async () => undefined,
  };
}

type Checked = RemoteOptions & { readonly dimensions: number };

async function embedTogether(options: Checked, inputs: readonly PassageInput[]): Promise<PassageEmbedding[]> {
  const texts = inputs.flatMap((input) => [whole(input, options.maxTokens), ...input.sentences]);
  const vectors = (await vectorsOf(options, texts)).map((vector) => unit(options, vector));
  let at = 0;
  return inputs.map(({ sentences }) => {
    const [vector, ...own] = vectors.slice(at, at + 1 + sentences.length);
    at += 1 + sentences.length;
    return { vector: vector ?? new Float32Array(options.dimensions), sentences: own };
  });
}

/** Title and sentences as one text; the title is cut to what the sentences leave. */
function whole({ title, sentences }: PassageInput, maxTokens: number): string {
  const passage = sentences.join(' ');
  const room = maxTokens - estimateTokens(passage) - 1;
  const words = title === undefined || title.trim() === '' || room <= 0 ? '' : cutToWindow(title.trim(), room);
  return words === '' ? passage : `${words}. ${passage}`;
}

/** Code units per token beyond which nothing is estimated: enough for any text. */
const UNITS_PER_TOKEN = 8;

function cutToWindow(text: string, maxTokens: number): string {
  const start = text.slice(0, maxTokens * UNITS_PER_TOKEN);
  const first = splitToFit(start, { start: 0, end: start.length }, (part) => estimateTokens(part) <= maxTokens)[0];
  return first === undefined ? start : start.slice(first.start, first.end);
}

async function vectorsOf(options: RemoteOptions, texts: readonly string[]): Promise<number[][]> {
  if (texts.length === 0) return [];
  const vectors = await guarded(options, () => options.embeddings.embedDocuments([...texts]));
  if (vectors.length === texts.length) return vectors;
  throw failure('provider', {
    what: `${options.name} gave the wrong number of vectors`,
    expected: `${texts.length}`,
    found: `${vectors.length}`,
  });
}

async function guarded<Result>({ name, remedy }: RemoteOptions, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (cause) {
    const found = asVerbatimError(cause).message.replace(/[.\s]+$/u, '');
    throw failure('provider', { what: `${name} did not embed`, found, remedy }, cause);
  }
}

function unit({ name, dimensions }: Checked, vector: readonly number[]): Float32Array {
  if (vector.length === dimensions && vector.every(Number.isFinite)) return normalised(Float32Array.from(vector));
  const found = `${vector.length} numbers${vector.every(Number.isFinite) ? '' : ', not all finite'}`;
  throw failure('provider', {
    what: `${name} gave a vector of the wrong form`,
    expected: `${dimensions} numbers`,
    found,
  });
}
