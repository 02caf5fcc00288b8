/**
 * A message without its embeds, for channels in which the bot may not show any: the same words, quotes as block quotes. It
 * stands alone because a text has half the room of an embed, and what does not fit is left out whole, never cut.
 */
import type { APIEmbed } from 'discord-api-types/v10';
import { LIMITS } from './limits.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

const BETWEEN = '\n\n';
/** A line that shows a quote: its label, then its words in quotation marks. */
const QUOTE = /^(?=\*\*\d+\*\* (?:… )?\u2068?“)/gm;

/** One message of at most 2,000 characters; the view itself when it has no embeds. */
export function withoutEmbeds(view: MessageView, words: Words = ENGLISH): MessageView {
  const { embeds = [], content = '', ...rest } = view;
  if (embeds.length === 0) return view;
  const footers = embeds.flatMap(({ footer }) => (footer === undefined ? [] : [`-# ${footer.text}`]));
  const names = words.text('permission.embedLinks');
  footers.push(`-# ${words.text('notice.missingPermissions', { names })}`);
  const blocks = [...(content.trim() === '' ? [] : [content]), ...embeds.flatMap(blocksOf)];
  return { ...rest, content: fitting(blocks, footers.join('\n'), words) };
}

function blocksOf({ title, description }: APIEmbed): string[] {
  const titled = title === undefined || title.trim() === '' ? [] : [`**${title}**`];
  return [...titled, ...(description ?? '').split(BETWEEN).map((block) => block.replace(QUOTE, '> '))];
}

/** In order, each whole; how many were left out is said before the footer. */
function fitting(blocks: readonly string[], footer: string, words: Words): string {
  const told = (left: number): string => (left === 0 ? '' : `${BETWEEN}-# ${words.text('list.more', { count: left })}`);
  const end = footer === '' ? '' : `\n${footer}`;
  const room = LIMITS.content - end.length - told(blocks.length).length;
  let text = '';
  let left = 0;
  for (const block of blocks) {
    const longer = text === '' ? block : `${text}${BETWEEN}${block}`;
    if (longer.length <= room) text = longer;
    else left += 1;
  }
  return `${text}${told(left)}${end}`.trim();
}
