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

/** How often a question is begun: it may be corrected once, and other models may take over meanwhile. */
const TRIES = 4;

/**
 * Runs `work` on one state of the index, never across two models. A question is embedded as it stands, since most have no
 * misspelling: one that does is embedded again, because a misspelling misleads the embedder as well.
 */
export async function search<T>(
  { store, embedderOf }: Searching,
  question: Question,
  work: (asked: Asked) => Promise<T>,
): Promise<T> {
  const { visible, onEmbedded } = question;
  let found = '';
  let correction: Correction | undefined = question.corrects === true ? undefined : uncorrected(question.text);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const embedder = await embedderOf(await store.model());
    const text = correction?.text ?? question.text;
    const [vector] = await Promise.all([embedder.embedQuery(text), store.warm(visible)]);
    onEmbedded?.();
    const done = await store.snapshot(visible, async (snapshot) => {
      found = snapshot.fingerprint;
      if (found !== '' && found !== embedder.fingerprint && snapshot.size > 0) return undefined;
      correction ??= await spelt(snapshot, embedder, text);
      return correction.text === text
        ? { value: await work({ snapshot, embedder, vector, ...correction }) }
        : undefined;
    });
    if (done !== undefined) return done.value;
  }
  throw failure('fingerprint', {
    what: 'Another embedding model took over while the question was asked',
    found,
    remedy: 'Ask again',
  });
}

function spelt(snapshot: Snapshot, embedder: Embedder, text: string): Promise<Correction> {
  const knowsOne = snapshot.languages.some((language) => embedder.languages.includes(language));
  // What a model has whole in its vocabulary is a word of its languages.
  return corrected(snapshot, text, knowsOne ? (word) => embedder.countTokens(word) === 1 : undefined);
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
