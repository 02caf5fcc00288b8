/**
 * The facade every surface calls, as types. It stands alone so that a command, a message or a test needs no
 * engine to name one; `engine/` does its work, `workers/` runs that in threads.
 *
 * Every read takes `visible`: the collections this reader may see. What lies outside them is not searched,
 * not counted and not named.
 */
import type {
  Change,
  ChangeRecord,
  ChangeReport,
  CollectionRef,
  Context,
  Document,
  DocumentInfo,
  Hit,
  Metadata,
  Reply,
  Verification,
} from './model.js';
import type { QuoteAddress, Records } from './records.js';

export interface Reader {
  /** The collections to look in. Empty means: nothing may be seen. */
  readonly visible: readonly CollectionRef[];
}

export interface Turn {
  readonly speaker: 'user' | 'agent';
  readonly text: string;
}

export interface AskRequest extends Reader {
  readonly id?: string;
  /** 1 to 4,000 characters once trimmed. */
  readonly question: string;
  /** Earlier turns, oldest first. */
  readonly history?: readonly Turn[];
  /** Answer whatever the evidence; `confidence` stays honest. For evaluation. */
  readonly neverRefuse?: boolean;
  /** How much is risked for an answer. Default: as configured. */
  readonly caution?: 'strict' | 'balanced' | 'eager';
  /**
   * May be answered with what the same question was answered from the same documents a moment ago, or be joined to one that
   * is being answered now. Default false: always anew, as measuring needs it.
   */
  readonly mayRepeat?: boolean;
}

export interface SearchRequest extends Reader {
  readonly query: string;
  /** 1 to 100. Default 10. */
  readonly limit?: number;
  /** How many of the best to leave out first. Default 0. */
  readonly offset?: number;
}

export interface SearchResult {
  readonly query: string;
  /** As `Reply.searchedFor`. */
  readonly searchedFor?: string;
  readonly hits: readonly Omit<Hit, 'sentenceVectors'>[];
}

export interface VerifyRequest extends Reader {
  readonly words: string;
}

export interface SummarizeRequest extends Reader {
  /** A topic, a document's id, or its title. May be empty when `documentId` or `since` says what to summarise. */
  readonly about: string;
  /** The one document to look in. Rejects with `not-found` when it is not visible. Default: all of them. */
  readonly documentId?: string;
  /** Only documents published on this day or later: `2025-05-27`, `2025-05` or `2025`. Those without a date are left out. */
  readonly since?: string;
  /** How many citations, 1 to 10. Default 5, or with `words` as many as there is room for. */
  readonly length?: number;
  /** Most words of all citations together, 20 to 1,000; only a first citation that is longer by itself exceeds it. */
  readonly words?: number;
}

/** Dated quotes about a topic, in order of publication. */
export interface TimelineRequest extends Reader {
  readonly topic: string;
  /** Only documents published on this day or later, as in `SummarizeRequest`. */
  readonly since?: string;
  /** How many citations, 1 to 20. Default 10. */
  readonly length?: number;
}

/** Titles like what somebody has typed so far. */
export interface SuggestRequest extends Reader {
  /** May be empty: the newest documents first. */
  readonly text: string;
  /** 1 to 25. Default 25. */
  readonly limit?: number;
}

export interface Suggestion {
  readonly documentId: string;
  /** Owner of a visible collection that the document stands in. */
  readonly owner: string;
  readonly title?: string;
}

export interface ContextRequest extends Reader {
  readonly address: QuoteAddress;
}

export interface SourcesRequest extends Reader {
  /** Only documents whose title, id or publisher contains these words, case and accents aside. */
  readonly filter?: string;
}

/** Who changes what. Only the owner of a collection may change it. */
export interface ChangeRequest {
  readonly collection: CollectionRef;
  /** Who asked, for the audit trail: `cli`, `start`, or a Discord user's id. */
  readonly actor: string;
}

export interface IngestRequest extends ChangeRequest {
  /** Paths and globs, relative ones already resolved against the caller's folder. At least one. */
  readonly targets: readonly string[];
  /**
   * True: add and refresh what is named, what was removed by hand too; nothing else goes. This is the terminal's `ingest`,
   * whose user names what they want. False or absent: make the index as the targets are now. What is gone from a folder
   * that is there is removed, and what was removed by hand stays away. This is `npm start`.
   */
  readonly restoreRemoved?: boolean;
}

export interface ReindexRequest extends ChangeRequest {
  /** Embed everything anew, unchanged documents too. */
  readonly full?: boolean;
}

export interface RemoveRequest extends ChangeRequest {
  readonly documentId: string;
}

/** A document that comes from no file or address that could be read again: an attachment, a message, pasted text. */
export interface Upload {
  /** Default: made from `source`, another for each collection, so that adding to one changes nothing in another. */
  readonly documentId?: string;
  /** For people: `attachment:notes.md`, or a message's link. */
  readonly source: string;
  /** Its kind is told by the ending, as of a file: `notes.md`. At most 20 MiB. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Further files of the same document, in order. One that cannot be read is left out, and the report says so. */
  readonly attached?: readonly Pick<Upload, 'fileName' | 'bytes'>[];
  /** What is known beside what the content states; a field given here wins. */
  readonly metadata?: Metadata;
}

/** At least one upload. */
export interface AddRequest extends ChangeRequest {
  readonly uploads: readonly Upload[];
}

/** One step of a running change. */
export interface Progress {
  /**
   * What became of the document, and then it is stored; or `embedding` while a long one is under way, and then nothing of
   * it is stored yet. Of `unchanged` and `embedding`, those that come faster than anybody reads may be left out.
   */
  readonly kind: 'added' | 'changed' | 'removed' | 'unchanged' | 'failed' | 'embedding';
  /** The document; while `embedding`, its passages embedded so far. */
  readonly change: Change;
  /** Documents finished so far, this one included unless it is `embedding`. */
  readonly documents: number;
  /** Passages embedded so far. */
  readonly passages: number;
  /** Absent of a change that does not read sources. */
  readonly pace?: Pace;
}

/** How far a change is, and how fast it goes. */
export interface Pace {
  /** 0 to 1, by the bytes of the sources, since nobody knows how many passages are still to come. */
  readonly share: number;
  /** Documents in all; absent while that is unknown, because lines of a `.jsonl` are not counted ahead. */
  readonly documentsInAll?: number;
  /** Over the last seconds; absent until there is enough to tell. */
  readonly passagesPerSecond?: number;
  /** An estimate from the last seconds; absent until there is enough to tell. */
  readonly secondsLeft?: number;
}

export type OnProgress = (progress: Progress) => void;

/** For `doctor` and the start-up line. */
export interface Health {
  readonly documents: number;
  readonly passages: number;
  readonly collections: readonly CollectionRef[];
  /** Of the vectors stored; absent while the index is empty. */
  readonly indexFingerprint?: string;
  readonly embedderFingerprint: string;
  /** Version of the database schema. */
  readonly schema: number;
  /** `ok`, or the first problem found in the stored data; absent unless asked for, since it reads all of them. */
  readonly integrity?: string;
}

/**
 * Methods reject with `VerbatimError`. Reads never wait for writes. A change is stored, document by document, by the
 * time its progress is reported, and whole by the time its promise resolves. An ingest or reindex that ends early rejects
 * with what it did until then as `details.report`, a `ChangeReport`. Changes run one after the other; when too many wait,
 * the next is refused with `busy`.
 */
export interface Engine extends Records {
  ask(request: AskRequest): Promise<Reply>;
  search(request: SearchRequest): Promise<SearchResult>;
  verify(request: VerifyRequest): Promise<Verification>;
  summarize(request: SummarizeRequest): Promise<Reply>;
  /** An answer whose citations stand in order of publication; `disagreements` holds what accounts changed. */
  timeline(request: TimelineRequest): Promise<Reply>;
  /** Best first. Answers within milliseconds, whatever else runs. */
  suggest(request: SuggestRequest): Promise<readonly Suggestion[]>;
  /** What a button under a quote needs; undefined when no such version is stored where this reader may look. */
  context(request: ContextRequest): Promise<Context | undefined>;
  /** By title, then id. */
  sources(request: SourcesRequest): Promise<readonly DocumentInfo[]>;
  document(request: Reader & { readonly documentId: string }): Promise<Document | undefined>;
  /** Every document visible, ordered by id, in pages: those whose id comes after `after`. */
  exportPage(request: Reader & { readonly after?: string; readonly limit: number }): Promise<readonly Document[]>;

  ingest(request: IngestRequest, onProgress?: OnProgress): Promise<ChangeReport>;
  reindex(request: ReindexRequest, onProgress?: OnProgress): Promise<ChangeReport>;
  /** Stores uploads; one that is there already is refreshed. A reindex leaves them alone. */
  add(request: AddRequest, onProgress?: OnProgress): Promise<ChangeReport>;
  /** Can be undone; the next reindex does not bring it back. */
  remove(request: RemoveRequest): Promise<ChangeReport>;
  /** Cannot be undone: no text stays behind, old versions included. */
  erase(request: RemoveRequest): Promise<ChangeReport>;
  /** Takes back the last ingest, remove or reindex of that collection. */
  undo(request: ChangeRequest): Promise<ChangeReport>;
  /** What `undo` would take back, of whichever of these collections changed last; undefined when there is nothing. */
  lastChange(
    collections: readonly CollectionRef[],
  ): Promise<{ readonly collection: CollectionRef; readonly change: ChangeRecord } | undefined>;

  /**
   * Stops the change that runs or, with a collection, its ingests and reindexes that run or wait. They reject with
   * `cancelled`: the document at hand is left out, what was reported as stored stays.
   */
  cancelChange(of?: CollectionRef): Promise<void>;

  /**
   * Resolves when the housekeeping that follows a change is done: merged postings, saved graphs, passages that nobody sees
   * taken out. It runs by itself beside answers and changes; whoever is about to exit awaits it.
   */
  settle(): Promise<void>;

  health(options?: { readonly checkIntegrity?: boolean }): Promise<Health>;
  /** Finishes what was begun, then frees threads and files. The engine is unusable afterwards. */
  close(): Promise<void>;
}
