/**
 * A timeline as messages: where accounts changed first, then each quote under the day it was published on. It stands alone
 * because its reader looks for dates, and finds them before the words.
 */
import type { Answer, Citation } from '../model.js';
import { dateAndAge } from './age.js';
import { disagreement, exchangeFrame, type ReplyOptions } from './answer.js';
import { type Block, COLOURS, pack } from './layout.js';
import { citationBlock } from './quote.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** A timeline of that topic. `reply.citations` are in order of publication. */
export function timeline(reply: Answer, options: ReplyOptions): MessageView[] {
  const { now, words = ENGLISH } = options;
  const changes = reply.disagreements.map((each) => disagreement(each, reply.citations, words, 'timeline.changed'));
  const entries = reply.citations.map((citation, at) => entry(citation, reply.citations[at - 1], now, words));
  const count = new Set(reply.citations.map(({ quote }) => quote.documentId)).size;
  const undated = reply.undated === undefined ? [] : [words.text('timeline.undated', { count: reply.undated })];
  return pack([...changes, ...entries], {
    title: words.text('timeline.title', { topic: reply.question }),
    colour: COLOURS.answer,
    footer: [words.text('answer.quoted', { count }), ...undated].join(' · '),
    ...exchangeFrame(options, { hasMore: true, hasSources: true }),
    words,
  });
}

/** Several quotes of one day stand under one date. */
function entry(citation: Citation, before: Citation | undefined, now: Date, words: Words): Block {
  const day = citation.publishedAt?.slice(0, 10);
  const date = day === before?.publishedAt?.slice(0, 10) ? undefined : dateAndAge(citation.publishedAt, now, words);
  return citationBlock(citation, { now, words, ...(date === undefined ? {} : { heading: `**${date}**` }) });
}
