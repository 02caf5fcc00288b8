/**
 * The nouns that flow through Verbatim, types and nothing else.
 *
 * `Source -> Document -> Passage[] -> Hit[] -> Answer | Abstention -> MessageView`.
 * Their JSON is what the terminal prints with `--json`, so a field here is a promise to scripts: fields are
 * added, never renamed. Unknown values are left out, never `null`.
 */

/** A half-open range of UTF-16 code units of one text: `text.slice(start, end)`. */
export interface Span {
  /** Offset of the first code unit, from 0. */
  readonly start: number;
  /** Offset just past the last code unit; never below `start`. */
  readonly end: number;
}

/** One heading of a document. The span covers the heading's words in the canonical text. */
export interface Heading extends Span {
  /** 1 (outermost) to 6. */
  readonly level: number;
  readonly title: string;
}

/** What a reader uses to find a place in a document. */
export interface Outline {
  /** In order of `start`. */
  readonly headings: readonly Heading[];
  /** Offset at which each page begins, page 1 first; empty for texts without pages. */
  readonly pageStarts: readonly number[];
}

/** What is known of a document beside its text. Only what the source states: a file's mtime is no publication date. */
export interface Metadata {
  readonly title?: string;
  readonly publisher?: string;
  readonly author?: string;
  readonly url?: string;
  /** ISO 8601, as precise as the source states it: `2025`, `2025-05`, `2025-05-27`, or with a time. */
  readonly publishedAt?: string;
  /** BCP 47, lower case primary tag first, as stated: `en`, `de`, `zh-hans`. */
  readonly language?: string;
}

/** What a parser makes of bytes: canonical text, its outline and what it states about itself. */
export interface Draft extends Metadata {
  /** Canonical (see `text/canonical`): NFC, `\n` newlines, single plain spaces, paragraphs apart by one empty line. */
  readonly text: string;
  readonly outline: Outline;
}

/** One version of a stored document, without its text. */
export interface DocumentInfo extends Metadata {
  /** Unique within one owner. The id that was given, else the path relative to the folder named, else the canonical URL. */
  readonly id: string;
  /** SHA-256 of the canonical text, as 64 hexadecimal digits. */
  readonly version: string;
  /** Names of the collections it stands in. */
  readonly collections: readonly string[];
  /** Where it came from: a path, a URL, or `path.jsonl#line`. */
  readonly source: string;
}

export interface Document extends DocumentInfo {
  readonly text: string;
  readonly outline: Outline;
}

/** A run of whole sentences of one version; `text === document.text.slice(span.start, span.end)`. */
export interface Passage {
  readonly documentId: string;
  readonly version: string;
  /** Position among the document's passages, from 0. */
  readonly ordinal: number;
  readonly span: Span;
  readonly text: string;
  /** The passage's sentences (or parts of a sentence too long for the model), in document offsets, in order. */
  readonly sentences: readonly Span[];
}

/** A passage that retrieval brought. */
export interface Hit {
  readonly passage: Passage;
  readonly document: DocumentInfo;
  /** From 1, best first. */
  readonly rank: number;
  /** Fused score, higher is better; comparable within one query only. */
  readonly score: number;
  /** Raw BM25, 0 and up; 0 when no term is shared. */
  readonly lexical: number;
  /** Raw cosine between query and passage, -1 to 1. */
  readonly semantic: number;
  /** Unit vectors of `passage.sentences`, in that order; empty when the embedder gives none. May be made anew each time. */
  readonly sentenceVectors: readonly Float32Array[];
}

/** Words cut from a stored document. Made by `answer/quotes.locate` only, so `exact` is always that slice. */
export interface Quote extends Span {
  readonly documentId: string;
  readonly version: string;
  /** `document.text.slice(start, end)` of that version. */
  readonly exact: string;
}

/** Another document that says the quoted sentence too. */
export interface NearCopy {
  readonly documentId: string;
  readonly publisher?: string;
  readonly url?: string;
  readonly publishedAt?: string;
}

/** A quote with what a reader needs to trust and find it. */
export interface Citation {
  /** From 1, as statements name it. */
  readonly label: number;
  readonly quote: Quote;
  /** The words that answer, inside the quote, in document offsets. */
  readonly highlight?: Span;
  readonly title?: string;
  readonly publisher?: string;
  readonly url?: string;
  readonly publishedAt?: string;
  /** `p. 4, Setup` or `para. 4`. */
  readonly locator?: string;
  readonly alsoIn?: readonly NearCopy[];
}

/** One sentence of an answer and the labels of the citations that carry it. */
export interface Statement {
  readonly text: string;
  readonly citations: readonly number[];
}

/** Claims that cannot all hold, each with the citations that make it. */
export interface Disagreement {
  readonly about: string;
  readonly positions: readonly { readonly claim: string; readonly citations: readonly number[] }[];
}

/** A passage shown with an abstention: close, but not an answer. */
export interface NearestPassage extends Quote {
  /** Fused retrieval score. */
  readonly score: number;
  readonly title?: string;
  readonly publisher?: string;
  readonly url?: string;
  readonly publishedAt?: string;
  readonly locator?: string;
}

/** Milliseconds spent in each part of one question. */
export interface Timings {
  readonly embed: number;
  readonly search: number;
  readonly read: number;
  readonly total: number;
}

interface Outcome {
  /** The caller's own name for the question, when it gave one. */
  readonly id?: string;
  readonly question: string;
  /** The question as completed from the conversation, when that changed it. */
  readonly interpretedAs?: string;
  /** What was searched for instead, when words that no visible document has were replaced by near ones that some have. */
  readonly searchedFor?: string;
  /** 0 to 1: how likely the documents answer this. */
  readonly confidence: number;
  /** Of a timeline: how many documents about its topic were left out because they state no date of publication. */
  readonly undated?: number;
  readonly timingsMs: Timings;
}

export interface Answer extends Outcome {
  readonly outcome: 'answer';
  readonly method: 'extractive' | 'generative';
  readonly statements: readonly Statement[];
  /** Best first, at most five. */
  readonly citations: readonly Citation[];
  readonly disagreements: readonly Disagreement[];
  readonly nearest: readonly NearestPassage[];
}

export type AbstentionReason = 'nothing-indexed' | 'nothing-near' | 'not-stated' | 'not-allowed';

/** An honest no, and the nearest passages. A value, not an error. */
export interface Abstention extends Outcome {
  readonly outcome: 'abstention';
  readonly reason: AbstentionReason;
  readonly statements: readonly [];
  readonly citations: readonly [];
  readonly disagreements: readonly [];
  readonly nearest: readonly NearestPassage[];
}

export type Reply = Answer | Abstention;

/**
 * One piece of a shown difference between the words asked about and the words that stand in the document:
 * both have it (`same`), only the document has it (`stored`), only the asker has it (`asked`).
 */
export interface DifferencePart {
  readonly kind: 'same' | 'stored' | 'asked';
  readonly text: string;
}

/** Whether some words stand in the documents, and where. */
export interface Verification {
  readonly words: string;
  /**
   * `exact`: to the letter; `normalised`: but for case, quotation marks, dashes or spaces; `near`: the closest passage
   * differs as `difference` shows; `earlier-version`: only in a version since replaced; `absent`: not here.
   */
  readonly outcome: 'exact' | 'normalised' | 'near' | 'absent' | 'earlier-version';
  readonly matches: readonly Citation[];
  /** With `near`: from the first match's words to the words asked about. */
  readonly difference?: readonly DifferencePart[];
}

/** One document in the report of a change. */
export interface Change {
  readonly documentId: string;
  readonly source: string;
  /** How many passages it has in the index now. */
  readonly passages: number;
  /** Why it failed, or what was done about it. */
  readonly reason?: string;
}

/** A change as the record of changes names it. */
export interface ChangeRecord {
  readonly kind: 'ingest' | 'add' | 'reindex' | 'remove' | 'erase' | 'undo';
  /** `cli`, `start`, or a Discord user's id. */
  readonly actor: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What an ingest, reindex, removal or undo did. */
export interface ChangeReport {
  /** Which change was taken back; with `undo` only. */
  readonly undone?: ChangeRecord;
  /** Files of folders and globs whose kind is not read; absent when there are none. */
  readonly leftOut?: number;
  /** Documents embedded again first, because another embedding model was chosen; the old one answered meanwhile. */
  readonly prepared?: number;
  readonly added: readonly Change[];
  readonly changed: readonly Change[];
  readonly removed: readonly Change[];
  readonly unchanged: readonly Change[];
  readonly failed: readonly Change[];
}

/** A set of documents that one guild or role may see. Its owner alone changes it. */
export interface CollectionRef {
  /** `host` (who runs the process) or a guild's id. */
  readonly owner: string;
  /** 1 to 64 characters: letters, digits, `-` and `_`. */
  readonly name: string;
}

/** The paragraph around a quote. */
export interface Context {
  readonly citation: Citation;
  /** The surrounding paragraphs, in order; the quote lies inside. */
  readonly surrounding: Quote;
  /** False when the document has been changed or removed since the quote was shown. */
  readonly current: boolean;
}
