/**
 * A document to its passages: runs of whole sentences of about 120 words, never across a heading, none longer than the
 * embedder reads. It stands alone because what one vector stands for is decided here and nowhere else.
 */
import type { Outline, Span } from '../model.js';
import { paragraphs } from '../text/paragraphs.js';
import { sentences } from '../text/sentences.js';
import { tallyWords, trimSpan } from '../text/spans.js';
import { splitToFit } from '../text/split.js';
import { packUnits, type Unit } from './packing.js';

export interface PassageSource {
  /** Canonical text; every span refers to it. */
  readonly text: string;
  readonly outline: Outline;
  readonly title?: string;
  /** BCP 47 tag, for the sentence segmenter. */
  readonly language?: string;
}

/** What the embedder can read at once. An `Embedder` is one. */
export interface Window {
  readonly maxTokens: number;
  countTokens(text: string): number;
}

export interface PassageOptions {
  /** Words a passage should have, 1 and up. Default 120. Passages of up to twice that are accepted to avoid scraps. */
  readonly targetWords?: number;
}

export interface PassageDraft {
  readonly span: Span;
  /** In order, inside `span`; the heading that opens a passage is its first. */
  readonly sentences: readonly Span[];
  /** Words of the innermost heading the passage stands under. */
  readonly heading?: string;
}

/** Letters of a script without spaces that say as much as one word; about the mean length of a Chinese word. */
const LETTERS_PER_WORD = 1.7;
/** Code units beyond which a run counts as several words, so that base64 or a table of symbols fills a passage too. */
const LONGEST_WORD = 12;
/** Share of the window that a title may claim from a passage of several sentences; the rest of it is cut by the embedder. */
const TITLE_SHARE = 0.25;
/** Longest piece in code units per token of the window: WordPiece reads a word of 101 letters and more as one unknown token. */
const UNITS_PER_TOKEN = 8;

/**
 * Passages in order. They do not overlap, and every character but white space is in one. A sentence that the window
 * cannot hold is split at clauses, then words, then characters. A title is counted against the window unless a single
 * sentence needs the room.
 */
export function toPassages(source: PassageSource, window: Window, options: PassageOptions = {}): PassageDraft[] {
  const titleTokens = source.title === undefined ? 0 : window.countTokens(source.title) + 1;
  const limits = {
    targetWords: options.targetWords ?? 120,
    maxTokens: window.maxTokens - Math.min(titleTokens, Math.floor(window.maxTokens * TITLE_SHARE)),
  };
  return sections(source).flatMap((section) => {
    const units = section.pieces.flatMap((piece) => unitsOf(source, piece, window));
    return packUnits(units, limits).map((packed) => draft(packed, section.heading));
  });
}

interface Piece extends Span {
  readonly isHeading: boolean;
}

/** What one heading opens, up to the next; headings with nothing between them open one section together. */
interface Section {
  readonly pieces: Piece[];
  heading: string | undefined;
}

function sections(source: PassageSource): Section[] {
  const found: Section[] = [{ pieces: [], heading: undefined }];
  let at = 0;
  for (const heading of source.outline.headings) {
    const span = trimSpan(source.text, {
      start: Math.max(at, heading.start),
      end: Math.min(source.text.length, heading.end),
    });
    if (span.end <= span.start) continue;
    addBody(at, span.start);
    open(heading.title).pieces.push({ ...span, isHeading: true });
    at = span.end;
  }
  addBody(at, source.text.length);
  return found;

  function open(title: string): Section {
    const last = found.at(-1);
    if (last?.pieces.every((piece) => piece.isHeading)) {
      last.heading = title;
      return last;
    }
    const section: Section = { pieces: [], heading: title };
    found.push(section);
    return section;
  }

  function addBody(start: number, end: number): void {
    const span = trimSpan(source.text, { start, end });
    if (span.end > span.start) found.at(-1)?.pieces.push({ ...span, isHeading: false });
  }
}

function unitsOf(source: PassageSource, piece: Piece, window: Window): Unit[] {
  const text = source.text.slice(piece.start, piece.end);
  const options = source.language === undefined ? {} : { language: source.language };
  const spans = piece.isHeading ? [{ start: 0, end: text.length }] : sentences(text, options);
  const ends = new Set(paragraphs(text).map((paragraph) => paragraph.end));
  const maxUnits = window.maxTokens * UNITS_PER_TOKEN;
  const count = rememberingLast((part) => window.countTokens(part));
  const fits = (part: string) => part.length <= maxUnits && count(part) <= window.maxTokens;
  return spans.flatMap((span) =>
    splitToFit(text, span, fits).map((part) => {
      const words = text.slice(part.start, part.end);
      const { runs, unspaced } = tallyWords(words);
      return {
        span: { start: piece.start + part.start, end: piece.start + part.end },
        words: Math.max(runs + unspaced / LETTERS_PER_WORD, words.length / LONGEST_WORD),
        tokens: count(words),
        endsParagraph: !piece.isHeading && ends.has(part.end),
        isHeading: piece.isHeading,
      };
    }),
  );
}

/** Most sentences are asked about twice in a row, to see whether they fit and to add them up; tokenising is what costs. */
function rememberingLast(count: (text: string) => number): (text: string) => number {
  let last = { text: '', tokens: 0 };
  return (text) => {
    if (text !== last.text) last = { text, tokens: count(text) };
    return last.tokens;
  };
}

function draft(units: readonly Unit[], heading: string | undefined): PassageDraft {
  const spans = units.map((unit) => unit.span);
  const span = { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
  return { span, sentences: spans, ...(heading === undefined ? {} : { heading }) };
}
