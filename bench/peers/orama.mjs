/**
 * Orama in its hybrid mode over the chunks: title and text as fields, beside the same vectors that LangChain gets.
 * `similarity` is 0, not the default .8: cosines of this model seldom reach that, and the vectors would count for nothing
 * (hits at 1 on xquad: .46 so, .90 with 0; its own stemming, tried beside 0, changes that and clapnq by .013 at most).
 */
import { create, insertMultiple, search } from '@orama/orama';
import { chunksOf } from './chunks.mjs';
import { TOP } from './systems.mjs';

export async function open({ embedding, titles }) {
  const database = create({
    schema: { documentId: 'enum', title: 'string', text: 'string', embedding: 'vector[384]' },
  });
  return {
    async index(documents) {
      const rows = [];
      for (const { pageContent, metadata } of await chunksOf(documents, { titles })) {
        const { documentId, title } = metadata;
        rows.push({ documentId, title, text: pageContent, embedding: Array.from(await embedding.chunk(pageContent)) });
      }
      await insertMultiple(database, rows);
    },
    async search(question) {
      const value = Array.from(await embedding.question(question));
      const vector = { property: 'embedding', value };
      const { hits } = await search(database, { mode: 'hybrid', term: question, vector, similarity: 0, limit: TOP });
      return hits.map(({ document }) => ({ documentId: document.documentId, text: document.text }));
    },
    async close() {},
  };
}
