/**
 * What the emulated Discord knows: people, guilds, channels, messages, interactions. Alone because the gateway, the
 * routes and the test's driver all read and change this one world, and none of them owns it.
 */
import type {
  APIApplicationCommand,
  APIAttachment,
  APIGuildMember,
  APIInteraction,
  APIMessage,
  APIRole,
  APIUser,
} from 'discord-api-types/v10';
import { Changes } from './changes.js';

/** What a test can take from the bot in a channel. `send` covers threads too. */
export type ChannelRight = 'view' | 'send' | 'threads' | 'react' | 'attach' | 'embed' | 'history';

/** What a channel gives to or takes from a role (type 0) or a member (1). A role's id is the guild's for @everyone. */
export interface Overwrite {
  readonly id: string;
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface ThreadState {
  readonly ownerId: string;
  readonly autoArchiveMinutes: number;
  readonly createdAt: number;
  archived: boolean;
  locked: boolean;
  readonly memberIds: Set<string>;
}

export interface ChannelRecord {
  readonly id: string;
  /** 0 text, 1 DM, 11 public thread, 12 private thread. */
  readonly type: number;
  name: string;
  topic: string | null;
  readonly guildId?: string;
  readonly parentId?: string;
  /** The user at the other end of a DM. */
  readonly recipientId?: string;
  readonly thread?: ThreadState;
  /** Rights that the bot lacks here. */
  readonly denied: Set<ChannelRight>;
  /** Of a guild's channel; threads go by their channel's. */
  overwrites: readonly Overwrite[];
}

export interface GuildRecord {
  readonly id: string;
  readonly name: string;
  /** The server's language, as Discord names it. */
  readonly locale: string;
  readonly ownerId: string;
  readonly roles: APIRole[];
  readonly members: Map<string, APIGuildMember>;
}

export interface MessageRecord {
  message: APIMessage;
  /** Set for an ephemeral message: the one user who sees it. */
  readonly onlyFor?: string;
  /** Deferred and not yet answered: Discord shows "thinking". */
  loading: boolean;
  deleted: boolean;
}

/** The bot's first response to an interaction, as it was sent. */
export interface FirstResponse {
  readonly type: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** By the emulator's clock, from the interaction's creation. */
  readonly elapsedMs: number;
}

export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly payload: APIInteraction;
  readonly userId: string;
  readonly channelId: string;
  /** In ms of the emulator's clock; a test moves it back to let an interaction expire. */
  createdAt: number;
  first?: FirstResponse;
  originalId?: string;
  readonly followupIds: string[];
}

/** An event for the gateway. `intents`: one of these must have been asked for; 0 means that nobody needs to ask. */
export interface Publication {
  readonly event: string;
  readonly intents: number;
  /** The event's data, for a session with or without the Message Content intent. */
  data(seesContent: boolean): unknown;
}

export interface StoredFile {
  readonly data: Buffer;
  readonly contentType: string;
}

export class World {
  readonly changes = new Changes();
  readonly users = new Map<string, APIUser>();
  readonly guilds = new Map<string, GuildRecord>();
  readonly channels = new Map<string, ChannelRecord>();
  /** By id, oldest first. */
  readonly messages = new Map<string, MessageRecord>();
  /** By token. */
  readonly interactions = new Map<string, InteractionRecord>();
  /** By guild id, or `global`. */
  readonly commands = new Map<string, APIApplicationCommand[]>();
  /** By guild id: roles that may use every command, whatever its default permissions (Server Settings, Integrations). */
  readonly commandGrants = new Map<string, Set<string>>();
  /** By the path of their URL. */
  readonly files = new Map<string, StoredFile>();
  /** `http://127.0.0.1:PORT`; set once the server listens. */
  origin = '';
  /** Set by the gateway. */
  publish: (publication: Publication) => void = () => undefined;
  /** Added to the clock by a test that lets time pass. */
  aheadMs = 0;
  #lastId = 0n;

  constructor(
    readonly bot: APIUser,
    /** Whether the application has the Message Content intent switched on. */
    readonly mayReadContent: boolean,
    readonly clock: () => number,
  ) {
    this.users.set(bot.id, bot);
  }

  /** Milliseconds since 1970, as this world sees it. */
  now(): number {
    return this.clock() + this.aheadMs;
  }

  timestamp(): string {
    return new Date(this.now()).toISOString().replace('Z', '000+00:00');
  }

  /** A new id of this moment, greater than any before. Discord's epoch is the first second of 2015. */
  id(): string {
    const wanted = BigInt(Math.trunc(this.now()) - 1_420_070_400_000) << 22n;
    this.#lastId = wanted > this.#lastId ? wanted : this.#lastId + 1n;
    return String(this.#lastId);
  }

  user(id: string): APIUser {
    return found(this.users.get(id), `user ${id}`);
  }

  channel(id: string): ChannelRecord {
    return found(this.channels.get(id), `channel ${id}`);
  }

  guild(id: string): GuildRecord {
    return found(this.guilds.get(id), `guild ${id}`);
  }

  /** Keeps a file and says where it is served. */
  store(file: StoredFile & { readonly filename: string; readonly channelId: string }): APIAttachment {
    const id = this.id();
    const path = `/attachments/${file.channelId}/${id}/${encodeURIComponent(file.filename)}`;
    this.files.set(path, file);
    const url = `${this.origin}${path}`;
    return {
      id,
      filename: file.filename,
      size: file.data.length,
      url,
      proxy_url: url,
      content_type: file.contentType,
    };
  }
}

/** For what a test named: its absence is the test's mistake, not one that Discord answers. */
function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The emulator has no ${what}.`);
  return value;
}
