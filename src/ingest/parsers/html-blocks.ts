/**
 * A tree of elements as blocks. It stands alone because the walk must hold its own stack: a hostile page is nested
 * deeper than the call stack.
 */
import { type Block, block, heading, paragraphs, singleLine } from '../blocks.js';
import type { PageElement, PageNode } from './page.js';

const ELEMENT = 1;
const TEXT = 3;

const BLOCK = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM ' +
    'HEADER HGROUP HR HTML MAIN NAV OL P SECTION SUMMARY UL TABLE TBODY THEAD TFOOT CAPTION LI PRE'
  ).split(' '),
);
const SKIPPED = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE HEAD TITLE IFRAME SVG MATH OBJECT BUTTON SELECT TEXTAREA INPUT'.split(' '),
);

type Step = { readonly node: PageNode; readonly leaving: boolean };

/** The blocks of `root`, in reading order. */
export function blocksOfPage(root: PageNode | null): Block[] {
  if (root === null) return [];
  const walk = new Walk();
  const steps: Step[] = [{ node: root, leaving: false }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { node, leaving } = step;
    if (leaving) walk.leave(node);
    else if (node.nodeType === TEXT) walk.text(node.textContent ?? '');
    else if (node.nodeType === ELEMENT && !SKIPPED.has(node.nodeName.toUpperCase())) {
      const inside = walk.enter(node as PageElement);
      steps.push({ node, leaving: true });
      if (inside)
        for (const child of Array.from(node.childNodes).reverse()) steps.push({ node: child, leaving: false });
    }
  }
  return walk.finish();
}

class Walk {
  readonly #blocks: Block[] = [];
  #buffer = '';
  #lists = 0;
  #preformatted = 0;

  text(value: string): void {
    this.#buffer += this.#preformatted > 0 ? value : value.replace(/[ \t\r\n\f]+/g, ' ');
  }

  /** False when the element was dealt with whole. */
  enter(element: PageElement): boolean {
    const name = element.nodeName.toUpperCase();
    if (name === 'BR') this.#buffer += '\n';
    if (name === 'Q') this.#buffer += '\u201c';
    if (/^H[1-6]$/.test(name)) {
      this.#flush();
      this.#blocks.push(heading(Number(name[1]), element.textContent ?? ''));
      return false;
    }
    if (name === 'TABLE' && !isLayout(element)) {
      this.#flush();
      this.#blocks.push(tableBlock(element));
      return false;
    }
    if (BLOCK.has(name) || name === 'TR' || name === 'TD' || name === 'TH') this.#flush();
    if (name === 'LI') this.#lists++;
    if (name === 'PRE') this.#preformatted++;
    return true;
  }

  leave(node: PageNode): void {
    const name = node.nodeName.toUpperCase();
    if (name === 'Q') this.#buffer += '\u201d';
    if (BLOCK.has(name) || name === 'TR' || name === 'TD' || name === 'TH') this.#flush();
    if (name === 'LI') this.#lists--;
    if (name === 'PRE') this.#preformatted--;
  }

  finish(): Block[] {
    this.#flush();
    return this.#blocks;
  }

  #flush(): void {
    const text = this.#buffer;
    this.#buffer = '';
    if (text.trim() === '') return;
    if (this.#preformatted > 0) this.#blocks.push(block('code', text));
    else if (this.#lists > 0) this.#item(singleLine(text));
    else this.#blocks.push(...paragraphs(text));
  }

  #item(line: string): void {
    const last = this.#blocks.at(-1);
    if (last?.kind === 'list') (last.lines as string[]).push(line);
    else this.#blocks.push({ kind: 'list', lines: [line] });
  }
}

/** Tables were once used to lay out whole pages: those have blocks in their cells. */
function isLayout(table: PageElement): boolean {
  return table.querySelector('p,div,table,ul,ol,h1,h2,h3,h4,h5,h6,article,section') !== null;
}

function tableBlock(table: PageElement): Block {
  const rows = Array.from(table.querySelectorAll('tr')).map((row) => {
    const cells = Array.from(row.querySelectorAll('th,td')).map((cell) => singleLine(cell.textContent ?? ''));
    return cells.join(' | ');
  });
  const caption = singleLine(table.querySelector('caption')?.textContent ?? '');
  return block('table', [caption, ...rows].join('\n'));
}
