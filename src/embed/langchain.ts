/** Any of our embedders as a LangChain `Embeddings`, for chains and stores that want one. */
import { Embeddings } from '@langchain/core/embeddings';
import { normalised } from '../inference/pooling.js';
import { splitToFit } from '../text/split.js';
import type { Embedder } from './embedder.js';

/** Vectors have unit length. The embedder stays the caller's to close. */
export function asLangChainEmbeddings(embedder: Embedder): Embeddings {
  return new VerbatimEmbeddings(embedder);
}

class VerbatimEmbeddings extends Embeddings {
  constructor(private readonly embedder: Embedder) {
    super({});
  }

  override async embedQuery(text: string): Promise<number[]> {
    return [...(await this.embedder.embedQuery(text))];
  }

  /** A document longer than the window is the normalised sum of its parts: LangChain wants one vector for each. */
  override async embedDocuments(documents: string[]): Promise<number[][]> {
    const parts = documents.map((document) => this.parts(document));
    const embedded = await this.embedder.embedPassages(parts.flat().map((part) => ({ sentences: [part] })));
    let at = 0;
    return parts.map((own) => {
      const sum = new Float32Array(this.embedder.dimensions);
      for (const { vector } of embedded.slice(at, at + own.length)) {
        for (const [column, value] of vector.entries()) sum[column] = (sum[column] ?? 0) + value;
      }
      at += own.length;
      return [...normalised(sum)];
    });
  }

  private parts(document: string): string[] {
    const { maxTokens } = this.embedder;
    const fits = (part: string) =>
      part.length <= maxTokens * UNITS_PER_TOKEN && this.embedder.countTokens(part) <= maxTokens;
    const spans = splitToFit(document, { start: 0, end: document.length }, fits);
    return spans.length === 0 ? [''] : spans.map(({ start, end }) => document.slice(start, end));
  }
}

/** Code units per token beyond which a text is taken to be too long without counting. */
const UNITS_PER_TOKEN = 8;
