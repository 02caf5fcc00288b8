/**
 * The matching form of a text: what is left when case, accents, typography and spacing do not count, with the way back
 * to the original offsets. It stands alone because quotes are compared in this form and cut in the other.
 */
import type { Span } from '../model.js';
import { isSpace } from './spans.js';

export interface FoldOptions {
  /** Keep accents and other marks apart: `é` stays `é`. Default false. */
  readonly keepMarks?: boolean;
}

export interface Folded {
  readonly folded: string;
  /**
   * The shortest span of the original that holds every character some part of which is in `span` of `folded`. It never
   * parts a surrogate pair or a letter from its marks. What lies outside `folded` is clamped.
   */
  toOriginal(span: Span): Span;
}

/**
 * NFKC, case-folded, marks of Latin, Greek, Cyrillic, Hebrew and Arabic letters removed, quotation marks and dashes as
 * in ASCII, every run of white space one space, characters without width dropped. Not trimmed.
 */
export function fold(text: string, options: FoldOptions = {}): Folded {
  const form = new MatchingForm(text.length);
  const known = options.keepMarks === true ? KNOWN.marked : KNOWN.bare;
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    const end = clusterEnd(text, at);
    if (end === at + 1 && unit < 0x80) form.push(asciiFolded(unit), at);
    else form.pushAll(foldedCluster(text.slice(at, end), known, options.keepMarks === true), at);
    at = end;
  }
  return form.finish(text.length);
}

/** Folded text and, for each of its code units, where its cluster begins in the original: 6 bytes a unit, no objects. */
class MatchingForm {
  private units: Uint16Array;
  private origins: Uint32Array;
  private length = 0;

  constructor(capacity: number) {
    this.units = new Uint16Array(capacity + 1);
    this.origins = new Uint32Array(capacity + 1);
  }

  push(unit: number, origin: number): void {
    if (unit === SPACE && this.length > 0 && this.units[this.length - 1] === SPACE) return;
    if (this.length + 1 >= this.units.length) this.grow();
    this.units[this.length] = unit;
    this.origins[this.length] = origin;
    this.length += 1;
  }

  pushAll(text: string, origin: number): void {
    for (let at = 0; at < text.length; at += 1) this.push(text.charCodeAt(at), origin);
  }

  finish(originalLength: number): Folded {
    const { origins, length } = this;
    origins[length] = originalLength;
    return { folded: this.text(), toOriginal };

    function toOriginal(span: Span): Span {
      const start = Math.min(Math.max(span.start, 0), length);
      let end = Math.min(Math.max(span.end, start), length);
      const from = origins[start] ?? originalLength;
      if (end === start) return { start: from, end: from };
      // One character may fold to several code units: go on to the first that belongs to the next.
      const last = origins[end - 1];
      while (end < length && origins[end] === last) end += 1;
      return { start: from, end: origins[end] ?? originalLength };
    }
  }

  private text(): string {
    let text = '';
    for (let at = 0; at < this.length; at += SLICE) {
      text += String.fromCharCode(...this.units.subarray(at, Math.min(at + SLICE, this.length)));
    }
    return text;
  }

  private grow(): void {
    const capacity = this.units.length * 2 + 16;
    const [units, origins] = [new Uint16Array(capacity), new Uint32Array(capacity)];
    units.set(this.units);
    origins.set(this.origins);
    this.units = units;
    this.origins = origins;
  }
}

const SPACE = 0x20;
/** Code units that one call of `String.fromCharCode` may safely spread. */
const SLICE = 4096;

function asciiFolded(unit: number): number {
  if (unit >= 0x41 && unit <= 0x5a) return unit + 0x20;
  if (unit === 0x60) return 0x27;
  return isSpace(unit) ? SPACE : unit;
}

/** Marks, jamo and half-width sound marks that join the character before them. */
const JOINING = /^[\p{M}\u1160-\u11ff\uff9e\uff9f]/u;

function clusterEnd(text: string, start: number): number {
  let end = start + codePointLength(text, start);
  while (end < text.length && text.charCodeAt(end) >= 0x300) {
    const length = codePointLength(text, end);
    if (!JOINING.test(text.slice(end, end + length))) break;
    end += length;
  }
  return end;
}

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Forms already worked out. Emptied when full: a text of many scripts then only costs more time. */
const KNOWN = { bare: new Map<string, string>(), marked: new Map<string, string>() };
const MOST_KNOWN = 20_000;

function foldedCluster(cluster: string, known: Map<string, string>, keepMarks: boolean): string {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const form = worked(cluster, keepMarks);
  if (known.size >= MOST_KNOWN) known.clear();
  if (cluster.length <= 8) known.set(cluster, form);
  return form;
}

/** Marks on Latin, Greek and Cyrillic letters, Hebrew points, Arabic points; not the vowels of Indic scripts, nor kana's. */
const DIACRITICS =
  /[\u0300-\u036f]|[\u0591-\u05c7]|[\u064b-\u065f\u0670]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f]/gu;
const SINGLE_QUOTES = /[\u00b4\u02b9\u02bb\u02bc\u2018-\u201b\u2032\u2039\u203a`]/gu;
const DOUBLE_QUOTES = /[\u00ab\u00bb\u201c-\u201f\u2033\u300c-\u300f\u301d-\u301f]/gu;
const DASHES = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/gu;
const WIDTHLESS =
  /[\u0080-\u0084\u0086-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Variation_Selector}/gu;

function worked(cluster: string, keepMarks: boolean): string {
  // Quotation marks come first as well: NFKC would turn the acute accent used as an apostrophe into a space.
  const plain = typography(typography(cluster).normalize('NFKC').replace(WIDTHLESS, ''));
  // By way of upper case, so that `ß` and `ss`, and both small sigmas, become one.
  const cased = plain.toLowerCase().toUpperCase().toLowerCase();
  const bare = keepMarks ? cased : cased.normalize('NFD').replace(DIACRITICS, '');
  return bare.normalize('NFKC').replace(/ς/gu, 'σ').replace(/\s/gu, ' ');
}

function typography(text: string): string {
  return text.replace(SINGLE_QUOTES, "'").replace(DOUBLE_QUOTES, '"').replace(DASHES, '-');
}
