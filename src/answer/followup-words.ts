/**
 * The words of a conversation, each marked for what it can do: name something, say something, or only hold a sentence
 * together. It stands alone because leaning and topics must agree on what counts as content.
 */
import { stopWords } from '../text/stop-words.js';
import { EMPTY_WORDS, JOINING_WORDS, RELATIONAL_WORDS } from './followup-lists.js';

/** `name`: capitalised or a code; `content`: says what is meant; `relational`: means little without a complement; `empty`. */
export type WordKind = 'name' | 'content' | 'number' | 'relational' | 'joining' | 'empty';

export interface Word {
  /** As written. */
  readonly text: string;
  /** Lower case, straight apostrophes. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  readonly kind: WordKind;
  /** Whether a sentence begins here. */
  readonly opens: boolean;
}

/** Hyphens, dots and slashes stay inside a word: `Medi-Cal`, `6.15.0`, `TCP/IP`. */
const WORD =
  /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:(?:[-'’&/_]|\.(?=[\p{N}\p{Ll}])|(?<=\b\p{Lu})\.(?=\p{Lu}\b))[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const SENTENCE_END = /[.!?:;\n。！？•*"“]\s*$/u;
/** `IBM`, `MKSYSB`, `iPhone`, `COVID-19`, `2023`: no ordinary word looks so, wherever it stands. */
const CODE = /^(?:\p{Lu}[\p{Lu}\p{N}.&/-]+s?|\p{N}.*\p{L}.*|\p{L}.*\p{N}.*|\p{Ll}+\p{Lu}.*|\p{Lu}\p{Ll}+\p{Lu}.*)$/u;

/** What ends in -ly and is no adverb. */
const LY_NOUNS = new Set([
  'family',
  'supply',
  'assembly',
  'anomaly',
  'butterfly',
  'monopoly',
  'belly',
  'jelly',
  'bully',
  'reply',
  'apply',
  'multiply',
  'comply',
  'monthly',
  'weekly',
  'daily',
  'elderly',
  'early',
  'yearly',
]);

/** Words in order. `language` is a primary tag. */
export function wordsOf(text: string, language: string): readonly Word[] {
  const found: Word[] = [];
  let end = 0;
  for (const [start, word] of located(text, language)) {
    const gap = text.slice(end, start);
    const isInitial = /^\p{Lu}$/u.test(found.at(-1)?.text ?? '') && /^\.\s*$/.test(gap);
    const opens = found.length === 0 || (SENTENCE_END.test(gap) && !isInitial);
    end = start + word.length;
    const lower = word.toLowerCase().replace(/[’ʼ]/g, "'");
    found.push({ text: word, lower, start, end, opens, kind: kindOf(word, { lower, opens, language }) });
  }
  return language === 'en' ? found.map((word, at) => withOpenerOfName(word, found[at + 1])) : found;
}

/** What a word tells of a topic: a name alone is enough to search for, one ordinary word is not. */
const WEIGHT = { name: 2, content: 1, number: 1, relational: 0.5, joining: 0.5, empty: 0 } as const;

/** How much some words say. */
export function weightOf(words: readonly Word[]): number {
  return words.reduce((sum, word, at) => {
    const isGoingOn = word.kind === 'name' && words[at - 1]?.kind === 'name';
    // `Maren Oduya` is one name; `rent-to-buy` says as much as two words.
    if (isGoingOn) return sum + WEIGHT.empty;
    return sum + WEIGHT[word.kind] * (word.kind === 'content' && word.text.includes('-') ? 2 : 1);
  }, 0);
}

/** Whether a word says something of its own. */
export function isContent({ kind }: Word): boolean {
  return kind === 'name' || kind === 'content';
}

function* located(text: string, language: string): Generator<readonly [number, string]> {
  for (const match of text.matchAll(WORD)) {
    if (!UNSPACED.test(match[0])) yield [match.index, match[0]];
    else yield* segments(match[0], match.index, language);
  }
}

function* segments(run: string, from: number, language: string): Generator<readonly [number, string]> {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  for (const { segment, index, isWordLike } of segmenter.segment(run)) if (isWordLike) yield [from + index, segment];
}

function kindOf(
  word: string,
  { lower, opens, language }: { readonly lower: string; readonly opens: boolean; readonly language: string },
): WordKind {
  const stem = lower.replace(/'(?:s|re|ll|ve|d|m|t)$/, '');
  const stops = stopWords(language);
  if (stops.has(stem) || stops.has(lower.replace(/'/g, ''))) return 'empty';
  if (EMPTY_WORDS[language]?.has(stem) === true) return 'empty';
  if (/^[\p{N}.,/-]+$/u.test(word)) return 'number';
  if (CODE.test(word)) return 'name';
  if (language === 'en' && /^\p{Ll}{3,}ly$/u.test(word) && !LY_NOUNS.has(word)) return 'empty';
  if (RELATIONAL_WORDS[language]?.has(stem) === true) return 'relational';
  if (JOINING_WORDS[language]?.has(stem) === true) return 'joining';
  if (stem.length < 2 && !UNSPACED.test(stem)) return 'empty';
  // German writes every noun with a capital.
  return !opens && language !== 'de' && /^\p{Lu}/u.test(word) ? 'name' : 'content';
}

/** The first word of a sentence is taken for a name when a name follows it: `Emilia Clarke`. */
function withOpenerOfName(word: Word, next: Word | undefined): Word {
  const isFirst = word.opens && word.kind === 'content' && /^\p{Lu}/u.test(word.text);
  const isBeforeName = next?.kind === 'name' && !next.opens && /^\p{Lu}/u.test(next.text);
  return isFirst && isBeforeName && next.start === word.end + 1 ? { ...word, kind: 'name' } : word;
}

/**
 * The language that most function words are of, among those with a list of them; by script for Russian and Chinese.
 * `en` when no word tells, undefined where the script is of none of these.
 */
export function languageOf(text: string): string | undefined {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return undefined;
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru';
  const words = text.toLowerCase().match(/\p{Script=Latin}+/gu);
  if (words === null) return /\p{L}/u.test(text) ? undefined : 'en';
  let best = { language: 'en', hits: 0 };
  for (const language of ['en', 'de', 'es', 'fr']) {
    const stops = stopWords(language);
    const others = EMPTY_WORDS[language];
    const hits = words.filter((word) => stops.has(word) || others?.has(word) === true).length;
    if (hits > best.hits) best = { language, hits };
  }
  return best.language;
}
