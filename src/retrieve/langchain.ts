/** Our retrieval as a LangChain retriever, so that a chain built elsewhere can stand on Verbatim's index. */
import { Document as LangChainDocument } from '@langchain/core/documents';
import { BaseRetriever, type BaseRetrieverInput } from '@langchain/core/retrievers';
import type { Hit } from '../model.js';

/** Finds the best passages for a query. The engine's `search` has this shape once a reader is fixed. */
export type FindHits = (query: string, limit: number) => Promise<readonly Omit<Hit, 'sentenceVectors'>[]>;

export interface VerbatimRetrieverInput extends BaseRetrieverInput {
  readonly find: FindHits;
  /** Most passages to return, from 1. Default 4, as LangChain's own retrievers have it. */
  readonly k?: number;
}

/** Metadata of a returned document: where its words stand and how well they matched (higher is better). */
export interface RetrievedMetadata {
  readonly documentId: string;
  readonly version: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
  readonly title?: string;
  readonly url?: string;
  readonly publishedAt?: string;
}

export class VerbatimRetriever extends BaseRetriever<RetrievedMetadata> {
  readonly lc_namespace = ['verbatim', 'retrieve'];
  readonly #find: FindHits;
  readonly #k: number;

  static override lc_name(): string {
    return 'VerbatimRetriever';
  }

  constructor(input: VerbatimRetrieverInput) {
    super(input);
    this.#find = input.find;
    this.#k = input.k ?? 4;
  }

  override async _getRelevantDocuments(query: string): Promise<LangChainDocument<RetrievedMetadata>[]> {
    const hits = await this.#find(query, this.#k);
    return hits.map(({ passage, document, score }) => {
      const { title, url, publishedAt } = document;
      return new LangChainDocument({
        pageContent: passage.text,
        id: `${passage.version}:${passage.span.start}-${passage.span.end}`,
        metadata: {
          documentId: passage.documentId,
          version: passage.version,
          start: passage.span.start,
          end: passage.span.end,
          score,
          ...(title === undefined ? {} : { title }),
          ...(url === undefined ? {} : { url }),
          ...(publishedAt === undefined ? {} : { publishedAt }),
        },
      });
    });
  }
}
