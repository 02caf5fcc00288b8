/** Whether a sentence can be read alone, and the one before it that it leans on when it cannot. */
import type { Document, Span } from '../model.js';
import { sentences } from '../text/sentences.js';

/** How far back the sentence before is looked for, in UTF-16 code units. */
const LOOK_BACK = 1_000;

const OPENINGS: Readonly<Record<string, RegExp>> = {
  en: /^["“'‘(]?(?:he|she|it|they|this|that|these|those|such|his|her|hers|its|their|the (?:former|latter|two|same)|instead|however|but|and)\b/i,
  de: /^["„»(]?(?:er|sie|es|dies\w*|jene\w*|sein\w*|ihr\w*|beide|dort|dabei|damit|doch|aber)\b/i,
  es: /^["«(]?(?:él|ella|ellos|ellas|est[aeo]s?|es[aeo]s?|su|sus|ambos|pero|sin embargo)\b/i,
  fr: /^["«(]?(?:il|elle|ils|elles|ce|cet|cette|ces|cela|son|sa|ses|leur|leurs|mais)\b/i,
};

/** True when a sentence opens with a word that points back, in the languages whose words we know. */
export function leansBack(sentence: string, language = 'en'): boolean {
  const primary = language.toLowerCase().split(/[-_]/)[0] ?? 'en';
  return OPENINGS[primary]?.test(sentence.trimStart()) ?? false;
}

/** The sentence before `span`, unless a heading stands between them or `span` opens the text. */
export function sentenceBefore(
  document: Pick<Document, 'text' | 'outline' | 'language'>,
  span: Span,
): Span | undefined {
  const from = Math.max(0, span.start - LOOK_BACK);
  const before = document.text.slice(from, span.start);
  const options = document.language === undefined ? {} : { language: document.language };
  const last = sentences(before, options).at(-1);
  if (last === undefined || (last.start === 0 && from > 0)) return undefined;
  const found = { start: from + last.start, end: from + last.end };
  const heading = document.outline.headings.some(({ start, end }) => start < span.start && end > found.start);
  return heading ? undefined : found;
}
