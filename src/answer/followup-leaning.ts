/**
 * Whether a question leans on what was said before: a pronoun that nothing in the question explains, an ellipsis, a
 * correction of the question before, or too little said to search for. It stands alone because carrying where nothing
 * is missing does harm, so this is what decides whether anything is carried.
 */
import { leaningWords } from './followup-pronouns.js';
import { type Word, weightOf } from './followup-words.js';

/** Why a question leans. `person` and `place`: by a pronoun that a name of that kind explains. */
export type Lean = 'person' | 'place' | 'pronoun' | 'ellipsis' | 'correction' | 'thin';

/** Below this a question is too thin to stand alone: no ordinary word, and no name. */
const THIN = 1;
/** So is a short one with a single ordinary word: "who mediated?" */
const SHORT = { weight: 1.5, words: 6 } as const;
/** From this on, a question that begins with "and", "what about" or "I meant" stands alone, */
const RICH = 4;
/** and from this on any question does: it says more than could be carried. */
const VERY_RICH = 6;

/** What a question opens with before it asks: "Thank you. Now, ...", "I see, ...". */
const COURTESY =
  /^\s*(?:(?:ok(?:ay)?|thanks?(?: you)?(?: (?:so|very) much)?|i see|got it|great|wow|oh|hi|hello|sorry|i'?m sorry|i am sorry|interesting|(?:that|it)(?:'s| is) (?:ok(?:ay)?|fine|good|great|all|interesting)|no worries|don'?t worry|good to know|yes|no|well|hmm+|please|(?:wait )?a second)(?:[,.!;:-]\s*|\s+))+/i;
const CORRECTION =
  /\b(?:i (?:mean|meant)\b|i(?:'m| am| was) (?:asking|referring|talking)\b|you (?:said|mentioned|told)\b|do you mean\b|oops\b|correction\b)/i;
const ELLIPSIS =
  /^(?:and|but|or|so|then|also)\b|^(?:what|how) about\b|^if [^,]*\?$|^(?:why|how|when|where|who|which|how (?:many|much|long|often|come)|since when|by whom|says who|who else|why not|really|for how long)[\s?!.]*$/i;
/** "What is EBT?", "Who was Hubble?": what is asked about is there, however short. */
const DEFINITION =
  /^(?:and |so |but )?(?:what|who)(?:'s| is| are| was| were) (?!the\b)|\bwhat (?:does |do |an? )?(?!it\b)[\p{L}\p{N} '"“”‘’-]+ (?:means?|stands? for)\b|\b(?:define|definition of|meaning of)\b/iu;

/** The same where only thin questions are looked for: German, Spanish, French, Russian, Chinese. */
const DEFINITION_ELSEWHERE =
  /^[\s¿]*(?:was (?:ist|sind|bedeutet)|wer (?:ist|war)|(?:qué|quién) (?:es|son|fue|significa)|qu'est-ce qu|qui (?:est|était)|что такое|кто так)|是(?:什么|谁)|什么是/iu;

/** Where a question begins to ask, past its courtesies. */
export function askedFrom(question: string): number {
  const end = COURTESY.exec(question)?.[0].length ?? 0;
  return end < question.length ? end : 0;
}

/**
 * Undefined when the question stands alone. Pronouns and turns of phrase are known for English; elsewhere a question
 * leans when it says next to nothing.
 */
export function leanOf(question: string, words: readonly Word[], language: string): Lean | undefined {
  if (language !== 'en')
    return isThin(words) && !isDefinition(question, words, DEFINITION_ELSEWHERE) ? 'thin' : undefined;
  const from = askedFrom(question);
  const asked = question.slice(from).trim();
  const inner = words.filter((word) => word.start >= from);
  const weight = weightOf(inner);
  if (weight >= VERY_RICH) return undefined;
  if (CORRECTION.test(asked) && weight < RICH) return 'correction';
  const pointing = leaningWords(asked, inner);
  if (pointing.length > 0) return pointing.find((one) => one !== 'pronoun') ?? 'pronoun';
  if (isDefinition(asked, inner, DEFINITION)) return undefined;
  if (ELLIPSIS.test(asked) && weight < RICH) return 'ellipsis';
  return isThin(inner) ? 'thin' : undefined;
}

function isDefinition(asked: string, words: readonly Word[], pattern: RegExp): boolean {
  return pattern.test(asked) && weightOf(words) >= 1;
}

function isThin(words: readonly Word[]): boolean {
  const weight = weightOf(words);
  return weight < THIN || (weight < SHORT.weight && words.length <= SHORT.words);
}
