/**
 * One exchange as turns of a conversation, so that the next question may lean on it. It stands alone because the prompt
 * and whatever answers a reply must remember alike.
 */
import type { Turn } from '../engine.js';
import type { Reply } from '../model.js';

/** The question as it was understood, so that a topic outlives questions that only point at it; then the best quote, if any. */
export function turnsOf(reply: Reply): readonly Turn[] {
  const asked: Turn = { speaker: 'user', text: reply.searchedFor ?? reply.interpretedAs ?? reply.question };
  const [best] = reply.citations;
  return best === undefined ? [asked] : [asked, { speaker: 'agent', text: best.quote.exact }];
}
