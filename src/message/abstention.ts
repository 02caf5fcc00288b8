/**
 * An honest no: that the documents do not say, why, and what came closest, marked as no answer. It stands alone because
 * what to tell a reader differs by reason, and must never read like an answer.
 */
import type { Abstention, NearestPassage, Quote } from '../model.js';
import { exchangeFrame, interpretation, type ReplyOptions, toMessage } from './answer.js';
import { type Block, COLOURS, pack } from './layout.js';
import type { Pointed } from './pointer.js';
import { labelledQuote, originLines } from './quote.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

const MOST_NEAREST = 3;
const NEAREST_ROOM = 400;

/** One message, usually: the reason, then the nearest passages with their buttons. */
export function abstention(reply: Abstention, options: ReplyOptions): MessageView[] {
  const { now, pointed, words = ENGLISH } = options;
  const others = reply.nearest.filter((passage) => !isSame(passage, pointed?.passage));
  const first = pointed?.passage === undefined ? 0 : 1;
  const nearest = others.slice(0, MOST_NEAREST - first);
  const blocks = [
    ...toMessage(options.message, words),
    ...interpretation(reply, words),
    { markdown: reason(reply, words) },
    ...(pointed === undefined ? [] : [pointedBlock(pointed, now, words)]),
    ...nearest.map((passage, at) => nearestBlock(passage, { label: first + at + 1, isFirst: at === 0, now, words })),
  ];
  return pack(blocks, {
    title: reply.question,
    colour: COLOURS.abstention,
    ...exchangeFrame(options, { hasMore: reply.reason === 'not-stated', hasSources: false }),
    words,
  });
}

function reason(reply: Abstention, words: Words): string {
  if (reply.undated !== undefined)
    return `**${words.text('timeline.noDates')}**\n-# ${words.text('timeline.noDates.hint')}`;
  const said = words.text(`abstention.${reply.reason}`);
  const hint = words.text(`abstention.${reply.reason}.hint`);
  // What the host must do is not said quietly: until then nothing works.
  return `**${said}**\n${reply.reason === 'nothing-indexed' ? '' : '-# '}${hint}`;
}

function pointedBlock({ origin, passage }: Pointed, now: Date, words: Words): Block {
  const heading = `**${words.text('pointer.closest')}**`;
  if (passage === undefined) return { markdown: `${heading}\n${originLines(origin, now, words)}` };
  return labelledQuote({ label: 1, quote: passage, origin: passage }, { now, words, room: NEAREST_ROOM, heading });
}

function isSame(one: Quote, other: Quote | undefined): boolean {
  return one.documentId === other?.documentId && one.start < other.end && other.start < one.end;
}

interface Nearest {
  readonly label: number;
  readonly isFirst: boolean;
  readonly now: Date;
  readonly words: Words;
}

function nearestBlock(passage: NearestPassage, { label, isFirst, now, words }: Nearest): Block {
  const heading = isFirst ? `*${words.text('abstention.closest')}*` : undefined;
  return labelledQuote(
    { label, quote: passage, origin: passage },
    { now, words, room: NEAREST_ROOM, ...(heading === undefined ? {} : { heading }) },
  );
}
