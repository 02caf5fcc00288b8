/**
 * What the product asks of an embedding model. Bundled, ONNX folders, OpenAI and Ollama each implement it; a
 * LangChain `Embeddings` over any of them is in `langchain.ts`.
 */

/** One passage to embed. `sentences` are the texts of its sentences, in order; together they are what the model reads. */
export interface PassageInput {
  /** Read before the passage; cut first when the window is too small. */
  readonly title?: string;
  readonly sentences: readonly string[];
}

export interface PassageEmbedding {
  /** Unit vector of the title and passage together. */
  readonly vector: Float32Array;
  /** Unit vectors, one a sentence, in order. */
  readonly sentences: readonly Float32Array[];
}

export interface Embedder {
  /**
   * Changes whenever the vectors would: model, weights, pooling, window. Vectors of different fingerprints are never
   * compared. Example: `bundled:all-MiniLM-L6-v2-int8:294e817f:mean:256`.
   */
  readonly fingerprint: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /** Most tokens that a passage with its title may have, special tokens not counted. */
  readonly maxTokens: number;
  /** BCP 47 primary tags of the languages it knows; empty means: any. */
  readonly languages: readonly string[];
  /** Tokens that this model makes of a text; an estimate from above where the provider does not tell. */
  countTokens(text: string): number;
  /** In the order of the inputs. Rejects with `provider` when the model fails, `cancelled` on abort. */
  embedPassages(inputs: readonly PassageInput[], signal?: AbortSignal): Promise<readonly PassageEmbedding[]>;
  /** Unit vector of a question or query; what is beyond the window is cut. */
  embedQuery(text: string): Promise<Float32Array>;
  close(): Promise<void>;
}
