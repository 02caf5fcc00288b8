/**
 * Blocks into messages: as many blocks in one embed as fit, never a block in two, each block's buttons under the message
 * that shows it. It stands alone so that every reply splits by one rule, and no renderer counts characters twice.
 */
import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIButtonComponentWithCustomId,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from 'discord-api-types/v10';
import { type Control, encode } from './controls.js';
import { escaped, plain } from './escape.js';
import { LIMITS } from './limits.js';
import { clipped } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

/** One quiet colour an outcome, as Discord's 24-bit RGB. */
export const COLOURS = Object.freeze({
  answer: 0x3b7a57,
  abstention: 0x8a8f98,
  difference: 0xb58a2f,
  information: 0x4a6fa5,
  failure: 0xa8483f,
});

/** What is never taken apart: a quote with its source, a statement, a list. At most `ROOM` characters of markdown. */
export interface Block {
  readonly markdown: string;
  readonly buttons?: readonly APIButtonComponentWithCustomId[];
}

export interface Frame {
  /** Shown above the first message. Any text: it is escaped and shortened here. */
  readonly title?: string;
  readonly colour: number;
  /** Plain text beneath the last message; Discord reads no markdown there. */
  readonly footer?: string | undefined;
  /** Beneath the last message, in a row of their own. At most 5. */
  readonly closing?: readonly APIButtonComponentWithCustomId[];
  /** Shows one page in one message, with buttons to those beside it. Default: every page, a message each. */
  readonly page?: Turning | undefined;
  /** Our own words, for when there is nothing to show, and for turning pages. Default: English. */
  readonly words?: Words | undefined;
}

export interface Turning {
  /** From 0; past the last it is the last. */
  readonly at: number;
  /** What a button to a page remembers. */
  readonly to: (page: number) => Control;
}

/** Most characters of markdown in one block. */
export const ROOM = LIMITS.description;

const BETWEEN = '\n\n';
const FOOTER_ROOM = 300;
/** One row is kept for the closing buttons, and one for those that turn pages. */
const MOST_BUTTONS = (LIMITS.rows - 2) * LIMITS.buttonsInRow;
const DENIED = Object.freeze({ parse: [] as [], replied_user: false as const });

/** One message a run of blocks that fit together; at least one message. */
export function pack(blocks: readonly Block[], frame: Frame): MessageView[] {
  const { words = ENGLISH } = frame;
  const pages = paged(blocks.length === 0 ? [{ markdown: words.text('list.nothing') }] : blocks);
  if (frame.page !== undefined) return [turned(pages, frame, frame.page)];
  return pages.map((page, at) => message(page, frame, { first: at === 0, last: at === pages.length - 1 }));
}

/** A plain sentence or two as one message. */
export function notice(markdown: string, colour: number = COLOURS.information): MessageView {
  return { embeds: [{ description: markdown, color: colour }], allowed_mentions: DENIED };
}

/** A button that remembers what it is for, whoever restarts in between. */
export function button(label: string, control: Control): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: plain(label).slice(0, LIMITS.buttonLabel),
    custom_id: encode(control),
  };
}

/** An embed's title: the words that fit, in markdown that shows them. */
export function titled(text: string): string {
  // Cleaning megabytes to show a line of them would take a second.
  return escaped(clipped(plain(text.slice(0, 16 * LIMITS.title)).trim(), LIMITS.title));
}

function paged(blocks: readonly Block[]): Block[][] {
  const pages: Block[][] = [];
  let length = Number.POSITIVE_INFINITY;
  let buttons = 0;
  for (const block of blocks) {
    const added = block.buttons?.length ?? 0;
    length += BETWEEN.length + block.markdown.length;
    buttons += added;
    if (length > ROOM || buttons > MOST_BUTTONS) {
      pages.push([]);
      length = block.markdown.length;
      buttons = added;
    }
    pages.at(-1)?.push(block);
  }
  return pages;
}

/** One of several pages; the only one looks as if there were no pages. */
function turned(pages: readonly Block[][], frame: Frame, { at, to }: Turning): MessageView {
  const { words = ENGLISH } = frame;
  const last = pages.length - 1;
  const page = Math.min(Math.max(0, at), last);
  const place = last > 0 ? words.text('sources.page', { page: page + 1, pages: pages.length }) : undefined;
  const footer = [frame.footer, place].filter((part) => part !== undefined).join(' · ');
  const paging = [
    ...(page > 0 ? [button(words.text('button.previous'), to(page - 1))] : []),
    ...(page < last ? [button(words.text('button.next'), to(page + 1))] : []),
  ];
  return message(pages[page] ?? [], { ...frame, footer }, { first: true, last: true, paging });
}

interface Place {
  readonly first: boolean;
  readonly last: boolean;
  readonly paging?: readonly APIButtonComponentWithCustomId[];
}

function message(blocks: readonly Block[], frame: Frame, place: Place): MessageView {
  const title = place.first && frame.title !== undefined ? titled(frame.title) : '';
  const footer = place.last && frame.footer !== undefined ? clipped(plain(frame.footer), FOOTER_ROOM) : '';
  const embed: APIEmbed = {
    ...(title.trim() === '' ? {} : { title }),
    description: blocks.map((block) => block.markdown).join(BETWEEN),
    color: frame.colour,
    ...(footer.trim() === '' ? {} : { footer: { text: footer } }),
  };
  const components = [
    ...rows(blocks.flatMap((block) => block.buttons ?? [])),
    ...rows(place.paging ?? []),
    ...(place.last ? rows(frame.closing ?? []) : []),
  ];
  return { embeds: [embed], ...(components.length === 0 ? {} : { components }), allowed_mentions: DENIED };
}

function rows(buttons: readonly APIButtonComponentWithCustomId[]): APIActionRowComponent<APIButtonComponent>[] {
  const found: APIActionRowComponent<APIButtonComponent>[] = [];
  for (let at = 0; at < buttons.length; at += LIMITS.buttonsInRow) {
    found.push({ type: ComponentType.ActionRow, components: buttons.slice(at, at + LIMITS.buttonsInRow) });
  }
  return found;
}
