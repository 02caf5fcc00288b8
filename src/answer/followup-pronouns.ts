/**
 * English words that point at what was said before, told from the same words that point at nothing ("is it possible",
 * "there are", "the report that"). It stands alone because these rules are of one language.
 */
import { type Word, weightOf } from './followup-words.js';

export type Pointing = 'person' | 'place' | 'pronoun';

/** From this on "the other three concepts" needs no telling which. */
const RICH = 3;
/** So much said before a pronoun explains it within the question. */
const EXPLAINED = 1;

const PERSONS = words('he she him her hers his himself herself');
const THINGS = words("it its they them their theirs itself themselves it's they're that's");
const POINTERS = words('other others same else such both former latter');
/** People in general, after a question word: "when did they stop making those cars". */
const GENERAL = words('they them their');
const TIMES = /^(?:year|week|month|morning|evening|winter|summer|spring|autumn|century|day|time)/;
const VERBS = words(
  'is was are were be been do does did has had have will would can could should mean means happen happened work works',
);
const BEFORE_THAT = words(
  'is was are were do does did about of for with to from by after before in on at like than why how since until during',
);
const QUESTION_WORDS = words('what which who whom whose when where why how');
const CLAUSE_WORDS = new Set([...QUESTION_WORDS, ...words('and but or if because while since after before as so')]);
const PREPOSITIONS = words('for to of with about from by in on at into without');
const BEFORE_ONE = words('which this that another the each create get make have use need want');
const BEFORE_THERE = words("is are was were isn't aren't wasn't weren't be been will would should can has have if");

/** "it" of nobody: "is it possible to", "it is better to", "does it make sense to". */
const ADJECTIVES =
  'a good idea|advisable|allowed|bad|best|better|common|compulsory|difficult|easier|easy|forbidden|good|hard|helpful|illegal|important|legal|likely|mandatory|necessary|normal|ok(?:ay)?|possible|required|safe|true|usual|wise|worth';
const EXPLETIVE = new RegExp(
  `\\b(?:(?:is|was|isn't|wasn't|will|would|might|may|could|can|should|must) it|it(?:'s| is| was| seems)) (?:be )?(?:not )?(?:${ADJECTIVES}) (?:to|that|if|for|\\w+ing)\\b|` +
    '\\b(?:does|would) it make sense to\\b|\\b(?:does|would|will) it (?:take|cost) (?:\\w+ ){0,8}to\\b|\\bit (?:rains?|snows?)\\b|' +
    `\\b(?:make|find|think)s? it (?:${ADJECTIVES})\\b|\\bdoes it mean (?:when|that|to|if|for)\\b|\\bit gets? (?:dark|light|cold|warm|hot|late)\\b`,
  'i',
);

/** The pointing words of what is asked that nothing before them explains, in order. */
export function leaningWords(asked: string, inner: readonly Word[]): readonly Pointing[] {
  const expletive = EXPLETIVE.exec(asked);
  // Words know where they stand in the question, the pattern where it stands in what is asked.
  const shift = (inner[0]?.start ?? 0) - asked.indexOf(inner[0]?.text ?? '');
  const isRich = weightOf(inner) >= RICH;
  const isGeneral = isRich && QUESTION_WORDS.has(inner[0]?.lower ?? '');
  const found: Pointing[] = [];
  for (const [at, word] of inner.entries()) {
    const isExpletive = expletive !== null && word.lower.startsWith('it') && isWithin(word, expletive, shift);
    const isWeak = (isRich && POINTERS.has(word.lower)) || (isGeneral && GENERAL.has(word.lower));
    const pointing = isExpletive || isWeak ? undefined : pointingAt(inner, at);
    if (pointing !== undefined && weightOf(explaining(inner, at)) < EXPLAINED) found.push(pointing);
  }
  return found;
}

function isWithin(word: Word, match: RegExpExecArray, shift: number): boolean {
  return word.start - shift >= match.index && word.end - shift <= match.index + match[0].length;
}

/**
 * What could explain the pronoun at a place: what was said before its clause when it is the subject ("how many languages
 * do they speak"), else all before it but the verb whose object it is ("upgrade it", "pay for it").
 */
function explaining(inner: readonly Word[], at: number): readonly Word[] {
  const before = inner[at - 1]?.lower ?? '';
  if (!VERBS.has(before)) return inner.slice(0, Math.max(0, PREPOSITIONS.has(before) ? at - 2 : at - 1));
  const clause = inner.slice(0, at).findLastIndex((word) => word.opens || CLAUSE_WORDS.has(word.lower));
  return inner.slice(0, Math.max(0, clause));
}

function pointingAt(inner: readonly Word[], at: number): Pointing | undefined {
  const word = inner[at] as Word;
  const [previous, following] = [inner[at - 1], inner[at + 1]];
  if (PERSONS.has(word.lower)) return 'person';
  const before = previous?.lower ?? '';
  const next = following?.opens === false ? following.lower : '';
  if (word.lower === 'there') return BEFORE_THERE.has(before) || VERBS.has(next) ? undefined : 'place';
  if (word.lower === 'that') return isDemonstrative(previous, following) ? 'pronoun' : undefined;
  return isPointer(word.lower, { before, next }) ? 'pronoun' : undefined;
}

/** "when was that?", "about that accord"; not "the report that was", "I read that they". */
function isDemonstrative(previous: Word | undefined, following: Word | undefined): boolean {
  if (following === undefined || following.opens) return true;
  const isAfterNoun = previous !== undefined && previous.kind !== 'empty';
  if (VERBS.has(following.lower)) return !isAfterNoun;
  return following.kind !== 'empty' && BEFORE_THAT.has(previous?.lower ?? '') && !TIMES.test(following.lower);
}

function isPointer(lower: string, { before, next }: { readonly before: string; readonly next: string }): boolean {
  const isLoose = next === '' || VERBS.has(next);
  switch (lower) {
    case 'this':
    case 'these':
    case 'those':
      return !TIMES.test(next);
    case 'one':
    case 'ones':
      return BEFORE_ONE.has(before) && isLoose;
    case 'another':
    case 'more':
      return next === '';
    default:
      return THINGS.has(lower) || POINTERS.has(lower);
  }
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
