/**
 * The paragraphs around a quote, the quote in bold: what "In context" shows. It stands alone because it is the one view
 * that keeps a document's lines, and the one that must say when the document is no longer what was quoted.
 */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithURL,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import type { Context } from '../model.js';
import { linkAddress } from './escape.js';
import { COLOURS, pack, ROOM } from './layout.js';
import { originLines, quoted } from './quote.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export interface ContextOptions {
  readonly now: Date;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

/** Of a message in Discord, whichever of its clients the link was copied from. */
const MESSAGE = /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:\d+|@me)\/\d+\/\d+$/;

/** One message, with a button to the page or the message that the document was made from. */
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
  const views = pack([{ markdown: `${shown}\n${origin}` }], {
    title: words.text('context.title'),
    colour: current ? COLOURS.information : COLOURS.difference,
    footer: current ? undefined : words.text('context.changed'),
    words,
  });
  const link = linkRow(citation.url, words);
  return link === undefined ? views : views.map((view) => ({ ...view, components: [link] }));
}

function linkRow(url: string | undefined, words: Words): APIActionRowComponent<APIButtonComponentWithURL> | undefined {
  const address = url === undefined ? undefined : linkAddress(url);
  if (address === undefined) return undefined;
  const label = words.text(MESSAGE.test(address) ? 'context.toMessage' : 'context.toPage');
  const button: APIButtonComponentWithURL = {
    type: ComponentType.Button,
    style: ButtonStyle.Link,
    label,
    url: address,
  };
  return { type: ComponentType.ActionRow, components: [button] };
}
