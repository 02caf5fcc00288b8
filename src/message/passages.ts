/**
 * Search hits as a page of passages, each with its button, and buttons to the pages before and after. It stands alone
 * because a hit is not a citation: it claims to be near the words searched for, and no more.
 */
import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import type { SearchResult } from '../engine.js';
import { interpretation } from './answer.js';
import { button, COLOURS, pack } from './layout.js';
import { labelledQuote } from './quote.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** Passages on one page. Ask the engine for one more, to know whether a page follows. */
export const PASSAGES_A_PAGE = 5;

const PASSAGE_ROOM = 600;

export interface PassagesPage {
  readonly now: Date;
  /** How many better hits were left out: the page begins after them. From 0. */
  readonly offset: number;
  /** Whether hits follow this page. Default: whether the result has more than one page. */
  readonly more?: boolean;
  /** The remembered query; without it there are no buttons to other pages. */
  readonly exchangeId?: string | undefined;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

/** One page of hits, already cut to it or one hit longer. */
export function passages(result: SearchResult, page: PassagesPage): MessageView[] {
  const { words = ENGLISH } = page;
  const hits = result.hits.slice(0, PASSAGES_A_PAGE);
  const blocks = hits.map(({ passage, document }, at) => {
    const { documentId, version, span, text } = passage;
    const quote = { documentId, version, ...span, exact: text };
    const origin = { ...document, documentId };
    return labelledQuote({ label: page.offset + at + 1, quote, origin }, { now: page.now, room: PASSAGE_ROOM, words });
  });
  const none = words.text(page.offset === 0 ? 'passages.none' : 'passages.noMore');
  return pack([...interpretation(result, words), ...(blocks.length === 0 ? [{ markdown: none }] : blocks)], {
    title: words.text('passages.title', { query: result.query }),
    colour: blocks.length === 0 ? COLOURS.abstention : COLOURS.information,
    footer: blocks.length === 0 ? undefined : words.text('passages.footer'),
    closing: paging(page, page.more ?? result.hits.length > PASSAGES_A_PAGE, words),
    words,
  });
}

function paging({ exchangeId, offset }: PassagesPage, more: boolean, words: Words): APIButtonComponentWithCustomId[] {
  if (exchangeId === undefined) return [];
  const previous = Math.max(0, offset - PASSAGES_A_PAGE);
  return [
    ...(offset > 0 ? [button(words.text('button.previous'), { kind: 'turn', exchangeId, offset: previous })] : []),
    ...(more
      ? [button(words.text('button.next'), { kind: 'turn', exchangeId, offset: offset + PASSAGES_A_PAGE })]
      : []),
  ];
}
