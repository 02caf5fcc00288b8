/**
 * The paragraphs around a quote, the quote in bold: what "In context" shows. It stands alone because it is the one view
 * that keeps a document's lines, and the one that must say when the document is no longer what was quoted.
 */
import type { Context } from '../model.js';
import { COLOURS, pack, ROOM } from './layout.js';
import { originLines, quoted } from './quote.js';
import type { MessageView } from './view.js';

const CHANGED = 'The document has been changed or removed since; this is the text the quote was taken from.';

export function context({ citation, surrounding, current }: Context, { now }: { now: Date }): MessageView[] {
  const { quote } = citation;
  const origin = originLines({ ...citation, documentId: quote.documentId }, now);
  const words = quoted(surrounding.exact, {
    room: ROOM - origin.length - 1,
    highlight: { start: quote.start - surrounding.start, end: quote.end - surrounding.start },
    lines: true,
  });
  return pack([{ markdown: `${words}\n${origin}` }], {
    title: 'In context',
    colour: current ? COLOURS.information : COLOURS.difference,
    footer: current ? undefined : CHANGED,
  });
}
