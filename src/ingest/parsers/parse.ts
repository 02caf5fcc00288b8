/**
 * Which parser reads which file. It stands alone so that a new format is one line here and one file beside it.
 */
import { extname } from 'node:path';
import { failure } from '../../errors.js';
import type { Draft } from '../../model.js';
import { decodeText } from '../decode.js';
import { parseHtml } from './html.js';
import { parseMarkdown } from './markdown.js';
import { parsePlain } from './plain.js';

type Parser = (bytes: Uint8Array, name: string) => Draft;

const plain: Parser = (bytes, name) => parsePlain(decodeText(bytes, name));
const markdown: Parser = (bytes, name) => parseMarkdown(decodeText(bytes, name), name);
const html: Parser = (bytes, name) => parseHtml(decodeText(bytes, name, { html: true }), name);

const PARSERS: ReadonlyMap<string, Parser> = new Map([
  ['.txt', plain],
  ['.text', plain],
  ['.md', markdown],
  ['.markdown', markdown],
  ['.html', html],
  ['.htm', html],
]);

/** Endings of files that hold one document each, with their dot. */
export const DOCUMENT_ENDINGS: readonly string[] = [...PARSERS.keys()];

/**
 * The draft in `bytes`; `name` is what a message calls them, and its ending chooses the parser. Throws `unsupported`
 * (ending, binary, encoding), `malformed`, `empty`.
 */
export function parse(bytes: Uint8Array, name: string): Draft {
  const parser = PARSERS.get(extname(name).toLowerCase());
  if (parser === undefined) throw unsupportedEnding(name);
  const draft = bytes.length === 0 ? undefined : guarded(() => parser(bytes, name), name);
  if (draft === undefined || draft.text === '') {
    const found = bytes.length === 0 ? 'an empty file' : 'a file without words';
    throw failure('empty', { what: `Cannot read ${name}`, expected: 'text', found, remedy: 'Fill it or remove it' });
  }
  return draft;
}

export function unsupportedEnding(name: string): Error {
  const found = extname(name) === '' ? 'a name without one' : `"${extname(name)}"`;
  const expected = `a name that ends in ${[...DOCUMENT_ENDINGS, '.jsonl'].join(', ')}`;
  const remedy = 'Save its text in one of these forms';
  return failure('unsupported', { what: `Cannot read ${name}`, expected, found, remedy });
}

/** A parser that runs out of stack met a text nested beyond sense; that is the text's fault and fails it alone. */
function guarded(run: () => Draft, name: string): Draft {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    const parts = {
      what: `Cannot read ${name}`,
      expected: 'markup of ordinary depth',
      found: 'markup nested too deeply',
    };
    throw failure('malformed', { ...parts, remedy: 'Save its text as .txt' }, thrown);
  }
}
