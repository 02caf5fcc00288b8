/**
 * The words of a sentence that answer a question of a plain kind, for showing them in bold: a date for "when", a number for
 * "how many", a name for "who". Only where there is no choice to make; a reader model will do what this does not dare.
 */
import type { Span } from '../model.js';
import { terms } from '../text/terms.js';

const MONTH = '(?:January|February|March|April|May|June|July|August|September|October|November|December)';
const DATE = new RegExp(
  `\\b(?:\\d{1,2}(?:st|nd|rd|th)? ${MONTH}(?:,? \\d{4})?|${MONTH} \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?|${MONTH} \\d{4}|(?:1[5-9]|20)\\d{2})\\b`,
  'gu',
);
const NUMBER =
  /(?<![\p{L}\p{N}.,])(?:\p{N}+(?:[.,]\p{N}+)*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\p{L}+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\p{L}\p{N}])(?: (?:million|billion|thousand|hundred|per cent))?/giu;
/** Who did it: the name after "by", when nothing follows that would make it an adjective ("by American engineers"). */
const DOER =
  /(?<=\bby )\p{Lu}[\p{L}'’-]+(?: (?:(?:al|bin|de|la|van|von) )?\p{Lu}[\p{L}'’-]+)*(?=[,.;:)”"]|$| (?:in|on|at|for|and|who|as|with|to|from|during|after|before)\b)/gu;

const KINDS: readonly { readonly asks: RegExp; readonly find: (sentence: string) => Span[] }[] = [
  {
    asks: /^(?:when|since when|(?:on|in|since) (?:what|which) (?:day|date|month|year)|what year|which year)\b/i,
    find: (text) => spansOf(text, DATE),
  },
  { asks: /^how (?:many|much)\b/i, find: (text) => spansOf(text, NUMBER) },
  { asks: /^who(?:m|se)?\b(?! is\b| are\b| was (?:he|she|\p{Lu}))/iu, find: (text) => spansOf(text, DOER) },
];

/** A span inside `sentence`, or undefined when the question is of another kind or more than one part could answer. */
export function answeringWords(question: string, sentence: string): Span | undefined {
  const kind = KINDS.find(({ asks }) => asks.test(question.trim()));
  if (kind === undefined) return undefined;
  const asked = new Set(terms(question));
  const isNew = ({ start, end }: Span): boolean => terms(sentence.slice(start, end)).some((term) => !asked.has(term));
  const [only, ...others] = kind.find(sentence).filter(isNew);
  return others.length === 0 ? only : undefined;
}

function spansOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
}
