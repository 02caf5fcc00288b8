/**
 * The amounts that a text names, with their units. It stands alone because amounts agree more often than they are equal: "about
 * 8,000" and "8,412", "5 km" and "3.1 miles". English words; thousands apart by
 * commas, spaces or apostrophes (canonical text knows plain spaces only).
 */
import type { Span } from '../model.js';

export interface NumberValue extends Span {
  readonly kind: 'number';
  /** In the base unit of its dimension, where it has one. */
  readonly amount: number;
  /** `length`, `mass`, `percent`, `money:$` …; absent of a plain count. */
  readonly dimension?: string;
  /** The unit of measure as written. */
  readonly unit?: string;
  /** As written, with its scale, in its own unit. */
  readonly plain: number;
  /** Digits that are no rounding: 2 of 8,400. */
  readonly digits: number;
  /** The same of `amount`, which is no more precise than the unit it was written in. */
  readonly converted?: number;
  /** "More than 5": the true amount is no less (`least`) or no more (`most`). */
  readonly bound?: 'least' | 'most';
}

const SMALL: Readonly<Record<string, number>> = Object.fromEntries(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const TENS: Readonly<Record<string, number>> = Object.fromEntries(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, 20 + 10 * at]),
);
const SCALES: Readonly<Record<string, number>> = {
  ...{ dozen: 12, hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 },
  ...{ k: 1e3, m: 1e6, mn: 1e6, bn: 1e9 },
};

/** Exact by definition (international yard and pound, 1959). */
const UNITS: Readonly<Record<string, readonly [dimension: string, factor: number]>> = {
  ...units('length', { m: 1, metre: 1, meter: 1, km: 1000, kilometre: 1000, kilometer: 1000, cm: 0.01, mm: 0.001 }),
  ...units('length', {
    ft: 0.3048,
    foot: 0.3048,
    feet: 0.3048,
    inch: 0.0254,
    inche: 0.0254,
    yard: 0.9144,
    mile: 1609.344,
    mi: 1609.344,
  }),
  ...units('mass', { kg: 1, kilogram: 1, g: 0.001, gram: 0.001, tonne: 1000, lb: 0.45359237, pound: 0.45359237 }),
  ...units('time', {
    second: 1,
    minute: 60,
    hour: 3600,
    day: 86_400,
    week: 604_800,
    month: 2_629_746,
    year: 31_556_952,
  }),
  ...units('percent', { '%': 1, percent: 1, 'per cent': 1 }),
};

const WORDS = [
  ...Object.keys(TENS).map((word) => `${word}(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?`),
  ...Object.keys(SMALL),
].join('|');
const AMOUNT = new RegExp(
  [
    `(?<bound>\\b(?:more than|at least|over|no fewer than|less than|fewer than|at most|under|up to|nearly|almost)\\s+)?`,
    `(?<money>[$£€¥](?=\\s?\\d))?(?:(?<=[$£€¥])\\s)?(?<![\\p{L}\\p{N}.,])(?:(?<digits>\\d{1,3}(?:[,'’ \\u202f\\u00a0]\\d{3}(?!\\d))+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)|(?<words>${WORDS}|a(?=\\s(?:dozen|hundred|thousand|million|billion)))(?!\\p{L}))`,
    `(?!\\p{L}*\\d|(?:st|nd|rd|th|s)\\b|[.,]\\d)(?:[\\s-]?(?<scale>dozen|hundred|thousand|million|billion|trillion|mn|bn|k)(?!\\p{L}))?`,
    `(?:[\\s-]?(?<unit>%|per cent\\b|\\p{L}+))?`,
  ].join(''),
  'giu',
);
const CONVERTED_DIGITS = 2;

/** In order; a span covers the amount and its scale, and a unit of measure. */
export function numbersIn(text: string): NumberValue[] {
  return [...text.matchAll(AMOUNT)].flatMap((match) => {
    const { groups = {}, index, 0: whole } = match;
    const { bound = '', unit = '' } = groups;
    const plain = writtenIn(groups);
    if (!Number.isFinite(plain)) return [];
    const isMeasured = UNITS[singular(unit)] !== undefined;
    const length = isMeasured ? whole.length : whole.length - unit.length;
    const span = { start: index + bound.length, end: index + whole.slice(0, length).trimEnd().length };
    const limit = bound === '' ? {} : { bound: MOST.test(bound) ? ('most' as const) : ('least' as const) };
    return { kind: 'number' as const, ...span, ...measured(plain, groups), ...limit };
  });
}

function measured(plain: number, { scale = '', unit = '', money }: Readonly<Record<string, string | undefined>>) {
  const scaled = plain * (SCALES[scale.toLowerCase()] ?? 1);
  const digits = significant(plain);
  if (money !== undefined) return { amount: scaled, plain: scaled, digits, dimension: `money:${money}` };
  const [dimension, factor] = UNITS[singular(unit)] ?? [undefined, 1];
  if (dimension === undefined) return { amount: scaled, plain: scaled, digits };
  const converted = factor === 1 ? digits : Math.min(CONVERTED_DIGITS, digits);
  return { amount: scaled * factor, plain: scaled, digits, converted, dimension, unit };
}

function writtenIn({ digits, words }: Readonly<Record<string, string | undefined>>): number {
  return digits === undefined ? fromWords(words ?? '') : Number(digits.replace(/[,'’ \u202f\u00a0]/g, ''));
}

function singular(unit: string): string {
  return unit.toLowerCase().replace(/(?<=\p{L}{2})s$/u, '');
}

const MOST = /^(?:less|fewer|at most|under|up to|nearly|almost)/i;

/** The two cannot both be right. Amounts of two dimensions say nothing about each other; one without a unit may be of time. */
export function numbersConflict(left: NumberValue, right: NumberValue): boolean {
  if (left.dimension !== right.dimension && !(hasLooseUnit(left) && hasLooseUnit(right))) return false;
  const isConverted = left.unit !== right.unit && left.dimension === right.dimension;
  const of = (value: NumberValue): number => (isConverted ? value.amount : value.plain);
  const precise = (value: NumberValue): number => (isConverted ? (value.converted ?? value.digits) : value.digits);
  const [low, high] = of(left) <= of(right) ? [left, right] : [right, left];
  if (low.bound === 'least' || high.bound === 'most') return false;
  const digits = Math.max(1, Math.min(precise(left), precise(right)));
  return of(left).toPrecision(digits) !== of(right).toPrecision(digits);
}

/** No unit, or one that is often left away ("45 years", "45") while no other is meant; a percentage is never a count. */
function hasLooseUnit({ dimension }: NumberValue): boolean {
  return dimension === undefined || dimension === 'time';
}

function significant(amount: number): number {
  return String(amount)
    .replace(/^0\.0*|\./g, '')
    .replace(/(?<!^)0+$/, '').length;
}

function fromWords(words: string): number {
  const parts = words.toLowerCase().split(/[-\s]/);
  if (parts[0] === 'a') return 1;
  return parts.reduce((sum, word) => sum + (TENS[word] ?? SMALL[word] ?? Number.NaN), 0);
}

function units(
  dimension: string,
  factors: Readonly<Record<string, number>>,
): Record<string, readonly [string, number]> {
  return Object.fromEntries(Object.entries(factors).map(([name, factor]) => [name, [dimension, factor] as const]));
}
