/**
 * An HTML page as a tree, without a browser: nothing is run, nothing is fetched. It stands alone because the tree's
 * types live here (the project does not include the browser's), and so do the bounds that keep a hostile page cheap.
 */
import { parseHTML } from 'linkedom';
import { failure } from '../../errors.js';

/** What is used of a DOM node. */
export interface PageNode {
  /** 1 element, 3 text. Source: https://dom.spec.whatwg.org/#dom-node-nodetype */
  readonly nodeType: number;
  /** Of an element: its tag in capitals. */
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<PageNode>;
  readonly parentNode: PageNode | null;
}

export interface PageElement extends PageNode {
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  closest(selector: string): PageElement | null;
  remove(): void;
}

export interface Page {
  readonly documentElement: PageElement | null;
  readonly body: PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
}

/** Deeper than this the tree builder's time is quadratic (measured: 11 s at 100,000). Pages written by people stay below 60. */
const DEEPEST = 1_000;

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Their end tag may be left out, so an open one says nothing of depth. */
const SELF_CLOSING = new Set(
  'p li dt dd tr td th thead tbody tfoot option optgroup colgroup rt rp html head body'.split(' '),
);

export interface ParsedPage {
  readonly page: Page;
  /** How deep elements are nested, roughly. */
  readonly depth: number;
}

/** Throws `malformed` when elements are nested too deeply. */
export function parsePage(html: string, name: string): ParsedPage {
  const depth = nestingOf(html);
  if (depth > DEEPEST) {
    const parts = {
      what: `Cannot read ${name}`,
      expected: `elements nested at most ${DEEPEST} deep`,
      found: `${depth}`,
    };
    throw failure('malformed', { ...parts, remedy: 'Save the article alone, as text or HTML' });
  }
  // A fragment would have no body, and text outside elements would be lost.
  const whole = /<(?:html|body)[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`;
  const { document } = parseHTML(whole) as unknown as { readonly document: Page };
  return { page: document, depth };
}

function nestingOf(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const tag of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)/gi)) {
    const name = (tag[2] ?? '').toLowerCase();
    if (VOID.has(name) || SELF_CLOSING.has(name)) continue;
    depth = tag[1] === '/' ? Math.max(0, depth - 1) : depth + 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
