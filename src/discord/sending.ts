/**
 * Messages of the bot's own, as against answers to interactions. It stands alone because what is missing in a channel, or gone
 * from it, must not cost the answer: it goes out with less, and only where nothing may be said the log alone has it.
 */
import { DiscordAPIError, Routes } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import { withoutEmbeds } from '../message/plain-text.js';
import type { MessageView } from '../message/view.js';
import type { Words } from '../message/words.js';
import { PERMISSIONS } from './permissions.js';
import type { Surface } from './surface.js';

/** Where messages go. */
export interface Addressed {
  readonly channelId: string;
  /** The message that the first one replies to. */
  readonly repliesTo?: string;
  readonly words: Words;
  /** For the log: what is answered, for whom. */
  readonly doing: object;
}

/** What else a message is sent with, tried in turn as Discord refuses it. */
interface Attempt {
  readonly isReply: boolean;
  readonly hasEmbeds: boolean;
}

const CANNOT_REPLY_WITHOUT_HISTORY = 160_002;
const MISSING_PERMISSIONS = 50_013;
/** Nothing can be said there, whatever it is. */
const CLOSED: ReadonlyMap<number | string, string> = new Map([
  [10_003, 'the channel was deleted meanwhile'],
  [50_001, 'the bot may not see this channel (View Channels)'],
  [50_007, 'this person takes no direct messages from the bot'],
  [50_083, 'the thread is archived and locked'],
]);

/** One after the other; those after one that cannot be sent are not sent. Rejects when Discord fails in another way. */
export async function sendMessages(
  views: readonly MessageView[],
  to: Addressed,
  surface: Pick<Surface, 'rest' | 'log'>,
): Promise<void> {
  let attempt: Attempt = { isReply: to.repliesTo !== undefined, hasEmbeds: true };
  for (const view of views) {
    const worked = await sendOne(view, { to, attempt }, surface);
    if (worked === undefined) return;
    attempt = { ...worked, isReply: false };
  }
}

/** What it was sent with in the end; undefined when it could not be sent. */
async function sendOne(
  view: MessageView,
  { to, attempt }: { readonly to: Addressed; readonly attempt: Attempt },
  surface: Pick<Surface, 'rest' | 'log'>,
): Promise<Attempt | undefined> {
  for (let next: Attempt | undefined = attempt; next !== undefined; ) {
    try {
      await surface.rest.post(Routes.channelMessages(to.channelId), { body: bodyOf(view, to, next) });
      return next;
    } catch (thrown) {
      if (!(thrown instanceof DiscordAPIError)) throw thrown;
      next = afterRefusal(thrown, next, { to, log: surface.log });
    }
  }
  return undefined;
}

function bodyOf(view: MessageView, { repliesTo, words }: Addressed, { isReply, hasEmbeds }: Attempt): object {
  const shown = hasEmbeds ? view : withoutEmbeds(view, words);
  // A question that was deleted meanwhile is answered all the same.
  const reference = { message_reference: { message_id: repliesTo, fail_if_not_exists: false } };
  return isReply ? { ...shown, ...reference } : shown;
}

function afterRefusal(
  thrown: DiscordAPIError,
  attempt: Attempt,
  { to, log }: { readonly to: Addressed; readonly log: Surface['log'] },
): Attempt | undefined {
  const fields = { ...to.doing, channel: to.channelId };
  if (thrown.code === CANNOT_REPLY_WITHOUT_HISTORY && attempt.isReply) return { ...attempt, isReply: false };
  const why = CLOSED.get(thrown.code);
  if (why !== undefined) {
    log.warn({ ...fields, why }, 'An answer could not be sent');
    return undefined;
  }
  if (thrown.code !== MISSING_PERMISSIONS) throw thrown;
  const needed = PERMISSIONS.map((permission) => permission.name).join(', ');
  log.warn(
    { ...fields, needed, err: asVerbatimError(thrown) },
    'The bot may not answer in this channel as it should: a permission is missing',
  );
  return attempt.hasEmbeds ? { ...attempt, hasEmbeds: false } : undefined;
}
