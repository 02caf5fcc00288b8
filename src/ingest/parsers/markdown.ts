/**
 * Markdown to a draft: its words without the marks, its headings as outline, its front matter as metadata. It stands
 * alone because front matter states metadata in so many words, where other texts have to be searched for it.
 */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { parseDocument } from 'yaml';
import { failure } from '../../errors.js';
import type { Draft } from '../../model.js';
import { canonicalise } from '../../text/canonical.js';
import { assemble } from '../blocks.js';
import { withoutFurniture } from '../boilerplate.js';
import { type StatedFields, statedMetadata } from '../metadata.js';
import { blocksOfMarkdown } from './markdown-blocks.js';
import { layOut } from './plain-layout.js';

/** Beyond these the parser takes minutes (measured: 26 s for one line of 1 MB), so the text is taken as it stands. */
const MOST_MARKUP = 2_000_000;
const LONGEST_LINE = 50_000;
const DEEPEST_QUOTE = /^(?: {0,3}> ?){100}/m;

/** Throws `malformed` for front matter that is no YAML, with its line. The draft's text may be empty. */
export function parseMarkdown(raw: string, name: string): Draft {
  const source = raw.replace(/^\ufeff/, '');
  if (isBeyondParser(source)) return assemble(withoutFurniture(layOut(canonicalise(source))));
  const tree = fromMarkdown(source, {
    extensions: [gfm(), frontmatter(['yaml'])],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml'])],
  });
  const fields = frontMatter(tree, name);
  const draft = assemble(withoutFurniture(blocksOfMarkdown(tree)));
  const firstHeading = draft.outline.headings[0];
  const title = fields.title ?? (firstHeading?.level === 1 ? firstHeading.title : undefined);
  return { ...statedMetadata({ ...fields, title }), ...draft };
}

function isBeyondParser(source: string): boolean {
  if (source.length > MOST_MARKUP || DEEPEST_QUOTE.test(source)) return true;
  let start = 0;
  for (let end = source.indexOf('\n'); end !== -1; end = source.indexOf('\n', start)) {
    if (end - start > LONGEST_LINE) return true;
    start = end + 1;
  }
  return source.length - start > LONGEST_LINE;
}

function frontMatter(tree: Root, name: string): StatedFields {
  const node = tree.children.find((child: Nodes) => child.type === 'yaml');
  if (node?.type !== 'yaml') return {};
  // Aliases are refused, not expanded: they can make a small file fill the memory.
  const yaml = parseDocument(node.value, { logLevel: 'silent' });
  const [error] = yaml.errors;
  if (error !== undefined) {
    const line = (error.linePos?.[0].line ?? 1) + (node.position?.start.line ?? 1);
    const found = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'another thing';
    const parts = { what: `Cannot read the front matter of ${name}, line ${line}`, expected: 'YAML', found };
    throw failure(
      'malformed',
      { ...parts, remedy: 'Put values with a colon or a quotation mark in double quotes' },
      error,
    );
  }
  let values: unknown;
  try {
    values = yaml.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    const parts = { what: `Cannot read the front matter of ${name}`, expected: 'plain values', found: 'YAML aliases' };
    throw failure('malformed', { ...parts, remedy: 'Write the values out' }, cause);
  }
  return typeof values === 'object' && values !== null ? fieldsOf(new Map(Object.entries(values))) : {};
}

function fieldsOf(values: ReadonlyMap<string, unknown>): StatedFields {
  const first = (...keys: string[]): string | undefined => {
    for (const key of keys) {
      const value = asText(values.get(key));
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return {
    title: first('title', 'headline'),
    publisher: first('publisher', 'source'),
    author: first('author', 'authors', 'byline'),
    publishedAt: first('publishedAt', 'published', 'date'),
    url: first('url', 'link', 'canonical'),
    language: first('language', 'lang'),
  };
}

/** A name, a number, or a list of names. */
function asText(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (!Array.isArray(value)) return undefined;
  const names = value.filter((item) => typeof item === 'string');
  return names.length > 0 ? names.join(', ') : undefined;
}
