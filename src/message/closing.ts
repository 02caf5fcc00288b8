/**
 * The buttons that close an answer: more passages, its sources, and whether it helped. It stands alone because everything that
 * is remembered as an exchange ends in the same row, in the same order.
 */
import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import { button } from './layout.js';
import type { Words } from './words.js';

export interface ClosingOptions {
  /** Whether there may be passages near it that it does not show. */
  readonly hasMore: boolean;
  /** Whether it quotes documents. */
  readonly hasSources: boolean;
}

/** One row of 2 to 4. */
export function closingButtons(
  exchangeId: string,
  { hasMore, hasSources }: ClosingOptions,
  words: Words,
): APIButtonComponentWithCustomId[] {
  return [
    ...(hasMore ? [button(words.text('button.morePassages'), { kind: 'more', exchangeId, offset: 0 })] : []),
    ...(hasSources ? [button(words.text('sources.title'), { kind: 'behind', exchangeId })] : []),
    button('👍', { kind: 'vote', exchangeId, helpful: true }),
    button('👎', { kind: 'vote', exchangeId, helpful: false }),
  ];
}
