/**
 * An honest no: that the documents do not say, why, and what came closest, marked as no answer. It stands alone because
 * what to tell a reader differs by reason, and must never read like an answer.
 */
import type { Abstention, AbstentionReason, NearestPassage } from '../model.js';
import { interpretation, type ReplyOptions } from './answer.js';
import { type Block, button, COLOURS, pack } from './layout.js';
import { labelledQuote } from './quote.js';
import type { MessageView } from './view.js';

const MOST_NEAREST = 3;
const NEAREST_ROOM = 400;

const REASONS: Readonly<Record<AbstentionReason, string>> = {
  'nothing-indexed':
    '**There are no documents to look in yet.**\n' +
    'Whoever runs this bot puts files into its documents folder; a moderator then uses `/reindex`.',
  'nothing-near':
    '**The documents say nothing about this.**\n' + '-# Other words may find more. `/sources` lists what is indexed.',
  'not-stated':
    '**The documents do not say.**\n' + '-# They come near it, but I found no passage that answers the question.',
  'not-allowed':
    '**There are no documents that I may show you here.**\n' +
    '-# A moderator decides which collections are read in which channel.',
};

/** One message, usually: the reason, then the nearest passages with their buttons. */
export function abstention(reply: Abstention, { now, exchangeId }: ReplyOptions): MessageView[] {
  const nearest = reply.nearest.slice(0, MOST_NEAREST);
  const blocks = [
    ...interpretation(reply),
    { markdown: REASONS[reply.reason] },
    ...nearest.map((passage, at) => nearestBlock(passage, { at, now })),
  ];
  return pack(blocks, {
    title: reply.question,
    colour: COLOURS.abstention,
    closing: exchangeId === undefined ? [] : [button('More passages', { kind: 'more', exchangeId, offset: 0 })],
  });
}

function nearestBlock(passage: NearestPassage, { at, now }: { at: number; now: Date }): Block {
  const heading = at === 0 ? '*Closest, but it does not answer this:*' : undefined;
  return labelledQuote(
    { label: at + 1, quote: passage, origin: passage },
    { now, room: NEAREST_ROOM, ...(heading === undefined ? {} : { heading }) },
  );
}
