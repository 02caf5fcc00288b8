/**
 * What a file in `commands/` exports: a checked plain object. Discord and the playground both run it; neither is named.
 */
import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import type { Engine, Turn } from '../engine.js';
import type { CollectionRef } from '../model.js';
import type { MessageView } from './view.js';
import type { Words } from './words.js';

/** Options by name, as Discord's slash command gave them. */
export type CommandOptions = Readonly<Record<string, string | number | boolean>>;

/** Who calls, from where, and what they may see or change. Decided by the surface, before the command runs. */
export interface CommandContext {
  readonly engine: Engine;
  readonly options: CommandOptions;
  /** Collections this reply may draw on. */
  readonly visible: readonly CollectionRef[];
  /** The collection that this caller's changes go to. */
  readonly changes: CollectionRef;
  /** Discord user id, or `cli`. */
  readonly actor: string;
  /** Injected, so that ages ("3 weeks ago") can be tested. */
  readonly now: Date;
  /** What was said before, oldest first, where a call goes on from something. Default: nothing. */
  readonly history?: readonly Turn[];
  /** The bot's own words, in the language of whoever will see the reply. Default: English. */
  readonly words?: Words;
  /** Shows a newer state of a long reply. The surface limits how often it is sent. */
  update(view: MessageView): void;
}

export interface Command {
  /** As registered with Discord. */
  readonly data: RESTPostAPIApplicationCommandsJSONBody;
  /** Whether the reply is seen by its caller only. Decided from the options alone, before any work. */
  isPrivate(options: CommandOptions): boolean;
  /** Whether the caller needs Manage Server. Checked by the surface, whatever Discord's own permissions say. */
  readonly moderatorsOnly: boolean;
  /** One view a message, in order; at least one. */
  execute(context: CommandContext): Promise<readonly MessageView[]>;
}
