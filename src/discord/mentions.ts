/**
 * Messages that mention the bot, or reply to it with the ping left on, and direct messages. Discord sends their content
 * without the Message Content intent; of all others it is blank, and they are not looked at. The answer is that of `/ask`.
 */
import { type Message, Routes } from 'discord.js';
import { asVerbatimError } from '../errors.js';
import { notice } from '../message/layout.js';
import { limitReached } from '../message/limit-reached.js';
import { drawnFrom } from '../message/servers.js';
import type { MessageView } from '../message/view.js';
import type { Words } from '../message/words.js';
import { askerOfMessage } from './caller.js';
import { counted } from './counting.js';
import { directly, showServers } from './direct.js';
import { incident } from './incident.js';
import { languageOfServer } from './languages.js';
import { type Addressed, sendMessages } from './sending.js';
import type { Surface } from './surface.js';
import { placeOf } from './threads.js';
import { type Asking, answerWritten } from './written.js';

/** What of a discord.js message is read. */
export type HeardMessage = Pick<
  Message,
  | 'id'
  | 'channelId'
  | 'channel'
  | 'guildId'
  | 'content'
  | 'author'
  | 'member'
  | 'webhookId'
  | 'system'
  | 'mentions'
  | 'reference'
>;

/** A message's answer, and where it goes when that is not a reply to the message. */
interface Answered {
  readonly views: readonly MessageView[];
  readonly place?: Pick<Addressed, 'channelId' | 'repliesTo'>;
}

interface Heard {
  readonly message: HeardMessage;
  readonly question: string;
  readonly selfId: string;
  readonly words: Words;
}

/** Of a direct message that asks for the menu of servers, in any language. */
const SERVER = /^["“„«]?server["”“»]?$/i;

/** Answers one message, or leaves it alone. Never rejects. */
export async function onMessage(message: HeardMessage, selfId: string, surface: Surface): Promise<void> {
  if (!isForUs(message, selfId)) return;
  const { id, channelId, guildId, author } = message;
  const doing = { message: id, user: author.id, guild: guildId, channel: channelId };
  const words = languageOfServer(surface.localeOf(guildId));
  try {
    const heard = { message, question: questionIn(message.content, selfId), selfId, words };
    const answering = guildId === null ? answerWriter(heard, surface) : answerMention(heard, surface);
    const { views, place } = await answering.catch(
      (thrown: unknown): Answered => ({
        views: [incident(thrown, { doing, words }, surface)],
      }),
    );
    await sendMessages(views, { ...(place ?? { channelId, repliesTo: id }), words, doing }, surface);
  } catch (thrown) {
    surface.log.error({ ...doing, err: asVerbatimError(thrown) }, 'A mention could not be answered');
  }
}

/** People who name the bot itself, not `@everyone` or a role; in a direct message, any person. */
export function isForUs(message: HeardMessage, selfId: string): boolean {
  if (message.author.bot || message.webhookId !== null || message.system) return false;
  return message.guildId === null || message.mentions.users.has(selfId);
}

/** The words beside the bot's mention. */
export function questionIn(content: string, selfId: string): string {
  return content
    .replace(new RegExp(`<@!?${selfId}>`, 'g'), ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether a direct message asks for the menu of servers. */
export function asksForServers(question: string): boolean {
  return SERVER.test(question);
}

async function answerMention(heard: Heard, surface: Surface): Promise<Answered> {
  const { message, words } = heard;
  const asker = askerOfMessage(message);
  if (asker === undefined || heard.question === '') return { views: [notice(words.text('notice.howToAsk'))] };
  const { reached, done } = counted(asker, 1, surface);
  if (reached !== undefined) {
    // Everyone reads it: whoever goes on asking is not told again and again.
    return { views: surface.limits.mayTell(asker.guildId, asker.userId) ? [limitReached(reached, words)] : [] };
  }
  return answer(heard, { asker, audience: 'public' }, surface).finally(done);
}

async function answerWriter(heard: Heard, surface: Surface): Promise<Answered> {
  const { message, question } = heard;
  const asked = question === '' ? undefined : ('in-message' as const);
  const writer = { userId: message.author.id, channelId: message.channelId, asked };
  if (asksForServers(question)) return { views: [await showServers(writer, heard.words, surface)] };
  const found = await directly(writer, heard.words, surface);
  if ('view' in found) return { views: [found.view] };
  const { asker, among } = found;
  const words = languageOfServer(surface.localeOf(asker.guildId));
  if (question === '') return { views: [notice(words.text('notice.howToAsk'))] };
  const { reached, done } = counted(asker, 1, surface);
  if (reached !== undefined) return { views: [limitReached(reached, words)] };
  const { views } = await answer({ ...heard, words }, { asker, audience: 'private' }, surface).finally(done);
  return { views: among === undefined ? views : drawnFrom(views, among, words) };
}

async function answer(heard: Heard, asking: Asking, surface: Surface): Promise<Answered> {
  const { message, question } = heard;
  showTyping(message, surface);
  const { channelId, reference } = message;
  const { views, exchanges, threadAfter } = await answerWritten({ ...heard, channelId, reference }, asking, surface);
  if (asking.audience === 'private') return { views };
  return { views, place: await placeOf({ message, question, exchanges, threadAfter }, surface) };
}

/** Not waited for: whether it shows or not, the answer comes. */
export function showTyping({ channelId }: { readonly channelId: string }, { rest, log }: Surface): void {
  rest
    .post(Routes.channelTyping(channelId))
    .catch((err: unknown) => log.debug({ channel: channelId, err }, 'Typing could not be shown'));
}
