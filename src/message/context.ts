/**
 * The paragraphs around a quote, the quote in bold: what "In context" shows. It stands alone because it is the one view
 * that keeps a document's lines, and the one that must say when the document is no longer what was quoted.
 */
import type { Context } from '../model.js';
import { COLOURS, pack, ROOM } from './layout.js';
import { originLines, quoted } from './quote.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export interface ContextOptions {
  readonly now: Date;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

export function context(
  { citation, surrounding, current }: Context,
  { now, words = ENGLISH }: ContextOptions,
): MessageView[] {
  const { quote } = citation;
  const origin = originLines({ ...citation, documentId: quote.documentId }, now, words);
  const shown = quoted(surrounding.exact, {
    room: ROOM - origin.length - 1,
    highlight: { start: quote.start - surrounding.start, end: quote.end - surrounding.start },
    lines: true,
    words,
  });
  return pack([{ markdown: `${shown}\n${origin}` }], {
    title: words.text('context.title'),
    colour: current ? COLOURS.information : COLOURS.difference,
    footer: current ? undefined : words.text('context.changed'),
    words,
  });
}
