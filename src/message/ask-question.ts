/**
 * From a person's question to the messages that answer it, for a slash command, a mention and the playground alike. It
 * stands alone so that all of them refuse the same questions in the same words, and remember the same exchanges.
 */
import type { AskRequest, Engine, Turn } from '../engine.js';
import type { CollectionRef, Reply } from '../model.js';
import type { Exchange } from '../records.js';
import type { Caller } from './command.js';
import { courtesyOf, courtesyView } from './courtesy.js';
import { plain } from './escape.js';
import { shownBy, stillVisible, typedIn } from './exchanges.js';
import { notice } from './layout.js';
import { type Pointed, pointedAt } from './pointer.js';
import { renderReply } from './render.js';
import { conversationUpTo } from './turns.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** Longest question that the engine takes, in characters once trimmed. */
export const MAX_QUESTION = 4000;

export interface Asking {
  readonly engine: Engine;
  readonly question: string;
  readonly visible: readonly CollectionRef[];
  readonly now: Date;
  /** Who asks, in which server, by which of its settings. Absent: nobody that a server knows. */
  readonly caller?: Pick<Caller, 'actor' | 'guildId' | 'settings'> | undefined;
  /** Earlier turns, oldest first. */
  readonly history?: readonly Turn[] | undefined;
  /** The exchange that this one goes on from. */
  readonly previous?: string | undefined;
  /** Link to the message that is asked about. */
  readonly message?: string | undefined;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

export interface Asked {
  readonly views: readonly MessageView[];
  /** What the engine replied; absent when there was nothing to ask it. */
  readonly reply?: Reply;
}

/** Never rejects for what was typed: a question that cannot be asked is answered with a plain sentence. */
export async function askQuestion(asking: Asking): Promise<Asked> {
  const { now, message, words } = asking;
  const refused = refusal(asking.question.trim(), 'question', words);
  if (refused !== undefined) return { views: [refused] };
  const courtesy = courtesyOf(asking.question);
  if (courtesy !== undefined) return { views: [courtesyView(courtesy, words)] };
  const { reply, pointed } = await replied(asking);
  const exchangeId = await remembered(asking, reply, pointed);
  return { views: renderReply(reply, { now, exchangeId, words, pointed, message }), reply };
}

/** What was asked before. */
export interface Again {
  readonly exchange: Exchange;
  readonly exchangeId: string;
  /** From 0. */
  readonly page: number;
}

/** A page of the answer to a question asked before, from what of its collections may be seen now. */
export async function askAgain(
  { exchange, exchangeId, page }: Again,
  asking: Omit<Asking, 'question' | 'history' | 'message'>,
): Promise<readonly MessageView[]> {
  const { engine, now, words } = asking;
  const visible = stillVisible(exchange, asking.visible);
  const { turns } = await conversationUpTo(exchange.previous, { engine, visible });
  const { reply, pointed } = await replied({ ...asking, visible, question: typedIn(exchange), history: turns });
  const link = exchange.options?.['message'];
  const message = typeof link === 'string' ? link : undefined;
  return renderReply(reply, { now, exchangeId, page, words, pointed, message });
}

/** Why these words cannot be asked or searched for; undefined when they can. */
export function refusal(
  text: string,
  what: 'question' | 'query' | 'quote' | 'topic',
  words: Words = ENGLISH,
): MessageView | undefined {
  if (plain(text).trim() === '') return notice(words.text('refusal.nothing', { what }));
  const found = text.trim().length;
  if (found <= MAX_QUESTION) return undefined;
  return notice(words.text('refusal.tooLong', { what, found, most: MAX_QUESTION }));
}

async function replied(asking: Asking): Promise<{ readonly reply: Reply; readonly pointed: Pointed | undefined }> {
  const { engine, visible, history = [], caller } = asking;
  const reply = await engine.ask({
    question: asking.question.trim(),
    visible,
    mayRepeat: true,
    ...(history.length > 0 && { history }),
    ...cautionOf(caller),
  });
  return { reply, pointed: await pointedFor(asking, reply) };
}

/** What a server chose; else as whoever runs the bot configured it. */
function cautionOf(caller: Asking['caller']): Pick<AskRequest, 'caution'> {
  const caution = caller?.settings.caution;
  return caution === undefined ? {} : { caution };
}

/** Only where the documents do not say: an answer needs no pointer. */
async function pointedFor({ engine, caller, visible }: Asking, reply: Reply): Promise<Pointed | undefined> {
  if (reply.outcome === 'answer' || caller === undefined) return undefined;
  const question = reply.interpretedAs ?? reply.question;
  return pointedAt({ engine, guildId: caller.guildId, visible, question });
}

function remembered(asking: Asking, reply: Reply, pointed: Pointed | undefined): Promise<string> {
  const { engine, visible, caller, previous, message } = asking;
  const question = reply.interpretedAs ?? reply.question;
  const asked = question === reply.question ? {} : { asked: reply.question };
  const options = { ...asked, ...(message === undefined ? {} : { message }) };
  const exchange = {
    question,
    collections: visible,
    kind: 'ask' as const,
    outcome: reply.outcome,
    quotes: shownBy(reply, pointed?.passage === undefined ? [] : [pointed.passage]),
    ...(Object.keys(options).length > 0 && { options }),
    ...(caller && { guildId: caller.guildId, userId: caller.actor }),
    ...(previous === undefined ? {} : { previous }),
  };
  return engine.remember(exchange, asking.now);
}
