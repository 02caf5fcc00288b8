/**
 * An HTML page to a draft: the article's words, and what the page states about it. It stands alone because finding the
 * article is a policy (reader mode, and what to do when it finds too little), while the walk and the metadata are not.
 */
import { Readability } from '@mozilla/readability';
import { failure } from '../../errors.js';
import type { Draft, Metadata } from '../../model.js';
import { assemble, type Block, heading, singleLine } from '../blocks.js';
import { publisherInFooter, withoutFurniture } from '../boilerplate.js';
import { isoDate, statedMetadata } from '../metadata.js';
import { blocksOfPage } from './html-blocks.js';
import { pageMetadata } from './html-metadata.js';
import { type Page, type PageElement, type PageNode, parsePage } from './page.js';

/** Beyond these, reader mode takes seconds (measured: 8 s at 1,000 levels, 5 s at 40,000 elements), and the page is read whole. */
const DEEPEST_FOR_READER = 100;
const MOST_ELEMENTS_FOR_READER = 15_000;
/** Reader mode that keeps less than this share of what stands in the page's only article has missed it. */
const LEAST_SHARE = 0.6;

const NEVER_TEXT =
  'script,style,noscript,template,iframe,object,embed,svg,canvas,audio,video,map,button,input,select,textarea,dialog,' +
  'nav,[hidden],[aria-hidden="true"],[role="navigation"],[role="dialog"],[role="alertdialog"],[role="search"],' +
  '[role="menu"],[role="menubar"],[role="toolbar"],[role="tablist"]';
/** Names that templates give to what is no article. */
const FURNITURE_NAME =
  /(?:^|[\s_-])(?:cookies?|consent|gdpr|share|sharing|social|newsletter|signup|sign-up|related|recommended|breadcrumbs?|advert|advertisement|ads|promo|sidebar|skip-link|skip|popup|modal|paywall|comments|trending|most-read|toolbar|masthead|site-header|site-footer|site-nav)(?:$|[\s_-])/i;
/** What looks like furniture but holds more than this share of the page's text is the page. */
const MOST_FURNITURE = 0.4;
/** Measuring furniture nested in furniture would be quadratic: beyond this many characters the rest stays. */
const MOST_MEASURED = 50_000_000;
const OUTSIDE_ARTICLE =
  'body > header, body > footer, body > aside, aside, form, [role="banner"], [role="contentinfo"]';

/** Throws `empty` when no text is in the page, `malformed` when it is nested too deeply. */
export function parseHtml(html: string, name: string): Draft {
  const { page, depth } = parsePage(html, name);
  const fields = pageMetadata(page);
  const headline = headlineOf(page);
  // The footer names the publisher, so it is read before it is dropped.
  const footer = fields.publisher ?? publisherInFooter(blocksOfPage(rootOf(page)));
  dropFurniture(page);
  const metadata = statedMetadata({ ...fields, publisher: footer });
  const blocks = withHeadline(withoutHeadLines(withoutFurniture(articleBlocks(page, depth)), metadata), headline);
  const draft = assemble(blocks);
  if (draft.text === '' || blocks.every((block) => block.kind === 'heading')) {
    const parts = { what: `Cannot read ${name}`, expected: 'an article', found: 'an HTML page with no text' };
    throw failure('empty', { ...parts, remedy: 'If the page fills itself by scripts, save what the browser shows' });
  }
  return { ...metadata, ...draft };
}

/** The only `h1`, if there is one only: reader mode often leaves it out. */
function headlineOf(page: Page): string | undefined {
  const headings = Array.from(page.querySelectorAll('h1'));
  const text = headings.length === 1 ? singleLine(headings[0]?.textContent ?? '') : '';
  return text === '' ? undefined : text;
}

function withHeadline(blocks: readonly Block[], headline: string | undefined): readonly Block[] {
  const there = blocks.some((block) => block.kind === 'heading' && block.lines[0] === headline);
  return headline === undefined || there ? blocks : [heading(1, headline), ...blocks];
}

/** How far down a page its date and author still stand, in blocks. */
const HEAD_BLOCKS = 6;

/** Without the lines whose whole meaning is in the metadata. */
function withoutHeadLines(blocks: readonly Block[], { publishedAt, author }: Metadata): readonly Block[] {
  const isStated = (line: string): boolean =>
    line.length <= 100 &&
    ((publishedAt !== undefined && isoDate(line)?.slice(0, 10) === publishedAt.slice(0, 10)) ||
      (author !== undefined && line.toLowerCase() === `by ${author.toLowerCase()}`));
  return blocks.filter(
    (block, index) => index >= HEAD_BLOCKS || block.lines.length !== 1 || !isStated(block.lines[0] ?? ''),
  );
}

function dropFurniture(page: Page): void {
  for (const element of Array.from(page.querySelectorAll(NEVER_TEXT))) element.remove();
  const whole = lengthOf(rootOf(page));
  let budget = MOST_MEASURED;
  for (const element of Array.from(page.querySelectorAll('[class],[id],[style]'))) {
    if (/^(?:HTML|BODY|MAIN|ARTICLE|H1)$/i.test(element.nodeName)) continue;
    const names = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`.slice(0, 1_000);
    const isInvisible = /display\s{0,9}:\s{0,9}none/i.test(element.getAttribute('style') ?? '');
    if (!isInvisible && !FURNITURE_NAME.test(names)) continue;
    const length = lengthOf(element);
    budget -= length;
    if (isInvisible || length <= MOST_FURNITURE * whole) element.remove();
    if (budget < 0) return;
  }
}

function articleBlocks(page: Page, depth: number): Block[] {
  const articles = Array.from(page.querySelectorAll('article'));
  const main =
    (articles.length === 1 ? articles[0] : undefined) ?? page.querySelector('main,[role="main"]') ?? undefined;
  // Reader mode changes the tree, so what is needed of it is taken first.
  const ofMain = main === undefined ? [] : blocksOfPage(main);
  const ofPage = blocksOfWholePage(page);
  const found = readable(page, depth);
  if (found.length > 0 && sizeOf(found) >= LEAST_SHARE * sizeOf(ofMain)) return found;
  return sizeOf(ofMain) > 0 ? ofMain : ofPage;
}

function readable(page: Page, depth: number): Block[] {
  if (depth > DEEPEST_FOR_READER || page.querySelectorAll('*').length > MOST_ELEMENTS_FOR_READER) return [];
  type ReaderDocument = ConstructorParameters<typeof Readability>[0];
  try {
    const reader = new Readability<PageNode>(page as unknown as ReaderDocument, {
      serializer: (node) => node as unknown as PageNode,
      disableJSONLD: true,
    });
    const content = reader.parse()?.content;
    return content === null || content === undefined ? [] : blocksOfPage(content);
  } catch {
    // Reader mode expects a browser's tree and stumbles over some that are not; the page is read whole then.
    return [];
  }
}

/** Everything but what stands outside any article; all of it when that leaves nothing. */
function blocksOfWholePage(page: Page): Block[] {
  const root = rootOf(page);
  const outside = Array.from(page.querySelectorAll(OUTSIDE_ARTICLE));
  const whole = blocksOfPage(root);
  const removed = outside.reduce((sum, element) => sum + lengthOf(element), 0);
  if (removed === 0 || removed >= lengthOf(root)) return whole;
  const texts = new Set(outside.flatMap((element) => blocksOfPage(element)).map((block) => block.lines.join('\n')));
  return whole.filter((block) => !texts.has(block.lines.join('\n')));
}

/** The body, unless the page has none and its text stands beside it. */
function rootOf({ body, documentElement }: Page): PageElement | null {
  return lengthOf(body) > 0 ? body : documentElement;
}

function sizeOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.lines.reduce((length, line) => length + line.length, 0), 0);
}

function lengthOf(element: PageElement | null): number {
  return element?.textContent?.trim().length ?? 0;
}
