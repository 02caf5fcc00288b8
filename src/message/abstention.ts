/**
 * An honest no: that the documents do not say, why, and what came closest, marked as no answer. It stands alone because
 * what to tell a reader differs by reason, and must never read like an answer.
 */
import type { Abstention, NearestPassage } from '../model.js';
import { interpretation, morePassages, type ReplyOptions } from './answer.js';
import { type Block, COLOURS, pack } from './layout.js';
import { labelledQuote } from './quote.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

const MOST_NEAREST = 3;
const NEAREST_ROOM = 400;

/** One message, usually: the reason, then the nearest passages with their buttons. */
export function abstention(reply: Abstention, { now, exchangeId, words = ENGLISH }: ReplyOptions): MessageView[] {
  const nearest = reply.nearest.slice(0, MOST_NEAREST);
  const blocks = [
    ...interpretation(reply, words),
    { markdown: reason(reply, words) },
    ...nearest.map((passage, at) => nearestBlock(passage, { at, now, words })),
  ];
  return pack(blocks, {
    title: reply.question,
    colour: COLOURS.abstention,
    closing: exchangeId === undefined ? [] : [morePassages(exchangeId, words)],
    words,
  });
}

function reason(reply: Abstention, words: Words): string {
  const said = words.text(`abstention.${reply.reason}`);
  const hint = words.text(`abstention.${reply.reason}.hint`);
  // What the host must do is not said quietly: until then nothing works.
  return `**${said}**\n${reply.reason === 'nothing-indexed' ? '' : '-# '}${hint}`;
}

function nearestBlock(passage: NearestPassage, { at, now, words }: { at: number; now: Date; words: Words }): Block {
  const heading = at === 0 ? `*${words.text('abstention.closest')}*` : undefined;
  return labelledQuote(
    { label: at + 1, quote: passage, origin: passage },
    { now, words, room: NEAREST_ROOM, ...(heading === undefined ? {} : { heading }) },
  );
}
