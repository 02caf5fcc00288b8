/**
 * What the product asks of a store, reading and writing, in nouns of ours. SQLite implements it today; Postgres will run
 * the same contract suite. Every method returns a promise, because a database over a network must.
 */
import type { ChangeRecord, CollectionRef, Document, DocumentInfo, Draft, Passage, Span } from '../model.js';

/** Names a passage within one store. Later passages have higher ids; ids are never used again. */
export type PassageId = number;

export interface Scored {
  readonly passageId: PassageId;
  readonly score: number;
}

/** Cosines, each at most `error` from the exact one; 0 when all are exact. */
export interface RoughCosines {
  readonly cosines: readonly number[];
  readonly error: number;
}

/** BM25 over what a reader may see. */
export interface LexicalResult {
  /** Best first, only passages that share a term; ties by id. */
  readonly top: readonly Scored[];
  /** The score of any visible passage, 0 when no term is shared. */
  scoreOf(passageId: PassageId): number;
  /** Inverse document frequency of each term asked for: how much it tells passages apart, 0 and up. */
  readonly idf: ReadonlyMap<string, number>;
}

/** What words and meaning say of every passage of a small collection. Written over by the next search. */
export interface AllScores {
  /** In no order; the other arrays follow theirs. */
  readonly ids: Uint32Array;
  /** BM25: 0 where no term is shared, -1 where a passage is not visible. */
  readonly lexical: Float64Array;
  readonly highestLexical: number;
  /**
   * Cosines, 0 for those below, each at most `error` from the exact one; -1 where a passage is not visible. May be longer than
   * `ids`.
   */
  readonly cosines: Float32Array;
  readonly highestCosine: number;
  readonly error: number;
  /** Exact, of the passage at a place. */
  cosineAt(at: number): number;
  /** See `LexicalResult`. */
  readonly idf: ReadonlyMap<string, number>;
}

/** A term of visible documents that is written much like a word. */
export interface NearTerm {
  readonly term: string;
  /** Damerau-Levenshtein distance, no letter edited twice. */
  readonly edits: number;
  /** Visible passages that have it, at least one. */
  readonly documentFrequency: number;
}

/** A stored passage with all that an answer needs of it. */
export interface StoredPassage {
  readonly passageId: PassageId;
  readonly passage: Passage;
  readonly document: DocumentInfo;
  /** One unit vector a sentence; empty when the embedder gave none. May be made anew each time. */
  readonly sentenceVectors: readonly Float32Array[];
}

/** One consistent state of what a reader may see: whole documents only, nothing committed later. */
export interface Snapshot {
  /** Of the embedder whose vectors are stored; empty while there are none. */
  readonly fingerprint: string;
  /** Passages visible. */
  readonly size: number;
  /** Analysis languages of the visible documents, in alphabetical order. */
  readonly languages: readonly string[];
  lexical(terms: readonly string[], limit: number): Promise<LexicalResult>;
  /** Both scores of everything, where that is quicker than looking for the best; else undefined. */
  scoreAll(terms: readonly string[], vector: Float32Array): Promise<AllScores | undefined>;
  /** How many visible passages have each term; terms that none has are left out. */
  frequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Terms, of letters only, within `edits` of a word: fewer edits first, then those with the same first letter, then
   * the more frequent. Of very many, some are left out.
   */
  nearTerms(word: string, edits: 1 | 2): Promise<readonly NearTerm[]>;
  /** Nearest passages by cosine, best first. */
  nearest(vector: Float32Array, limit: number): Promise<readonly Scored[]>;
  /** Cosines of the passages named, in their order. */
  cosines(vector: Float32Array, ids: readonly PassageId[]): Promise<readonly number[]>;
  /** The same from what is in memory, for many of which only the best are wanted. */
  roughCosines(vector: Float32Array, ids: readonly PassageId[]): Promise<RoughCosines>;
  /** In the order of the ids; ids that are not visible are left out. */
  passages(ids: readonly PassageId[]): Promise<readonly StoredPassage[]>;
  passagesOf(documentId: string): Promise<readonly StoredPassage[]>;
  /** Ordered by id. */
  documents(range?: { readonly after?: string; readonly limit?: number }): Promise<readonly DocumentInfo[]>;
  /** With `version`, the current version must have that hash. */
  document(documentId: string, version?: string): Promise<Document | undefined>;
  /**
   * A version by the beginning of its hash, the replaced ones too, when its document is visible now.
   * `current` is false for a replaced one. Removed documents are not found.
   */
  version(start: string, accept: (documentId: string) => boolean): Promise<StoredVersion | undefined>;
  /** Replaced versions of visible documents, newest first. */
  earlierVersions(): AsyncIterable<Document>;
}

/** What names a document to somebody who types. */
export interface TitleEntry {
  readonly documentId: string;
  readonly title?: string;
  /** Later versions have higher numbers. */
  readonly versionId: number;
}

/** The titles of one collection, oldest version first, with gaps where documents are gone. Not to be changed or kept. */
export interface TitleList {
  readonly owner: string;
  /** Title and id of each, folded as `text/fold` does; empty for a gap. */
  readonly matched: readonly string[];
  entry(at: number): TitleEntry | undefined;
}

export interface StoredVersion {
  readonly document: Document;
  readonly current: boolean;
}

/** A passage ready to be stored. */
export interface NewPassage {
  readonly span: Span;
  readonly sentences: readonly Span[];
  /** Index terms in order, repeats included. */
  readonly terms: readonly string[];
  /** Identifies what was embedded; a passage with the same digest has the same vectors. */
  readonly inputDigest: string;
  readonly vector: Float32Array;
  readonly sentenceVectors: readonly Float32Array[];
}

/** What made the vectors: enough to know it again, and to open it again. */
export interface EmbeddingModel {
  /** See `Embedder`. */
  readonly fingerprint: string;
  /** How it was chosen, for `embed/open`; empty when not known. */
  readonly choice: string;
  readonly dimensions: number;
}

/** A stored version that a model has not cut and embedded. */
export interface UnpreparedVersion {
  readonly versionId: number;
  readonly documentId: string;
  readonly draft: Draft;
}

/** Vectors of a text embedded before. */
export type KnownVectors = Pick<NewPassage, 'vector' | 'sentenceVectors'>;

export interface NewDocument {
  readonly documentId: string;
  readonly source: string;
  readonly target: string;
  readonly draft: Draft;
  /** Of text, outline and metadata. */
  readonly digest: string;
  readonly passages: readonly NewPassage[];
}

export type ChangeKind = ChangeRecord['kind'];

/** What the store knows of one document in a collection, for deciding what an ingest must do. */
export interface StoredState {
  readonly documentId: string;
  readonly source: string;
  readonly target: string;
  readonly passages: number;
  /** Of text, outline and metadata: equal digests mean nothing to do. */
  readonly digest: string;
}

/** One undoable change in progress. Every method commits before it resolves. */
export interface ChangeWriter {
  /** Remembers a target, so that `reindex` reads it again. Undone with this change, when this change was the first to name it. */
  addTarget(target: string): Promise<void>;
  forgetTarget(target: string): Promise<void>;
  state(documentId: string): Promise<StoredState | undefined>;
  /** Everything that came from one target. */
  statesOf(target: string): Promise<readonly StoredState[]>;
  isTombstone(documentId: string): Promise<boolean>;
  /**
   * Stores a document whole, replacing its current version, and lifts a tombstone. False when another process stored just
   * that meanwhile, and nothing was done; `force` does it all the same. Rejects with `fingerprint` when another process made
   * another model the one that answers.
   */
  put(document: NewDocument, options?: { readonly force?: boolean }): Promise<boolean>;
  /** `put` for each, in one step: all of them or, when it rejects, none. */
  putAll(documents: readonly NewDocument[], options?: { readonly force?: boolean }): Promise<readonly boolean[]>;
  /** Moves a document that is unchanged in content to the source and target it was found at now. */
  relocate(documentId: string, place: { readonly source: string; readonly target: string }): Promise<void>;
  /** Takes a document out of this collection. With `tombstone` no reindex brings it back. */
  remove(documentId: string, options: { readonly tombstone: boolean }): Promise<void>;
}

/** A change that was taken back. */
export interface UndoneChange extends ChangeRecord {
  readonly documents: readonly Undone[];
}

/** What an undo put back or took away. */
export interface Undone {
  readonly documentId: string;
  readonly source: string;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly passages: number;
}

export interface StoreHealth {
  readonly documents: number;
  readonly passages: number;
  readonly collections: readonly CollectionRef[];
  readonly fingerprint?: string;
  readonly schema: number;
  /** Absent unless asked for. */
  readonly integrity?: string;
}

/** Reads. Never waits for a writer. */
export interface StoreReader {
  /** Runs `work` on one consistent state. Collections that do not exist are empty. */
  snapshot<T>(visible: readonly CollectionRef[], work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** A list for each of these collections that exists. Waits for no snapshot. */
  titles(visible: readonly CollectionRef[]): Promise<readonly TitleList[]>;
  /** The model that answers; undefined while nothing is stored. */
  model(): Promise<EmbeddingModel | undefined>;
  /** Names what is committed now: another name after every change of what anybody may see, or of how it is found. */
  state(): Promise<string>;
  /** Loads what a search of these collections needs, beside other work, so that the search itself does not wait for it. */
  warm(visible: readonly CollectionRef[]): Promise<void>;
  health(options?: { readonly checkIntegrity?: boolean }): Promise<StoreHealth>;
  close(): Promise<void>;
}

/** Writes. Each method waits for other writers, of this process or another. */
export interface StoreWriter {
  /**
   * Says which model this writer's vectors are of, to be called before any change. `answering`: it is the one that answers,
   * as the first one is. `behind`: another one answers; what is stored must be prepared for this one, then `swap`ped.
   */
  adopt(model: EmbeddingModel): Promise<'answering' | 'behind'>;
  /**
   * Versions that this writer's model has not prepared: the current ones, or those an undo would bring back. At most `limit` of
   * those that come after the version `after` (0: from the first on), in order.
   */
  unprepared(
    of: 'current' | { readonly undo: CollectionRef },
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly UnpreparedVersion[]>;
  /** How many current documents this writer's model has prepared. */
  preparedShare(): Promise<{ readonly done: number; readonly total: number }>;
  /** Stores what a version was cut into. Not seen before the version, and this model, are current. */
  putPrepared(versionId: number, passages: readonly NewPassage[]): Promise<void>;
  /** Vectors of this writer's model for texts embedded before. */
  knownVectors(inputDigests: readonly string[]): Promise<ReadonlyMap<string, KnownVectors>>;
  /** Makes this writer's model the one that answers, in one step; false while current versions are not prepared. */
  swap(): Promise<boolean>;
  /** Opens a change; what it does is undone as one. */
  change(kind: ChangeKind, collection: CollectionRef, actor: string): Promise<ChangeWriter>;
  /** Targets that this collection was ingested from, oldest first. */
  targets(collection: CollectionRef): Promise<readonly string[]>;
  /**
   * Takes back the last change that was not undone; undefined when there is none, `unprepared` when what it would bring back
   * must be prepared first.
   */
  undo(collection: CollectionRef, actor: string): Promise<UndoneChange | 'unprepared' | undefined>;
  /** Deletes every trace of a document's text, old versions included; undefined when there is none. */
  erase(collection: CollectionRef, documentId: string, actor: string): Promise<Undone | undefined>;
  /**
   * Housekeeping, until there is nothing left to do: merges postings, takes out passages that nobody sees, brings graphs up to
   * date. Cheap when nothing changed; gives way to other calls between its steps; ends early when the store closes.
   */
  settle(): Promise<void>;
  /** Ends every wait for another process's write: what waited rejects with `cancelled`. */
  interrupt(): void;
  close(): Promise<void>;
}
