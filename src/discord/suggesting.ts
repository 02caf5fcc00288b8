/**
 * Answers an option that is being typed. It stands alone because Discord waits 3 s and then shows an error: what is late is
 * not sent, and somebody who types is better served by no suggestions than by a red line.
 */
import { asVerbatimError } from '../errors.js';
import type { Choices, Command, Typing } from '../message/command.js';
import type { Log } from '../ops/log.js';
import type { Clock } from './clock.js';

/** One second less than Discord waits, for the way there and back. */
export const SUGGEST_MS = 2_000;
const MOST_CHOICES = 25;
const LONGEST = 100;

export interface SuggestingOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** For the log: who types what option of which command, without a word of theirs. */
  readonly doing: object;
}

/** At most 25 choices that Discord accepts; none when the command has none, fails, or takes too long. Never rejects. */
export async function suggestions(
  command: Pick<Command, 'suggest'> | undefined,
  typing: Typing,
  { clock, log, doing }: SuggestingOptions,
): Promise<Choices> {
  if (command?.suggest === undefined) return [];
  let callOff = (): void => undefined;
  const late = new Promise<'late'>((resolve) => {
    callOff = clock.after(SUGGEST_MS, () => resolve('late'));
  });
  try {
    const found = await Promise.race([command.suggest(typing), late]);
    if (found !== 'late') return fitting(found);
    log.warn(doing, 'Suggestions took too long and were left out');
    return [];
  } catch (thrown) {
    log.warn({ ...doing, err: asVerbatimError(thrown) }, 'Suggestions failed');
    return [];
  } finally {
    callOff();
  }
}

/** One choice that Discord refuses would cost them all. */
function fitting(choices: Choices): Choices {
  const fits = (text: string): boolean => text.trim() !== '' && text.length <= LONGEST;
  const usable = choices.filter(({ name, value }) => fits(name) && (typeof value === 'number' || fits(value)));
  return usable.slice(0, MOST_CHOICES);
}
