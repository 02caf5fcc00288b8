/**
 * The reader that comes with the product: BertForQuestionAnswering over [CLS] question [SEP] title. passage [SEP]. The score
 * of a span is start + end - (start + end at [CLS]), as in Devlin et al. 2019 for SQuAD 2.0; a sentence scores as its best
 * span.
 */
import path from 'node:path';
import { releasedChecksum } from '../inference/model-files.js';
import { openSpanSession, type SpanLogits, type SpanSession } from '../inference/span-session.js';
import { openTokenizer, type TextTokenizer } from '../inference/tokenizer.js';
import { type WordTokens, wordTokenizer } from '../inference/words.js';
import type { Span } from '../model.js';
import type { MarkedSentence, Reader, ReadRequest } from './reader.js';

export interface SpanReaderOptions {
  /** The folder `minilm-reader-v1`; `checksums.json` lies beside it. */
  readonly folder: string;
  /** The folder whose tokenizer it was trained with. */
  readonly tokenizerFolder: string;
  /** Threads of one forward pass, 1 and up. Default 2. */
  readonly threads?: number;
}

/** Facts of the released model; see its README. Trained with 48 and 256 tokens; longer questions need the room. */
const MODEL = {
  name: 'minilm-reader-v1',
  file: 'model_int8.onnx',
  questionTokens: 120,
  window: 384,
  longestAnswer: 30,
  languages: ['en'],
};

/** Rejects with `not-found` when a file is missing, `provider` when the weights are not those released. */
export async function openSpanReader(options: SpanReaderOptions): Promise<Reader> {
  await releasedChecksum(options.folder, MODEL.file);
  const tokenizer = await openTokenizer(options.tokenizerFolder);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const session = await openSpanSession(path.join(options.folder, MODEL.file), threads);
  const words = wordTokenizer(tokenizer);
  return {
    name: MODEL.name,
    languages: MODEL.languages,
    read: (request) => read({ session, tokenizer, words }, request),
    close: () => session.close(),
  };
}

interface Loaded {
  readonly session: SpanSession;
  readonly tokenizer: TextTokenizer;
  readonly words: (text: string) => WordTokens[];
}

async function read({ session, tokenizer, words }: Loaded, request: ReadRequest) {
  const { opening, closing } = tokenizer;
  const question = words(request.question)
    .flatMap(({ ids }) => ids)
    .slice(0, MODEL.questionTokens);
  const room = MODEL.window - opening.length - question.length - 2 * closing.length;
  const passage = fitting(words(request.passage), room);
  const length = passage.reduce((sum, { ids }) => sum + ids.length, 0);
  const title = titleTokens(words, request.title, room - length);
  const first = [...opening, ...question, ...closing];
  const second = [...title, ...passage.flatMap(({ ids }) => ids), ...closing];
  const logits = await session.run({
    tokens: [...first, ...second],
    parts: [...first.map(() => 0), ...second.map(() => 1)],
  });
  const marker = new Marker(logits, passage, first.length + title.length);
  return request.sentences.map((sentence) => {
    const best = marker.best(sentence);
    return best && { ...best, words: unbroken(request.passage, best.words, sentence) };
  });
}

/** The words without a number or an abbreviation cut in two: its vocabulary takes "3,200" for three words, "U.S." for four. */
function unbroken(passage: string, { start, end }: Span, sentence: Span): Span {
  const before = /(?:\p{N}+[.,:])+$/u.exec(passage.slice(sentence.start, start));
  const opens = before !== null && /^\p{N}/u.test(passage.slice(start, end)) ? start - before[0].length : start;
  const after = /^(?:[.,:]\p{N}+)+/u.exec(passage.slice(end, sentence.end));
  if (after !== null && /\p{N}$/u.test(passage.slice(start, end))) return { start: opens, end: end + after[0].length };
  const dot =
    passage[end] === '.' && end < sentence.end && /(?:^|[^\p{L}])(?:\p{L}\.)+\p{L}$/u.test(passage.slice(opens, end));
  return { start: opens, end: dot ? end + 1 : end };
}

/** The words from the first on that fit into `room` tokens. */
function fitting(words: readonly WordTokens[], room: number): WordTokens[] {
  let left = room;
  return words.filter(({ ids }) => {
    left -= ids.length;
    return left >= 0;
  });
}

/** The title as a sentence of its own, cut to what the passage leaves. */
function titleTokens(words: Loaded['words'], title: string | undefined, room: number): number[] {
  const text = title?.trim() ?? '';
  if (text === '') return [];
  return words(/[.!?。！？]$/u.test(text) ? text : `${text}.`)
    .flatMap(({ ids }) => ids)
    .slice(0, Math.max(0, room));
}

/** Finds the best span of a sentence; its words begin and end with whole words of the passage. */
class Marker {
  /** Of each token of the passage, the word it belongs to. */
  readonly #wordAt: number[];

  constructor(
    private readonly logits: SpanLogits,
    private readonly passage: readonly WordTokens[],
    /** Where the passage's tokens begin. */
    private readonly offset: number,
  ) {
    this.#wordAt = passage.flatMap(({ ids }, at) => ids.map(() => at));
  }

  best(sentence: Span): MarkedSentence | undefined {
    const { start, end } = this.logits;
    const none = (start[0] as number) + (end[0] as number);
    let score = Number.NEGATIVE_INFINITY;
    let found: Span | undefined;
    const [from, to] = this.#tokensOf(sentence);
    for (let first = from; first < to; first++) {
      const opens = start[this.offset + first] as number;
      for (let last = first; last < Math.min(to, first + MODEL.longestAnswer); last++) {
        const sum = opens + (end[this.offset + last] as number) - none;
        if (sum <= score) continue;
        score = sum;
        found = { start: first, end: last };
      }
    }
    return found === undefined ? undefined : { score, words: this.#wordsOf(found) };
  }

  /** Half-open range of tokens whose words lie in the sentence. */
  #tokensOf({ start, end }: Span): [number, number] {
    const inside = (at: number): boolean => {
      const word = this.passage[this.#wordAt[at] as number] as WordTokens;
      return word.start >= start && word.end <= end;
    };
    let from = 0;
    while (from < this.#wordAt.length && !inside(from)) from++;
    let to = from;
    while (to < this.#wordAt.length && inside(to)) to++;
    return [from, to];
  }

  #wordsOf({ start, end }: Span): Span {
    const first = this.passage[this.#wordAt[start] as number] as WordTokens;
    const last = this.passage[this.#wordAt[end] as number] as WordTokens;
    return { start: first.start, end: last.end };
  }
}
