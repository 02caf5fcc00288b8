/** What every handler of this surface is handed. It stands alone so that handlers share types and not each other. */
import type { Engine } from '../engine.js';
import type { Command, Powers, ServerFacts } from '../message/command.js';
import type { Counters } from '../ops/counters.js';
import type { Log } from '../ops/log.js';
import type { Clock } from './clock.js';
import type { Guilds } from './guilds.js';
import type { InteractionReply } from './interaction-reply.js';
import type { Languages } from './languages.js';
import type { QuestionLimits } from './limits.js';
import type { Rest } from './rest.js';
import type { SharedServers } from './shared-servers.js';

export interface Surface {
  readonly engine: Engine;
  readonly rest: Rest;
  readonly log: Log;
  /** By name: slash commands, and those on a message. */
  readonly commands: ReadonlyMap<string, Command>;
  readonly now: () => Date;
  readonly clock: Clock;
  /** A fresh incident id, to be shown to a user and found in the log. */
  readonly newIncidentId: () => string;
  /** What is remembered of each server. */
  readonly guilds: Guilds;
  readonly limits: QuestionLimits;
  readonly counters: Counters;
  /** What Discord told of a server; undefined of one that the bot is not in. */
  readonly serverFacts: (guildId: string) => ServerFacts | undefined;
  /** Servers whose audit channel could not be written to when it was last tried. */
  readonly auditTrouble: Set<string>;
  /** Channels in which a thread could not be opened when it was last tried. */
  readonly threadTrouble: Set<string>;
  /** For direct messages. */
  readonly shared: SharedServers;
  readonly fetchFile: NonNullable<Powers['fetchFile']>;
  /** The preferred language of a server, as Discord names it; undefined in a direct message (`null`). */
  readonly localeOf: (guildId: string | null) => string | undefined;
}

/** An interaction as a handler takes it: how to answer it, and how to name it in the log. */
export interface Call {
  readonly reply: InteractionReply;
  /** Who asked for what and where, without a word of theirs. */
  readonly doing: object;
  readonly languages: Languages;
}
