/**
 * What counts against the limits on questions, and the refusal when they are reached. It stands alone so that commands,
 * buttons and mentions count alike.
 *
 * Whatever asks the documents counts as one: `/ask`, `/search`, `/verify`, `/summarize`, `/timeline`, the commands on a message, a
 * mention. A button that searches again for another page counts half: it costs a search and no reading. What only looks
 * something up (a paragraph, a list, help) and what moderators alone may do counts nothing.
 */
import type { Command } from '../message/command.js';
import type { Control } from '../message/controls.js';
import type { Asker } from './caller.js';
import type { Verdict } from './limits.js';
import type { Surface } from './surface.js';

/** Commands for everyone that do not ask the documents. */
const FREE: ReadonlySet<string> = new Set(['sources', 'help', 'forget-me']);
const SEARCHING: ReadonlySet<Control['kind']> = new Set(['more', 'turn', 'page']);

/** 0 to 1. */
export function weightOfCommand({ data, moderatorsOnly }: Pick<Command, 'data' | 'moderatorsOnly'>): number {
  return moderatorsOnly || FREE.has(data.name) ? 0 : 1;
}

/** 0 to 1. */
export function weightOfControl({ kind }: Control): number {
  return SEARCHING.has(kind) ? 0.5 : 0;
}

/** Counts what somebody asks, or says which limit is reached. What weighs nothing is always let through. */
export function counted(
  { guildId, userId }: Pick<Asker, 'guildId' | 'userId'>,
  weight: number,
  { limits, guilds, counters }: Pick<Surface, 'limits' | 'guilds' | 'counters'>,
): Verdict {
  if (weight === 0) return { done: () => undefined };
  const verdict = limits.begin({ guildId, userId, weight, limits: guilds.of(guildId).settings.limits });
  if (verdict.reached !== undefined) counters.limited();
  return verdict;
}
