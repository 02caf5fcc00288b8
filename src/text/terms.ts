/**
 * Text to index terms: the same analysis for documents and queries, so that lexical ranking is one formula in
 * every store. It stands alone because a term's form is a promise: change it and stored postings no longer match.
 */
import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import type { Span } from '../model.js';
import { stopWords } from './stop-words.js';

type Stemmer = (word: string) => string;

const STEMMERS: Readonly<Record<string, Stemmer>> = {
  ar: arabic,
  da: danish,
  de: german,
  en: english,
  es: spanish,
  fi: finnish,
  fr: french,
  it: italian,
  nl: dutch,
  no: norwegian,
  pt: portuguese,
  ru: russian,
  sv: swedish,
};

/** Scripts written without spaces: words come from ICU's dictionaries through Intl.Segmenter. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD = /(?:\p{L}\.){2,}|[\p{L}\p{M}]+(?:['’ʼ][\p{L}\p{M}]+)*|\p{N}+(?:[.,]\p{N}+)*/gu;
/** Direction marks, embeddings, overrides and isolates: they may stand inside a word and are none of it. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Longer "words" are noise (base64, URLs); their beginning still matches itself. */
const LONGEST_TERM = 64;

/** A word as its language reads it. */
interface Word {
  readonly stem: string;
  readonly isStop: boolean;
}

/** Words read before, by language: of the same few thousand most text is made. */
const memo = new Map<string, Map<string, Word>>();
const MEMO = {
  /** Of each language. */
  entries: 50_000,
  /** V8 makes longer words views of the text that they stand in, and keeping one would keep all of it. */
  longest: 12,
} as const;

/** The language a text is analysed in: its primary tag, `en` when unknown. */
export function analysisLanguage(language: string | undefined): string {
  if (language === 'en') return language;
  const primary = language?.toLowerCase().split(/[-_]/)[0];
  if (primary === 'nb' || primary === 'nn') return 'no';
  return primary === undefined || primary === '' ? 'en' : primary;
}

/**
 * Index terms of a text, in order, repeats included: lower case, stemmed by the language's Snowball algorithm where there
 * is one, then without accents; stop words are left out. A text of stop words only ("to be or not to be") keeps them.
 */
export function terms(text: string, language?: string): string[] {
  const tag = analysisLanguage(language);
  const words = wordsOf(text, tag);
  const kept = words.filter(({ isStop }) => !isStop);
  return (kept.length > 0 ? kept : words).map(({ stem }) => stem);
}

/** Where the words of a text stand, those of scripts without spaces as one run each. */
export function wordSpans(text: string): Span[] {
  return [...text.matchAll(WORD)].map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
}

/** The words of a text as they are written, those of scripts without spaces as one run each. */
export function writtenWords(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** Whether a word, however it is capitalised, is one that terms leave out. */
export function isStopWord(word: string, language?: string): boolean {
  return read(word, analysisLanguage(language)).isStop;
}

function wordsOf(text: string, tag: string): Word[] {
  const written = writtenWords(text.replace(DIRECTION, ''));
  if (!UNSPACED.test(text)) return written.map((word) => read(word, tag));
  return written.flatMap((word) =>
    UNSPACED.test(word) ? [...segmentsOf(word, tag)].map((segment) => read(segment, tag)) : [read(word, tag)],
  );
}

const segmenters = new Map<string, Intl.Segmenter>();

function* segmentsOf(run: string, tag: string): Generator<string> {
  let segmenter = segmenters.get(tag);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(tag, { granularity: 'word' });
    segmenters.set(tag, segmenter);
  }
  for (const { segment, isWordLike } of segmenter.segment(run)) if (isWordLike) yield segment;
}

function read(written: string, tag: string): Word {
  let known = memo.get(tag);
  if (known === undefined || known.size >= MEMO.entries) {
    known = new Map();
    memo.set(tag, known);
  }
  let word = known.get(written);
  if (word === undefined) {
    const bare = plain(written);
    word = { stem: stemmed(bare.slice(0, LONGEST_TERM), tag), isStop: stopWords(tag).has(bare) };
    if (written.length <= MEMO.longest) known.set(written, word);
  }
  return word;
}

/** Lower case, without dots of initials (`U.S.`), possessive endings, apostrophes and thousands separators. */
function plain(word: string): string {
  const lower = word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?!^)['’ʼ]s$/u, '')
    .replace(/['’ʼ]/gu, '');
  return /^\p{N}/u.test(lower) ? lower.replace(/(?<=\p{N}),(?=\p{N}{3})/gu, '') : lower.replace(/\./g, '');
}

/** Accents go after stemming, because Snowball's rules read them (`й`, `ó`, `ü`). */
function stemmed(word: string, tag: string): string {
  const stem = /^\p{N}/u.test(word) ? word : STEMMERS[tag]?.(word) || word;
  return stem.normalize('NFKD').replace(/\p{M}/gu, '') || stem;
}
