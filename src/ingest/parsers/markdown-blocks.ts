/**
 * A Markdown tree as blocks. It stands alone because the walk knows Markdown's nodes and nothing of files or front
 * matter. Left out: markup, raw HTML, images with their replacement texts, link targets, definitions.
 */
import type { Nodes, Parents, Root, Table } from 'mdast';
import { type Block, block, heading, paragraphs } from '../blocks.js';

/** Blocks nested deeper than this are left to the text of their parent. */
const DEEPEST = 100;

export function blocksOfMarkdown(tree: Root): Block[] {
  return tree.children.flatMap((node) => blocksOf(node, 0));
}

function blocksOf(node: Nodes, depth: number): Block[] {
  if (depth > DEEPEST) return paragraphs(inlineText(node));
  switch (node.type) {
    case 'heading':
      return [heading(node.depth, inlineText(node))];
    case 'code':
      return [block('code', node.value)];
    case 'table':
      return [tableBlock(node)];
    case 'list':
      return listBlocks(node.children, depth);
    case 'blockquote':
    case 'footnoteDefinition':
      return node.children.flatMap((child) => blocksOf(child, depth + 1));
    case 'paragraph':
      return paragraphs(inlineText(node));
    case 'html':
      return paragraphs(withoutTags(node.value));
    default:
      return [];
  }
}

/** One line an item, nested items on their own; what in an item is no paragraph or list becomes blocks of its own. */
function listBlocks(items: readonly Nodes[], depth: number): Block[] {
  const blocks: Block[] = [];
  for (const item of items) {
    for (const child of 'children' in item ? item.children : []) {
      const inner = child.type === 'paragraph' ? [block('list', inlineText(child))] : blocksOf(child, depth + 1);
      for (const each of inner) {
        const last = blocks.at(-1);
        if (each.kind === 'list' && last?.kind === 'list')
          blocks[blocks.length - 1] = { kind: 'list', lines: [...last.lines, ...each.lines] };
        else blocks.push(each);
      }
    }
  }
  return blocks;
}

function tableBlock(table: Table): Block {
  const rows = table.children.map((row) =>
    row.children.map((cell) => inlineText(cell).replaceAll('\n', ' ')).join(' | '),
  );
  return block('table', rows.join('\n'));
}

/** The words of a node. A break inside a paragraph written for the source file's width is a space. */
function inlineText(node: Nodes): string {
  switch (node.type) {
    case 'text':
      return node.value.replace(/[ \t]*\r?\n[ \t]*/g, ' ');
    case 'inlineCode':
      return node.value;
    case 'break':
      return '\n';
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? '\n' : '';
    case 'image':
    case 'imageReference':
    case 'footnoteReference':
      return '';
    default:
      return 'children' in node ? (node as Parents).children.map(inlineText).join('') : '';
  }
}

/** The words inside a block of raw HTML: what stands between its tags. */
function withoutTags(html: string): string {
  return html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1>|$)/gi, '')
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<[^<>]*>/g, '');
}
