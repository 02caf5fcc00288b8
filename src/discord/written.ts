/**
 * A question written in a message, answered as `/ask` would. Apart from `mentions`, because one that had to wait until a server
 * was chosen is answered later, when a menu is used.
 */
import type { Message } from 'discord.js';
import { notice } from '../message/layout.js';
import type { MessageView } from '../message/view.js';
import type { Words } from '../message/words.js';
import { type Asker, callerOf } from './caller.js';
import { earlierConversation } from './earlier.js';
import { powersOf } from './powers.js';
import type { Surface } from './surface.js';

export interface Written {
  readonly question: string;
  /** Of a question that was given to a command. */
  readonly collection?: string | undefined;
  readonly channelId: string;
  /** What the message replies to. */
  readonly reference: Message['reference'];
  /** The bot's own id. */
  readonly selfId: string;
  readonly words: Words;
}

export interface Asking {
  readonly asker: Asker;
  readonly audience: 'public' | 'private';
}

export interface AnsweredInWriting {
  readonly views: readonly MessageView[];
  /** Exchanges that the question goes on from. */
  readonly exchanges: number;
  /** As the server chose. */
  readonly threadAfter: number;
}

export async function answerWritten(
  written: Written,
  { asker, audience }: Asking,
  surface: Surface,
): Promise<AnsweredInWriting> {
  const { question, collection, selfId, words } = written;
  const caller = callerOf(asker, audience, surface);
  const { visible, settings } = caller;
  const { threadAfter } = settings;
  const ask = surface.commands.get('ask');
  if (ask === undefined) return { views: [notice(words.text('notice.howToAsk'))], exchanges: 0, threadAfter };
  const { engine, now } = surface;
  const replying = { selfId, visible, counted: threadAfter };
  const { turns, exchanges, previous } = await earlierConversation(written, replying, surface);
  const views = await ask.execute({
    ...caller,
    ...powersOf(caller, surface),
    ...{ engine, words, now: now(), history: turns },
    options: { question, ...(collection !== undefined && { collection }) },
    ...(previous !== undefined && { previous }),
    // Typing stands for progress here: a message of the bot's own is sent once.
    update: () => undefined,
  });
  return { views, exchanges, threadAfter };
}
