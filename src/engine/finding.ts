/** Retrieval as every read of the engine uses it: never across two models, with the documents that the hits stand in. */
import { type Documents, keyOf } from '../answer/documents.js';
import type { Embedder } from '../embed/embedder.js';
import { failure } from '../errors.js';
import type { EmbeddingModel, Snapshot, StoreReader } from '../index/store.js';
import type { CollectionRef, Document, Hit } from '../model.js';
import { type Retrieval, retrieve } from '../retrieve/hybrid.js';
import { type Correction, corrected, uncorrected } from '../retrieve/spelling.js';

/** What every search of the engine is made with. */
export interface Searching {
  readonly store: StoreReader;
  /** Gives the embedder of the model that answers. */
  readonly embedderOf: (model: EmbeddingModel | undefined) => Promise<Embedder>;
}

/** What is asked, and of whom. */
export interface Question {
  readonly visible: readonly CollectionRef[];
  readonly text: string;
  /** Replace words that no visible document has by near ones that some have. Default false: searched as it stands. */
  readonly corrects?: boolean;
  /** Told when the text is embedded. */
  readonly onEmbedded?: () => void;
}

/** A snapshot and the question embedded by the model whose vectors it holds. `text` is what is searched for. */
export interface Asked extends Correction {
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
  question: Question,
  work: (asked: Asked) => Promise<T>,
): Promise<T> {
  const { visible, onEmbedded } = question;
  let found = '';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const embedder = await embedderOf(await store.model());
    const searched = await spelt(store, embedder, question);
    const [vector] = await Promise.all([embedder.embedQuery(searched.text), store.warm(visible)]);
    onEmbedded?.();
    const done = await store.snapshot(visible, async (snapshot) => {
      found = snapshot.fingerprint;
      const isOf = found === '' || found === embedder.fingerprint || snapshot.size === 0;
      return isOf ? { value: await work({ snapshot, embedder, vector, ...searched }) } : undefined;
    });
    if (done !== undefined) return done.value;
  }
  throw failure('fingerprint', {
    what: 'Another embedding model took over while the question was asked',
    found,
    remedy: 'Ask again',
  });
}

/** Before the text is embedded, since a misspelling misleads the embedder as well. */
async function spelt(
  store: StoreReader,
  embedder: Embedder,
  { visible, text, corrects }: Question,
): Promise<Correction> {
  if (corrects !== true) return uncorrected(text);
  return store.snapshot(visible, (snapshot) => {
    const knowsOne = snapshot.languages.some((language) => embedder.languages.includes(language));
    // What a model has whole in its vocabulary is a word of its languages.
    return corrected(snapshot, text, knowsOne ? (word) => embedder.countTokens(word) === 1 : undefined);
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
