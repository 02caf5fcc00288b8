/**
 * Documents cut as LangChain's tutorials cut them: 1,000 characters, 200 of them shared with the chunk before. Every
 * peer gets the same chunks, so that what differs is the search and not the cutting; Orama and MiniSearch prescribe none.
 */
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';

/**
 * LangChain documents with `documentId` and `title` as metadata. `titles` puts a document's title before each of its
 * chunks, which no recipe does, but Verbatim's model reads titles too.
 */
export async function chunksOf(documents, { titles }) {
  const splitter = new RecursiveCharacterTextSplitter({ chunkSize: 1000, chunkOverlap: 200 });
  const chunks = await splitter.createDocuments(
    documents.map(({ text }) => text),
    documents.map(({ id, title }) => ({ documentId: id, title: title ?? '' })),
  );
  if (titles) for (const chunk of chunks) chunk.pageContent = titled(chunk);
  return chunks;
}

function titled({ pageContent, metadata: { title } }) {
  return title === '' ? pageContent : `${title}. ${pageContent}`;
}
