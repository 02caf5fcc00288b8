/**
 * Moves a long exchange out of a busy channel into a thread, where a server wants that. It stands alone because a thread is a
 * courtesy: where it cannot be had, the answer stays in the channel.
 */
import { type Channel, ChannelType, DiscordAPIError, type Message, Routes } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import { plain } from '../message/escape.js';
import { clipped } from '../message/shorten.js';
import type { Addressed } from './sending.js';
import type { Surface } from './surface.js';

/** Source: Discord's API documentation, "Start Thread from Message". */
const LONGEST_NAME = 100;
/** Minutes without a message after which Discord puts the thread away; anybody brings it back by writing. */
const ARCHIVED_AFTER = 1_440;
const THREAD_EXISTS = 160_004;
const MISSING: ReadonlySet<number | string> = new Set([50_001, 50_013]);

export interface Threading {
  readonly message: Pick<Message, 'id' | 'channelId'> & {
    /** `null` when it was deleted while the answer was made. */
    readonly channel: Pick<Channel, 'type'> | null;
  };
  readonly question: string;
  /** Exchanges that this question goes on from. */
  readonly exchanges: number;
  /** As the server chose: 0 for never. */
  readonly threadAfter: number;
}

/** Where the answer goes: a new thread on the message that asks, or a reply to that message. Never rejects. */
export async function placeOf(
  { message, question, exchanges, threadAfter }: Threading,
  surface: Pick<Surface, 'rest' | 'log' | 'threadTrouble'>,
): Promise<Pick<Addressed, 'channelId' | 'repliesTo'>> {
  const { id, channelId, channel } = message;
  const here = { channelId, repliesTo: id };
  const isLong = threadAfter > 0 && exchanges >= threadAfter;
  const mayThread = channel?.type === ChannelType.GuildText || channel?.type === ChannelType.GuildAnnouncement;
  if (!isLong || !mayThread) return here;
  try {
    const name = clipped(plain(question).trim(), LONGEST_NAME);
    await surface.rest.post(Routes.threads(channelId, id), { body: { name, auto_archive_duration: ARCHIVED_AFTER } });
    surface.threadTrouble.delete(channelId);
    // A thread on a message has the message's id.
    return { channelId: id };
  } catch (thrown) {
    if (thrown instanceof DiscordAPIError && thrown.code === THREAD_EXISTS) return { channelId: id };
    logTrouble(thrown, channelId, surface);
    return here;
  }
}

/** Once a channel, since every answer there would say the same. */
function logTrouble(
  thrown: unknown,
  channelId: string,
  { log, threadTrouble }: Pick<Surface, 'log' | 'threadTrouble'>,
) {
  if (threadTrouble.has(channelId)) return;
  threadTrouble.add(channelId);
  const isMissing = thrown instanceof DiscordAPIError && MISSING.has(thrown.code);
  const needed = isMissing ? { needed: 'Create Public Threads' } : {};
  log.warn(
    { channel: channelId, ...needed, err: asVerbatimError(thrown) },
    'A thread could not be opened; answers stay in the channel',
  );
}
