/**
 * A reply of the engine, whichever it is, as messages. It stands alone so that no surface asks what kind of reply it has.
 */
import type { Reply } from '../model.js';
import { abstention } from './abstention.js';
import { answer, type ReplyOptions, summary } from './answer.js';
import { timeline } from './timeline.js';
import type { MessageView } from './view.js';

/** An answer or an abstention. */
export function renderReply(reply: Reply, options: ReplyOptions): MessageView[] {
  return reply.outcome === 'answer' ? answer(reply, options) : abstention(reply, options);
}

/** A summary, or the abstention where there is nothing to summarise. */
export function renderSummary(reply: Reply, options: ReplyOptions): MessageView[] {
  return reply.outcome === 'answer' ? summary(reply, options) : abstention(reply, options);
}

/** A timeline, or the abstention where there is none. */
export function renderTimeline(reply: Reply, options: ReplyOptions): MessageView[] {
  return reply.outcome === 'answer' ? timeline(reply, options) : abstention(reply, options);
}
