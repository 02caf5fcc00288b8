/**
 * Page furniture: what a web page says to its visitor, not what the article says. It stands alone so that the rules can
 * be read, and widened, in one place. Conservative: only a whole line that can be nothing else is dropped, never a part
 * of one; a line lost here is a quote that can never be shown.
 */
import type { Block } from './blocks.js';

const NETWORK = 'facebook|twitter|whatsapp|telegram|linkedin|reddit|bluesky|mastodon|pinterest|threads|x|e-?mail';

/** Each matches a whole line. */
const FURNITURE: readonly RegExp[] = [
  /^(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|footer|article|search)$/i,
  /^back to (?:the )?top$/i,
  /^\d{1,3}[ -]?min(?:ute)?s?(?: of)? read(?:ing)?(?: time)?$/i,
  /^(?:estimated )?read(?:ing)? time:? ?\d{1,3} ?min(?:ute)?s?$/i,
  /^(?:read|see|show|view|load) (?:more|full (?:article|story))(?: here)? ?(?:\u00bb|\u203a|\u2192|>+|\.\.\.|\u2026)?$/i,
  /^continue reading ?(?:\u00bb|\u203a|\u2192|>+|\.\.\.|\u2026)?$/i,
  /^(?:read|see) (?:more|also|next|related):? [^.!?]{1,200}(?:\u00bb|\u203a|\u2192|>+)$/i,
  /^(?:advertisement|sponsored(?: content)?|promoted(?: content)?)$/i,
  /^(?:story|article) continues (?:below|after)(?: (?:this |the )?(?:ad|advert|advertisement))?$/i,
  /^(?:share|tweet|print|e-?mail|bookmark|save) this(?: (?:article|story|page|post))?$/i,
  new RegExp(`^(?:(?:share|tweet|follow(?: us)?)(?: this)? )?(?:(?:on|via|by) )(?:${NETWORK})$`, 'i'),
  new RegExp(
    `^(?:share|tweet|copy link|print)(?:[ |/,\u00b7\u2022]+(?:share|tweet|copy link|print|on|via|${NETWORK}))+$`,
    'i',
  ),
  /^(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: and our partners)? uses? cookies\b.{0,400}$/i,
  /^(?:accept|reject|manage|allow|decline)(?: all)?(?: the)? cookies?(?: settings| preferences)?$/i,
  /^cookie (?:settings|preferences|policy|notice)$/i,
  /^(?:sign up|subscribe|register)\b.{0,200}\b(?:newsletters?|inbox|e-?mail alerts|bulletins?)\b[^.!?]{0,120}[.!]?$/i,
  /^get (?:our|the) (?:latest|newsletter|daily|best|top)\b.{0,150}\b(?:inbox|newsletters?)\b[^.!?]{0,60}[.!]?$/i,
  /^(?:our )?new\b[^.!?]{0,40}\bnewsletter\b(?::[^.!?]{0,80})?$/i,
  /^(?:copyright )?(?:\u00a9|\(c\) ?\d{4}\b).{0,150}$/i,
  /^copyright \d{4}\b.{0,150}$/i,
  /^all rights reserved\.?$/i,
  /^home ?[|\u00b7\u203a\u00bb>/].{1,200}$/i,
  /\bto learn more about republishing this content\b/i,
  /^[A-Z]{3,}(?:-[A-Z]{3,}){3,}$|^(?=.{12,60}$)[A-Z]{4,}(?:-[A-Z]{4,}){2,}$/,
];

/** "Read More »" under a headline makes that headline a teaser for another page. */
const READ_MORE = /^read (?:more|now) ?(?:\u00bb|\u203a|\u2192|>+)$/i;

/** "The Courier delivers independent coverage of ...": a paper speaking of itself. Furniture at the end of a page only. */
const ABOUT_PUBLISHER =
  /^((?:The )?\p{Lu}[\p{L}\p{N}'\u2019&.-]*(?: (?:of |the |and |& )?\p{Lu}[\p{L}\p{N}'\u2019&.-]*){0,5}) (?:delivers|provides|offers|brings you|publishes)\b[^.]{0,100}\b(?:coverage|journalism|reporting|analysis|news)\b/u;

const COPYRIGHT =
  /^(?:copyright )?(?:\u00a9|\(c\)|copyright) ?(?:\d{4}(?:\s?[-\u2013]\s?\d{4})?,? )?(?:by )?(.{2,80}?)(?:,? \d{4})?(?:[.,]? all rights reserved)?\.?$/iu;

/** How far from the end a page still speaks of its publisher, in blocks. */
const FOOTER_BLOCKS = 3;

/** Whether this line, standing alone, is page furniture. */
export function isFurniture(line: string): boolean {
  const text = line.trim();
  return text.length <= 1_000 && FURNITURE.some((pattern) => pattern.test(text));
}

/** The blocks without furniture. Code, tables and headings are never touched: "Cookie policy" may be what a text is about. */
export function withoutFurniture(blocks: readonly Block[]): Block[] {
  const footerFrom = blocks.length - FOOTER_BLOCKS;
  const kept: Block[] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'paragraph' && block.kind !== 'list') {
      kept.push(block);
      continue;
    }
    if (index > 0 && index >= footerFrom && isAboutPublisher(block)) continue;
    const lines = isTeaser(block) ? [] : block.lines.filter((line) => !isFurniture(line));
    if (lines.length > 0) kept.push(lines.length === block.lines.length ? block : { ...block, lines });
  }
  return kept;
}

/** The publisher that the end of a page names: a paper's words about itself, or the owner of its copyright. */
export function publisherInFooter(blocks: readonly Block[]): string | undefined {
  const lines = blocks.slice(-FOOTER_BLOCKS).flatMap((block) => (block.kind === 'paragraph' ? block.lines : []));
  for (const line of lines) {
    const named = line.length <= 1_000 ? ABOUT_PUBLISHER.exec(line)?.[1] : undefined;
    if (named !== undefined && isAboutPublisher({ kind: 'paragraph', lines: [line] })) return named;
  }
  for (const line of lines) {
    const owner = /\d{4}|rights/.test(line) && line.length <= 200 ? COPYRIGHT.exec(line)?.[1]?.trim() : undefined;
    if (owner !== undefined && /^\p{Lu}/u.test(owner) && !/^all rights/i.test(owner)) return owner;
  }
  return undefined;
}

function isAboutPublisher(block: Block): boolean {
  const text = block.lines.join(' ');
  if (block.kind !== 'paragraph' || text.length > 600 || !ABOUT_PUBLISHER.test(text)) return false;
  return /\b(?:independent|unrivall?ed|award-winning|trusted|in-depth|original|comprehensive|republish\w*|subscri\w+)\b/i.test(
    text,
  );
}

function isTeaser(block: Block): boolean {
  const [first, last] = block.lines;
  return block.lines.length === 2 && READ_MORE.test(last ?? '') && !/[.!]["'\u201d\u2019]?$/.test(first ?? '');
}
