/** MiniSearch as its documentation shows it, over the chunks: title and text as fields, any term may match. No vectors. */
import MiniSearch from 'minisearch';
import { chunksOf } from './chunks.mjs';
import { TOP } from './systems.mjs';

export async function open() {
  const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['documentId', 'text'] });
  return {
    async index(documents) {
      const chunks = await chunksOf(documents, { titles: false });
      index.addAll(
        chunks.map(({ pageContent, metadata: { documentId, title } }, id) => ({
          id,
          documentId,
          title,
          text: pageContent,
        })),
      );
    },
    async search(question) {
      return index.search(question).slice(0, TOP);
    },
    async close() {},
  };
}
