/** LangChain's default recipe: recursive splitting, a local vector store, similarity search, the best four. */
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import { HNSWLib } from '@langchain/community/vectorstores/hnswlib';
import { Embeddings } from '@langchain/core/embeddings';
import { chunksOf } from './chunks.mjs';
import { TOP } from './systems.mjs';

export function openHnswLib(options) {
  return openStore(HNSWLib, options);
}

export function openMemory(options) {
  return openStore(MemoryVectorStore, options);
}

class BundledEmbeddings extends Embeddings {
  constructor(embedding) {
    super({});
    this.embedding = embedding;
  }

  async embedQuery(text) {
    return Array.from(await this.embedding.question(text));
  }

  async embedDocuments(texts) {
    const vectors = [];
    for (const text of texts) vectors.push(Array.from(await this.embedding.chunk(text)));
    return vectors;
  }
}

async function openStore(Store, { embedding, titles }) {
  const embeddings = new BundledEmbeddings(embedding);
  let store;
  return {
    async index(documents) {
      store = await Store.fromDocuments(await chunksOf(documents, { titles }), embeddings);
    },
    async search(question) {
      const found = await store.similaritySearch(question, TOP);
      return found.map(({ metadata, pageContent }) => ({ documentId: metadata.documentId, text: pageContent }));
    },
    async close() {},
  };
}
