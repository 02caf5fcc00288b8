/**
 * A model's own tokenizer: text to token ids. It stands alone because counting tokens (to cut passages) and making them
 * (to embed) must never disagree, and because a library decides both.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { failure } from '../errors.js';

export interface TextTokenizer {
  /** Ids of the text alone, without special tokens. */
  encode(text: string): number[];
  /** Special tokens that stand before a text: `[CLS]`. */
  readonly opening: readonly number[];
  /** Special tokens that stand after it: `[SEP]`. */
  readonly closing: readonly number[];
}

/**
 * Reads `tokenizer.json` and, where there is one, `tokenizer_config.json`.
 * Rejects with `not-found` or `malformed`, naming the file.
 */
export async function openTokenizer(folder: string): Promise<TextTokenizer> {
  const file = path.join(folder, 'tokenizer.json');
  const definition = await readJson(file);
  if (definition === undefined) {
    throw failure('not-found', {
      what: `the model folder ${folder} lacks tokenizer.json`,
      remedy:
        "Put the model's tokenizer.json there; older models can be converted with the Python package transformers",
    });
  }
  const config = (await readJson(path.join(folder, 'tokenizer_config.json'))) ?? {};
  try {
    return wrap(new Tokenizer(definition, config));
  } catch (cause) {
    throw failure('malformed', { what: `the tokenizer ${file} could not be read`, remedy: 'Restore the file' }, cause);
  }
}

/** A JSON file that must be an object, or undefined when it is not there. Rejects with `malformed` or `unreadable`. */
export async function readJson(file: string): Promise<Record<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw failure('unreadable', { what: `the file ${file} cannot be read` }, cause);
  }
  try {
    const value: unknown = JSON.parse(text);
    return Object(value) === value ? (value as Record<string, unknown>) : undefined;
  } catch (cause) {
    throw failure('malformed', { what: `the file ${file} is not JSON`, remedy: 'Restore the file' }, cause);
  }
}

function wrap(tokenizer: Tokenizer): TextTokenizer {
  const encode = (text: string, special: boolean): number[] =>
    tokenizer.encode(text, { add_special_tokens: special }).ids;
  const bare = encode('a', false);
  const dressed = encode('a', true);
  const at = dressed.findIndex((_, start) => bare.every((id, offset) => dressed[start + offset] === id));
  return {
    encode: (text) => encode(text, false),
    opening: dressed.slice(0, at),
    closing: dressed.slice(at + bare.length),
  };
}
