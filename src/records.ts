/**
 * What is kept about a server beside its documents: what its moderators chose, what its people asked, and who did what.
 * Types and nothing else. Apart from `model`, because none of it is ever searched or quoted, and all of it has an end.
 */
import type { CollectionRef, Span } from './model.js';

/** Names one quote without carrying its words: what a button remembers. */
export interface QuoteAddress extends Span {
  /** Any unambiguous beginning of the document version, at least 16 digits. */
  readonly version: string;
  /** First 8 hexadecimal digits of SHA-256 of the document id. */
  readonly documentKey: string;
}

/** A question kept so that a button under its answer can be pressed later, and a reply to it can lean on it. */
export interface Exchange {
  /** As understood: completed from the conversation where it leaned on it. */
  readonly question: string;
  /** What it was asked of. A button shows no more than these, and of these only what its presser may see. */
  readonly collections: readonly CollectionRef[];
  /** What was asked for. Default `ask`. */
  readonly kind?: 'ask' | 'search' | 'summarize' | 'timeline';
  /** Options of the request that asking again needs, as the engine takes them. */
  readonly options?: Readonly<Record<string, string | number>>;
  /** The server it was asked in; absent in a terminal. For direct messages, the server whose documents were asked. */
  readonly guildId?: string;
  /** Who asked, so that they can have it forgotten. */
  readonly userId?: string;
  readonly outcome?: 'answer' | 'abstention';
  /** What was shown, best first, at most ten. Addresses only: what is erased is erased here too. */
  readonly quotes?: readonly QuoteAddress[];
  /** The exchange that this one went on from. */
  readonly previous?: string;
}

/** Who in a server may see one collection. An empty list opens it to nobody but moderators. */
export interface CollectionAccess {
  readonly collection: CollectionRef;
  /** Role ids. The server's own id is `@everyone`. */
  readonly roles: readonly string[];
  /** Channels in which public answers may draw on it, whoever reads them. Threads go with their channel. */
  readonly channels: readonly string[];
}

/** Most questions, each from 1 up. */
export interface Limits {
  readonly userMinute: number;
  readonly userDay: number;
  readonly guildMinute: number;
  readonly guildDay: number;
  /** Being answered at one time. */
  readonly userAtOnce: number;
  readonly guildAtOnce: number;
}

/** What `/config` changes. Unset fields are the defaults of `settingsOf`. */
export interface GuildSettings {
  /** Roles whose members are moderators, beside everybody with Manage Server. */
  readonly moderatorRoles: readonly string[];
  /** Collections that are not open as they are by default: `default` ones to everyone, others to moderators. */
  readonly access: readonly CollectionAccess[];
  /** Where acts of moderators are announced. */
  readonly auditChannelId?: string;
  /** After so many exchanges in a row a conversation moves into a thread; 0: never. */
  readonly threadAfter: number;
  /** How long questions, votes and audit lines are kept: 1 to 365. */
  readonly retentionDays: number;
  readonly limits: Limits;
  /** Absent: as whoever runs the bot configured it (`VERBATIM_CAUTION`). */
  readonly caution?: 'strict' | 'balanced' | 'eager';
}

export const DEFAULT_SETTINGS: GuildSettings = Object.freeze({
  moderatorRoles: [],
  access: [],
  threadAfter: 0,
  retentionDays: 30,
  limits: Object.freeze({
    userMinute: 10,
    userDay: 200,
    guildMinute: 60,
    guildDay: 2000,
    userAtOnce: 2,
    guildAtOnce: 20,
  }),
});

/** Questions that were not answered, or whose answer did not help; like ones stand as one. */
export interface Gap {
  /** 12 characters of `[A-Za-z0-9_-]`: that of its newest question. */
  readonly id: string;
  /** The newest of them. */
  readonly question: string;
  /** How often it was asked, each person counted once a day. */
  readonly asked: number;
  /** How many of these had an answer that was marked as no help. */
  readonly unhelpful: number;
  /** ISO 8601. */
  readonly lastAskedAt: string;
  readonly collections: readonly CollectionRef[];
}

/** What a moderator did about a gap. */
export interface GapClosing {
  readonly guildId: string;
  readonly gapId: string;
  readonly actor: string;
  /** The document that answers it; absent: dismissed. */
  readonly document?: { readonly owner: string; readonly documentId: string };
}

/** A question that a moderator answered by pointing at a document: shown beside an abstention, exported as a test case. */
export interface Pointer {
  readonly question: string;
  readonly documentId: string;
  /** Owner of the document's collection. */
  readonly owner: string;
  /** ISO 8601. */
  readonly at: string;
}

/**
 * One act of a moderator, or of the bot on a server's data. Append-only until it is purged. That somebody had themselves
 * forgotten is no act: a line of it, even without a name, would tell by its time who it was.
 */
export interface AuditLine {
  readonly guildId: string;
  /** A Discord user's id, or `bot`. */
  readonly actor: string;
  readonly act:
    | 'add'
    | 'remove'
    | 'erase'
    | 'reindex'
    | 'cancel'
    | 'undo'
    | 'config'
    | 'gap-answered'
    | 'gap-dismissed'
    | 'left';
  /** What it was done to, in a few plain words: a document's id, a setting and its value. At most 300 characters. */
  readonly detail: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What is kept beside documents. Writing it waits for no change of the index. */
export interface Records {
  /** Every collection there is, empty ones too. */
  collections(): Promise<readonly CollectionRef[]>;
  /** Of every server that chose something. */
  settings(): Promise<readonly { readonly guildId: string; readonly settings: GuildSettings }[]>;
  configure(request: { readonly guildId: string; readonly settings: GuildSettings }): Promise<void>;

  /**
   * Keeps a question for later buttons and gives its name: 12 characters of `[A-Za-z0-9_-]`. One that was asked before its
   * asker had themselves forgotten is named and not kept. `askedAt` defaults to now.
   */
  remember(exchange: Exchange, askedAt?: Date): Promise<string>;
  recall(exchangeId: string): Promise<Exchange | undefined>;
  /** Whether an answer helped somebody; their later word replaces their earlier one. False when the exchange is gone. */
  vote(vote: { readonly exchangeId: string; readonly userId: string; readonly helpful: boolean }): Promise<boolean>;

  /** Open ones of a server, most asked first. */
  gaps(request: { readonly guildId: string; readonly limit?: number }): Promise<readonly Gap[]>;
  /** Closes a gap and all questions like it. False when it is not open (any more). */
  closeGap(closing: GapClosing): Promise<boolean>;
  /** Questions answered through `closeGap`, newest first; with `question`, only those like it. */
  pointers(request: { readonly guildId: string; readonly question?: string }): Promise<readonly Pointer[]>;

  record(line: AuditLine): Promise<void>;
  /** Newest first. Default 20. */
  audit(request: { readonly guildId: string; readonly limit?: number }): Promise<readonly AuditLine[]>;

  /**
   * Deletes what is older than each server's retention time, and with a person's last question in a server that they chose
   * it. Gives how many questions went.
   */
  purge(): Promise<number>;
  /** Deletes a person's questions, votes and gaps, and takes their name off changes and audit lines. */
  forget(request: { readonly userId: string }): Promise<number>;
  /** Which server a person asks in direct messages, when they are in several. */
  chosenServer(userId: string): Promise<string | undefined>;
  chooseServer(choice: { readonly userId: string; readonly guildId: string }): Promise<void>;

  /** Every server that something is kept of, by id. */
  servers(): Promise<readonly string[]>;
  /** The servers that the bot is in now; those that it was in before are counted down from now, others no longer. */
  presentIn(guildIds: readonly string[]): Promise<void>;
  /** Deletes all that belongs to servers that were left longer ago than `days`, documents included. Gives their ids. */
  eraseLeft(request: { readonly days: number }): Promise<readonly string[]>;
}
