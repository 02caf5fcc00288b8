/**
 * From a person's question to the messages that answer it, for a slash command, a mention and the playground alike. It
 * stands alone so that all of them refuse the same questions in the same words, and remember the same exchanges.
 */
import type { Engine, Turn } from '../engine.js';
import type { CollectionRef, Reply } from '../model.js';
import { plain } from './escape.js';
import { notice } from './layout.js';
import { PASSAGES_A_PAGE } from './passages.js';
import { pointedAt } from './pointer.js';
import { renderReply } from './render.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** Longest question that the engine takes, in characters once trimmed. */
export const MAX_QUESTION = 4000;

export interface Asking {
  readonly engine: Engine;
  readonly question: string;
  readonly visible: readonly CollectionRef[];
  readonly now: Date;
  /** Whose moderators may have pointed at a document for this. Absent: nobody did. */
  readonly guildId?: string | undefined;
  /** Earlier turns, oldest first. */
  readonly history?: readonly Turn[];
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

export interface Asked {
  readonly views: readonly MessageView[];
  /** What the engine replied; absent when the question was refused unasked. */
  readonly reply?: Reply;
}

/** Never rejects for what was typed: a question that cannot be asked is answered with a plain sentence. */
export async function askQuestion(asking: Asking): Promise<Asked> {
  const { engine, visible, now, history, words } = asking;
  const question = asking.question.trim();
  const refused = refusal(question, 'question', words);
  if (refused !== undefined) return { views: [refused] };
  const reply = await engine.ask({
    question,
    visible,
    ...(history !== undefined && history.length > 0 && { history }),
  });
  const exchangeId = (await hasMore(asking, reply)) ? await remembered(asking, reply) : undefined;
  const pointed = await pointedFor(asking, reply);
  return { views: renderReply(reply, { now, exchangeId, words, pointed }), reply };
}

/** Only where the documents do not say: an answer needs no pointer. */
async function pointedFor({ engine, guildId, visible }: Asking, reply: Reply) {
  if (reply.outcome === 'answer' || guildId === undefined) return undefined;
  return pointedAt({ engine, guildId, visible, question: reply.interpretedAs ?? reply.question });
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

/** Whether a search would bring passages that the reply does not show already. */
async function hasMore({ engine, visible }: Asking, reply: Reply): Promise<boolean> {
  if (reply.outcome === 'abstention' && reply.reason !== 'not-stated') return false;
  const found = await engine.search({
    query: reply.interpretedAs ?? reply.question,
    visible,
    limit: PASSAGES_A_PAGE + 1,
  });
  const shown = [...reply.citations.map((citation) => citation.quote), ...reply.nearest];
  return found.hits.some(({ passage: { documentId, span } }) => {
    const inside = (quote: { documentId: string; start: number; end: number }) =>
      quote.documentId === documentId && quote.start < span.end && quote.end > span.start;
    return !shown.some(inside);
  });
}

async function remembered({ engine, visible }: Asking, reply: Reply): Promise<string> {
  return engine.remember({ question: reply.interpretedAs ?? reply.question, collections: visible });
}
