/**
 * Plain text to a draft. It stands alone because plain text states its title, date and publisher only by where they
 * stand: each rule here is about a whole line near the top or the end, and leaves empty what is not plainly stated.
 */
import type { Draft } from '../../model.js';
import { canonicalise } from '../../text/canonical.js';
import { assemble, type Block } from '../blocks.js';
import { publisherInFooter, withoutFurniture } from '../boilerplate.js';
import { isoDate, type StatedFields, statedMetadata } from '../metadata.js';
import { layOut } from './plain-layout.js';

/** Where a page's head ends at the latest, in blocks. */
const HEAD_BLOCKS = 8;
const LONGEST_TITLE = 200;
const MOST_TITLE_WORDS = 30;

const FIELD = /^(title|headline|publisher|source|author|date|published|url|link|language|lang): (\S.*)$/i;
const DATE_LABEL = /^(?:first published|published|posted|dated?)(?: on)?:? /i;
const BYLINE =
  /^(?:By|BY|by):? (?:(?:\p{Lu}[\p{L}.'\u2019-]*|and|&|de|van|von|der|al|bin|el|la|le|di|da)(?:,? (?=\S)|$)){2,9}$/u;

/** Never fails: any text is plain text. The draft's text may be empty. */
export function parsePlain(raw: string): Draft {
  const { fields, body } = headFields(layOut(canonicalise(raw)));
  const publisher = fields.publisher ?? publisherInFooter(body);
  const clean = withoutFurniture(body);
  const headline = fields.title === undefined ? statedTitle(clean) : undefined;
  const titled = headline === undefined ? clean : withTitle(clean, headline);
  const date = fields.publishedAt === undefined ? dateLine(titled) : undefined;
  const author = fields.author === undefined ? byline(titled) : undefined;
  const content = withSubheadings(withoutLines(titled, [date, author]));
  return {
    ...statedMetadata({
      ...fields,
      publisher,
      title: fields.title ?? headline,
      publishedAt: fields.publishedAt ?? date?.replace(DATE_LABEL, ''),
      author: fields.author ?? author?.replace(/^by:? /i, ''),
    }),
    ...assemble(content),
  };
}

/** `Title: ...` lines, when the first block holds nothing else. */
function headFields(blocks: readonly Block[]): { readonly fields: StatedFields; readonly body: readonly Block[] } {
  const [first, ...rest] = blocks;
  const matches = (first?.lines ?? []).map((line) => FIELD.exec(line));
  if (rest.length === 0 || rest[0]?.isAttached === true || matches.length === 0 || matches.includes(null))
    return { fields: {}, body: blocks };
  const found = new Map(matches.map((match) => [match?.[1]?.toLowerCase() ?? '', match?.[2] ?? '']));
  return {
    fields: {
      title: found.get('title') ?? found.get('headline'),
      publisher: found.get('publisher') ?? found.get('source'),
      author: found.get('author'),
      publishedAt: found.get('date') ?? found.get('published'),
      url: found.get('url') ?? found.get('link'),
      language: found.get('language') ?? found.get('lang'),
    },
    body: rest,
  };
}

/** The first line, when it stands alone (or over its date and author), is short and does not end as a sentence. */
function statedTitle(blocks: readonly Block[]): string | undefined {
  const [first, second] = blocks;
  const [line, ...below] = first?.lines ?? [];
  if (line === undefined || second === undefined || second.isAttached === true || first?.kind !== 'paragraph')
    return undefined;
  if (!below.every((each) => isDateLine(each) || BYLINE.test(each))) return undefined;
  if (line.length > LONGEST_TITLE || line.split(' ').length > MOST_TITLE_WORDS) return undefined;
  if (/[.!;,:\u2026\u3002\uff01\uff0c]["'\u201d\u2019)]*$/.test(line)) return undefined;
  if (!/^[\p{P}\p{N}$]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(line)) return undefined;
  return isDateLine(line) || BYLINE.test(line) ? undefined : line;
}

/** The title as a heading; the same line again just below, as in copied news pages, goes. */
function withTitle(blocks: readonly Block[], title: string): Block[] {
  const rest = blocks.map((block, index) => {
    const repeats = index < 3 && block.lines[0]?.toLowerCase() === title.toLowerCase();
    return repeats ? { ...block, lines: block.lines.slice(1) } : block;
  });
  return [{ kind: 'heading', level: 1, lines: [title] }, ...rest.filter((block) => block.lines.length > 0)];
}

function isDateLine(line: string): boolean {
  return line.length <= 60 && isoDate(line.replace(DATE_LABEL, '')) !== undefined;
}

/** The one line of the head that is a date and nothing else. With several in the file, none is known to be its own. */
function dateLine(blocks: readonly Block[]): string | undefined {
  const lines = blocks.flatMap((block) => block.lines.filter(isDateLine));
  const [line] = lines;
  return line !== undefined && lines.length === 1 && headLines(blocks).includes(line) ? line : undefined;
}

function byline(blocks: readonly Block[]): string | undefined {
  return headLines(blocks).find((line) => line.length <= 100 && BYLINE.test(line));
}

function headLines(blocks: readonly Block[]): string[] {
  return blocks.slice(0, HEAD_BLOCKS).flatMap((block) => (block.kind === 'paragraph' ? block.lines : []));
}

/** Lines whose whole meaning is in the metadata now. */
function withoutLines(blocks: readonly Block[], dropped: readonly (string | undefined)[]): Block[] {
  return blocks.map((block, index) =>
    index < HEAD_BLOCKS && block.kind === 'paragraph'
      ? { ...block, lines: block.lines.filter((line) => !dropped.includes(line)) }
      : block,
  );
}

/** A short line alone between two paragraphs of prose heads the second. */
function withSubheadings(blocks: readonly Block[]): Block[] {
  return blocks.map((block, index) => {
    const line = block.lines[0] ?? '';
    const alone =
      block.kind === 'paragraph' && block.lines.length === 1 && line.length <= 80 && /^[\p{Lu}\p{Lo}\p{N}]/u.test(line);
    if (!alone || !/[\p{L}\p{N})?]$/u.test(line) || line.split(' ').length > 10) return block;
    return endsAsProse(blocks[index - 1]) && endsAsProse(blocks[index + 1])
      ? { kind: 'heading', level: 2, lines: [line] }
      : block;
  });
}

function endsAsProse(block: Block | undefined): boolean {
  const text = block?.kind === 'paragraph' ? (block.lines.at(-1) ?? '') : '';
  return text.length >= 40 && /[.!?\u3002]["'\u201d\u2019)]*$/.test(text);
}
