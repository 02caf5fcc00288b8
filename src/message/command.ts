/**
 * What a file in `commands/` exports: a checked plain object. Discord and the playground both run it; neither is named.
 */
import type {
  APICommandAutocompleteInteractionResponseCallbackData,
  APIModalInteractionResponseCallbackData,
  RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Engine, Turn } from '../engine.js';
import type { CollectionRef } from '../model.js';
import type { AuditLine, GuildSettings } from '../records.js';
import type { MessageView } from './view.js';
import type { Words } from './words.js';

/** Options by name, as Discord's slash command gave them; of a subcommand, with its name as `subcommand`. Roles and channels are ids. */
export type CommandOptions = Readonly<Record<string, string | number | boolean>>;

/** Who acts, where, and what they may. Decided by the surface from memory, before any work. */
export interface Caller {
  /** Discord user id, or `cli`. */
  readonly actor: string;
  /** The server; of a direct message, the one whose documents are asked. */
  readonly guildId: string;
  readonly channelId: string;
  /** Whether they have Manage Server, or a role that `/config` names. */
  readonly isModerator: boolean;
  /** Collections that this reply may draw on. */
  readonly visible: readonly CollectionRef[];
  /** Collections that this caller may change: none but for moderators. */
  readonly changeable: readonly CollectionRef[];
  /** The server's own collection for what is added without naming one. */
  readonly additions: CollectionRef;
  readonly settings: GuildSettings;
}

/** A message that a command was used on. */
export interface TargetMessage {
  readonly id: string;
  /** Link to it. */
  readonly url: string;
  readonly content: string;
  readonly author: string;
  /** ISO 8601. */
  readonly sentAt: string;
  readonly attachments: readonly AttachedFile[];
  /** Names, where they are known. */
  readonly channel?: string;
  readonly server?: string;
}

export interface AttachedFile {
  readonly name: string;
  readonly url: string;
  /** Bytes. */
  readonly size: number;
}

/** What is known of the caller's server beside its documents, from memory. */
export interface ServerFacts {
  /** Whether the role is one of this server; its own id is `@everyone`. */
  hasRole(roleId: string): boolean;
  /** A channel or thread of this server: whether everyone may read it, and whether the bot may post there. */
  channel(channelId: string): { readonly everyoneReads: boolean; readonly mayPost: boolean } | undefined;
}

/** What only some surfaces can do for a command. Absent: that one cannot. */
export interface Powers {
  /** Reads an attached file. Rejects with `unreadable` for an address that attachments do not come from, `too-large` past 20 MiB. */
  readonly fetchFile?: (file: AttachedFile) => Promise<Uint8Array>;
  /**
   * Stores new settings of the caller's server, made out of `from`; in force from the next call on. Where those are not in force
   * any more nothing is stored, and those that are come back, to be made out of instead.
   */
  readonly configure?: (settings: GuildSettings, from: GuildSettings) => Promise<GuildSettings | undefined>;
  /** Writes a line of the audit trail, and to the audit channel when there is one. Never rejects. */
  readonly audit?: (act: AuditLine['act'], detail: string) => Promise<void>;
  /** Of the caller's server. */
  readonly server?: ServerFacts;
  /** Forgets what the surface itself holds of the caller. */
  readonly forget?: () => void;
  /** Lets who may see what be decided anew: to be called after a change that may have made or ended a collection. */
  readonly collectionsChanged?: () => Promise<void>;
}

/** What `execute` is handed. */
export interface CommandContext extends Caller, Powers {
  readonly engine: Engine;
  readonly options: CommandOptions;
  /** Of a command on a message. */
  readonly target?: TargetMessage;
  /** By option name. */
  readonly files?: Readonly<Record<string, AttachedFile>>;
  /** Injected, so that ages ("3 weeks ago") can be tested. */
  readonly now: Date;
  /** What was said before, oldest first, where a call goes on from something. Default: nothing. */
  readonly history?: readonly Turn[];
  /** The exchange that this one goes on from. */
  readonly previous?: string;
  /** The bot's own words, in the language of whoever will see the reply. Default: English. */
  readonly words?: Words;
  /** Shows a newer state of a long reply. The surface limits how often it is sent. */
  update(view: MessageView): void;
}

/** An option while it is typed. */
export interface Typing {
  readonly engine: Engine;
  readonly caller: Caller;
  readonly options: CommandOptions;
  /** Name of the option that is being typed. */
  readonly focused: string;
  readonly words: Words;
}

export type Choices = NonNullable<APICommandAutocompleteInteractionResponseCallbackData['choices']>;

export interface Command {
  /** As registered with Discord. */
  readonly data: RESTPostAPIApplicationCommandsJSONBody;
  /** Whether the reply is seen by its caller only. Decided from the options alone, before any work. */
  isPrivate(options: CommandOptions): boolean;
  /** Whether the caller must be a moderator. Checked by the surface, whatever Discord's own permissions say. */
  readonly moderatorsOnly: boolean;
  /** Whether it is of no server's documents, so that in direct messages nobody is asked which is meant. Default: it is. */
  readonly needsNoServer?: boolean;
  /**
   * A form to be filled in first, decided from memory; undefined: none. What was typed comes back to `execute` as options, by the
   * `custom_id` of each input. The form's own `custom_id` is set by the surface.
   */
  form?(options: CommandOptions, words: Words): APIModalInteractionResponseCallbackData | undefined;
  /** At most 25, for an option registered with `autocomplete`. */
  suggest?(typing: Typing): Promise<Choices>;
  /** One view a message, in order; at least one. */
  execute(context: CommandContext): Promise<readonly MessageView[]>;
}
