/** Retrieval as every read of the engine uses it: never across two models, with the documents that the hits stand in. */
import { type Documents, keyOf } from '../answer/documents.js';
import type { Embedder } from '../embed/embedder.js';
import { failure } from '../errors.js';
import type { Snapshot } from '../index/store.js';
import type { Document, Hit } from '../model.js';
import { type Retrieval, retrieve } from '../retrieve/hybrid.js';

export interface Query {
  readonly text: string;
  readonly vector: Float32Array;
  /** Most hits. */
  readonly limit: number;
}

/** Rejects with `fingerprint` when the index holds another model's vectors. */
export async function find(snapshot: Snapshot, embedder: Embedder, query: Query): Promise<Retrieval> {
  checkFingerprint(snapshot, embedder);
  const { text, vector, limit } = query;
  return retrieve(snapshot, { query: text, vector, limit, embedderLanguages: embedder.languages });
}

/** The documents that hits stand in. */
export async function documentsOf(snapshot: Snapshot, hits: readonly Pick<Hit, 'passage'>[]): Promise<Documents> {
  const documents = new Map<string, Document>();
  for (const { passage } of hits) {
    const key = keyOf(passage);
    if (documents.has(key)) continue;
    const document = await snapshot.document(passage.documentId, passage.version);
    if (document !== undefined) documents.set(key, document);
  }
  return documents;
}

function checkFingerprint(snapshot: Pick<Snapshot, 'fingerprint' | 'size'>, embedder: Embedder): void {
  const stored = snapshot.fingerprint;
  if (stored === '' || stored === embedder.fingerprint || snapshot.size === 0) return;
  throw failure('fingerprint', {
    what: 'The index was made by another embedding model, and vectors of two models must not be compared',
    expected: stored,
    found: embedder.fingerprint,
    remedy:
      'Set VERBATIM_EMBEDDINGS back to the model the index was made with, or name an empty folder with --data and ingest the documents there',
  });
}
