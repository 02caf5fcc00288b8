/**
 * An embedder over a local ONNX encoder. It stands alone because the bundled model and a folder of the user's own differ
 * in settings only: what is read, in which order, and how token vectors become one vector is the same.
 *
 * A passage is read in one forward pass as `opening, prefix, title ".", sentences, closing`. Sentences are tokenised one
 * by one and joined, so that each knows its tokens. The passage's vector pools all of them, special ones included; a
 * sentence's is the mean of its own tokens in that same pass.
 */
import { failure } from '../errors.js';
import { fewAtOnce } from '../inference/batches.js';
import { normalised, type Pooling, pool } from '../inference/pooling.js';
import type { EncoderSession } from '../inference/session.js';
import type { TextTokenizer } from '../inference/tokenizer.js';
import type { Embedder, PassageEmbedding, PassageInput } from './embedder.js';

export interface OnnxModel {
  readonly session: EncoderSession;
  readonly tokenizer: TextTokenizer;
  readonly pooling: Pooling;
  /** Most tokens the model reads, special ones included. */
  readonly window: number;
  readonly dimensions: number;
  /** What some models want before every query or passage: `query: `. Empty for none. */
  readonly prefixes: { readonly query: string; readonly passage: string };
  readonly fingerprint: string;
  /** As `Embedder.languages`. */
  readonly languages: readonly string[];
}

/** Code units of a title or query beyond which it is cut before tokenising: far more than any window holds. */
const UNITS_PER_TOKEN = 32;
/** Passages under way at once: where the model computes in another thread, the next is tokenised and the last pooled meanwhile. */
const AT_ONCE = 2;
/** Counted texts whose tokens are kept until they are embedded: those of some forty pages. */
const COUNTED = 1_024;

export function onnxEmbedder(model: OnnxModel): Embedder {
  const { tokenizer, session } = model;
  const special = tokenizer.opening.length + tokenizer.closing.length;
  const prefixes = { query: tokenizer.encode(model.prefixes.query), passage: tokenizer.encode(model.prefixes.passage) };
  const room = {
    query: model.window - special - prefixes.query.length,
    passage: model.window - special - prefixes.passage.length,
  };
  const counted = new Map<string, number[]>();
  const context = { model, prefix: prefixes.passage, room: room.passage, counted };
  return {
    fingerprint: model.fingerprint,
    dimensions: model.dimensions,
    maxTokens: room.passage,
    languages: model.languages,
    countTokens(text) {
      const tokens = tokenizer.encode(text);
      if (counted.size >= COUNTED) counted.clear();
      counted.set(text, tokens);
      return tokens.length;
    },
    embedPassages: (inputs, signal) =>
      fewAtOnce(inputs, (input) => embedPassage(context, input), { atOnce: AT_ONCE, signal }),
    async embedQuery(text) {
      const words = tokenizer.encode(text.slice(0, model.window * UNITS_PER_TOKEN)).slice(0, room.query);
      const vectors = await session.run([...tokenizer.opening, ...prefixes.query, ...words, ...tokenizer.closing]);
      return normalised(pool(vectors, model.pooling));
    },
    close: () => session.close(),
  };
}

interface PassageContext {
  readonly model: OnnxModel;
  readonly prefix: readonly number[];
  /** Tokens left for title and passage. */
  readonly room: number;
  /** Tokens of texts that were counted and not embedded since. */
  readonly counted: Map<string, number[]>;
}

async function embedPassage(context: PassageContext, input: PassageInput): Promise<PassageEmbedding> {
  const { model, prefix, room } = context;
  const { session, tokenizer, pooling } = model;
  const sentences = input.sentences.map((sentence) => tokensOf(context, sentence));
  const length = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
  if (length > room) {
    throw failure('internal', {
      what: 'a passage is longer than the model reads',
      expected: `at most ${room} tokens`,
      found: `${length}`,
      remedy: 'Split it with toPassages before embedding',
    });
  }
  const title = titleTokens(model, input.title, room - length);
  const before = [...tokenizer.opening, ...prefix, ...title];
  const vectors = await session.run([...before, ...sentences.flat(), ...tokenizer.closing]);
  const vector = normalised(pool(vectors, pooling));
  let start = before.length;
  const own = sentences.map((sentence) => {
    const end = start + sentence.length;
    // A sentence of characters that the tokenizer drops has no tokens: it stands for what surrounds it.
    const mean = end > start ? normalised(pool(vectors, 'mean', start, end)) : vector.slice();
    start = end;
    return mean;
  });
  return { vector, sentences: own };
}

/** Whoever cuts a document has just counted its sentences. */
function tokensOf({ model, counted }: PassageContext, sentence: string): readonly number[] {
  const tokens = counted.get(sentence) ?? model.tokenizer.encode(sentence);
  counted.delete(sentence);
  return tokens;
}

/** The title as a sentence of its own, cut to what the passage leaves. */
function titleTokens({ tokenizer, window }: OnnxModel, title: string | undefined, room: number): number[] {
  const words = title?.trim().slice(0, window * UNITS_PER_TOKEN) ?? '';
  if (words === '') return [];
  return tokenizer.encode(/[.!?。！？]$/u.test(words) ? words : `${words}.`).slice(0, room);
}
