/**
 * A summary or a timeline, asked for and shown, and shown again when its pages are turned. It stands alone so that a command
 * and a button ask for the same thing in the same way.
 */
import type { Engine } from '../engine.js';
import type { CollectionRef, Reply } from '../model.js';
import type { Exchange } from '../records.js';
import type { Caller } from './command.js';
import { shownBy, stillVisible } from './exchanges.js';
import { renderSummary, renderTimeline } from './render.js';
import type { MessageView } from './view.js';
import type { Words } from './words.js';

/** What is asked for: `about` is a topic, or for a summary the title or id of a document, too. */
export interface TopicRequest {
  readonly kind: 'summarize' | 'timeline';
  readonly about: string;
  /** As in `SummarizeRequest` and `TimelineRequest`. */
  readonly since?: string;
  /** Of a summary. */
  readonly words?: number;
  /** Of a timeline: how many quotes. */
  readonly length?: number;
}

export interface TopicAsking {
  readonly engine: Engine;
  readonly visible: readonly CollectionRef[];
  readonly now: Date;
  /** Who asks, in which server. Absent: nobody that a server knows. */
  readonly caller?: Pick<Caller, 'actor' | 'guildId'> | undefined;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

/** Asks, remembers and shows. Rejects only with the engine's errors. */
export async function tellTopic(request: TopicRequest, asking: TopicAsking): Promise<readonly MessageView[]> {
  const { engine, visible, now, caller, words } = asking;
  const reply = await asked(request, asking);
  const { kind, about, ...options } = request;
  const exchange = {
    ...{ question: about, collections: visible, kind, options, outcome: reply.outcome, quotes: shownBy(reply) },
    ...(caller && { guildId: caller.guildId, userId: caller.actor }),
  };
  const exchangeId = await engine.remember(exchange, now);
  return shown(reply, request, { now, exchangeId, words });
}

/** A page of what was asked for before, from what of its collections may be seen now. */
export async function topicAgain(
  { exchange, exchangeId, page }: { readonly exchange: Exchange; readonly exchangeId: string; readonly page: number },
  asking: TopicAsking,
): Promise<readonly MessageView[]> {
  const { now, words } = asking;
  const request = requestOf(exchange);
  const reply = await asked(request, { ...asking, visible: stillVisible(exchange, asking.visible) });
  return shown(reply, request, { now, exchangeId, page, words });
}

function requestOf({ kind, question, options = {} }: Exchange): TopicRequest {
  const { since, words, length } = options;
  return {
    kind: kind === 'timeline' ? 'timeline' : 'summarize',
    about: question,
    ...(typeof since === 'string' && { since }),
    ...(typeof words === 'number' && { words }),
    ...(typeof length === 'number' && { length }),
  };
}

function asked({ kind, about, ...options }: TopicRequest, { engine, visible }: TopicAsking): Promise<Reply> {
  if (kind === 'timeline') return engine.timeline({ topic: about, visible, ...options });
  return engine.summarize({ about, visible, ...options });
}

function shown(
  reply: Reply,
  { kind }: TopicRequest,
  options: Parameters<typeof renderSummary>[1],
): readonly MessageView[] {
  return kind === 'timeline' ? renderTimeline(reply, options) : renderSummary(reply, options);
}
