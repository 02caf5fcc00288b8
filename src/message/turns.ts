/**
 * Exchanges as turns of a conversation, so that the next question may lean on them. It stands alone because the prompt
 * and whatever answers a reply must remember alike.
 */
import type { Engine, Turn } from '../engine.js';
import type { CollectionRef, Reply } from '../model.js';
import type { Exchange } from '../records.js';
import { questionFor } from './exchanges.js';

/** Turns that a question may lean on: three exchanges. */
const MOST_TURNS = 6;
/** Exchanges of one conversation that are counted. */
const MOST_COUNTED = 100;

/** The question as it was understood, so that a topic outlives questions that only point at it; then the best quote, if any. */
export function turnsOf(reply: Reply): readonly Turn[] {
  const asked: Turn = { speaker: 'user', text: reply.searchedFor ?? reply.interpretedAs ?? reply.question };
  const [best] = reply.citations;
  return best === undefined ? [asked] : [asked, { speaker: 'agent', text: best.quote.exact }];
}

export interface Conversation {
  /** Oldest first. */
  readonly turns: readonly Turn[];
  /** How many exchanges there were, at most 100. */
  readonly exchanges: number;
}

export interface Following {
  readonly engine: Pick<Engine, 'recall' | 'context'>;
  /** What the next reply may draw on. Quotes from elsewhere are not among the turns. */
  readonly visible: readonly CollectionRef[];
  /** How many exchanges to count, at least those that the turns are made of. Default: no more than these. */
  readonly counted?: number;
}

/** What led to this exchange and itself, as far as it is remembered; nothing of one that is forgotten. */
export async function conversationUpTo(exchangeId: string | undefined, following: Following): Promise<Conversation> {
  const { engine, counted = 0 } = following;
  let turns: readonly Turn[] = [];
  let exchanges = 0;
  let next = exchangeId;
  while (next !== undefined && exchanges < MOST_COUNTED && (turns.length < MOST_TURNS || exchanges < counted)) {
    const exchange: Exchange | undefined = await engine.recall(next);
    if (exchange === undefined) break;
    if (turns.length < MOST_TURNS) turns = [...(await turnsOfExchange(exchange, following)), ...turns];
    exchanges += 1;
    next = exchange.previous;
  }
  return { turns: turns.slice(-MOST_TURNS), exchanges };
}

async function turnsOfExchange(exchange: Exchange, { engine, visible }: Following): Promise<readonly Turn[]> {
  const asked: Turn = { speaker: 'user', text: questionFor(exchange, visible) };
  const [address] = exchange.outcome === 'answer' ? (exchange.quotes ?? []) : [];
  const best = address === undefined ? undefined : await engine.context({ address, visible });
  return best === undefined ? [asked] : [asked, { speaker: 'agent', text: best.citation.quote.exact }];
}
