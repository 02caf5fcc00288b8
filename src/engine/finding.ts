/** Retrieval as every read of the engine uses it: never across two models, with the documents that the hits stand in. */
import { type Documents, keyOf } from '../answer/documents.js';
import type { Embedder } from '../embed/embedder.js';
import { failure } from '../errors.js';
import type { EmbeddingModel, Snapshot, StoreReader } from '../index/store.js';
import type { CollectionRef, Document, Hit } from '../model.js';
import { type Retrieval, retrieve } from '../retrieve/hybrid.js';

/** What every search of the engine is made with. */
export interface Searching {
  readonly store: StoreReader;
  /** Gives the embedder of the model that answers. */
  readonly embedderOf: (model: EmbeddingModel | undefined) => Promise<Embedder>;
}

/** A snapshot and the question embedded by the model whose vectors it holds. */
export interface Asked {
  readonly snapshot: Snapshot;
  readonly embedder: Embedder;
  /** Unit vector of the text. */
  readonly vector: Float32Array;
}

/** How often another model may take over while a question is asked. */
const TRIES = 3;

/** Runs `work` on one state of the index, never across two models. */
export async function search<T>(
  { store, embedderOf }: Searching,
  question: { readonly visible: readonly CollectionRef[]; readonly text: string; readonly onEmbedded?: () => void },
  work: (asked: Asked) => Promise<T>,
): Promise<T> {
  const { visible, text, onEmbedded } = question;
  let found = '';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const embedder = await embedderOf(await store.model());
    const [vector] = await Promise.all([embedder.embedQuery(text), store.warm(visible)]);
    onEmbedded?.();
    const done = await store.snapshot(visible, async (snapshot) => {
      found = snapshot.fingerprint;
      const isOf = found === '' || found === embedder.fingerprint || snapshot.size === 0;
      return isOf ? { value: await work({ snapshot, embedder, vector }) } : undefined;
    });
    if (done !== undefined) return done.value;
  }
  throw failure('fingerprint', {
    what: 'Another embedding model took over while the question was asked',
    found,
    remedy: 'Ask again',
  });
}

/** The best passages for a text. */
export async function find(
  { snapshot, embedder, vector }: Asked,
  query: { readonly text: string; readonly limit: number },
): Promise<Retrieval> {
  const { text, limit } = query;
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
