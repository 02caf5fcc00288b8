/**
 * What the buttons under a remembered answer do: keep somebody's word on it, list what is behind it, turn its pages. Apart
 * from `handle-control`, because all of them begin by asking whether the exchange is still remembered.
 */

import { aside } from './aside.js';
import { askAgain } from './ask-question.js';
import { sourcesBehind } from './behind.js';
import type { ExchangeControl } from './control-exchange.js';
import { outdated } from './failure.js';
import { notice } from './layout.js';
import type { Pressing } from './pressing.js';
import { topicAgain } from './topic.js';
import type { MessageView } from './view.js';
import { ENGLISH } from './words.js';

export async function handleExchange(control: ExchangeControl, pressing: Pressing): Promise<MessageView[]> {
  const { engine, words = ENGLISH } = pressing;
  const { exchangeId } = control;
  if (control.kind === 'vote') return vote(control, pressing);
  const exchange = await engine.recall(exchangeId);
  if (exchange === undefined) return [aside(notice(words.text('notice.expired')))];
  if (control.kind === 'behind') return sourcesBehind(exchange, pressing);
  switch (exchange.kind ?? 'ask') {
    case 'ask':
      return [...(await askAgain({ exchange, exchangeId, page: control.page }, pressing))];
    case 'summarize':
    case 'timeline':
      return [...(await topicAgain({ exchange, exchangeId, page: control.page }, pressing))];
    default:
      return [aside(outdated(words))];
  }
}

async function vote(
  { exchangeId, helpful }: Extract<ExchangeControl, { kind: 'vote' }>,
  { engine, caller, words = ENGLISH }: Pressing,
): Promise<MessageView[]> {
  const kept = await engine.vote({ exchangeId, userId: caller?.actor ?? 'cli', helpful });
  if (!kept) return [notice(words.text('notice.expired'))];
  return [notice(words.text(helpful ? 'feedback.helpful' : 'feedback.unhelpful'))];
}
