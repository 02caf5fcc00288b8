/**
 * A question completed from the conversation, without a model: "when was that?" brings along what "that" was. It stands
 * alone because it is decided before anything is searched, and must leave alone whatever needs no completing.
 *
 * The whole is searched for and read as one text. Mixing the vectors and BM25 of the question and of what is carried, at
 * weights from .2 to 1, was tried on the development conversations and found no more.
 */
import { terms } from '../text/terms.js';
import { askedFrom, type Lean, leanOf } from './followup-leaning.js';
import { type Phrase, type Said, topicsOf } from './followup-topics.js';
import { languageOf, weightOf, wordsOf } from './followup-words.js';

export interface Interpretation {
  /** What to search for and to read: the question as it stands, or completed. */
  readonly text: string;
  /** `text`, when it is not the question as it stands. */
  readonly interpretedAs?: string;
}

/** Code units; a longer question says enough itself. With what is carried it stays within a reader's 120 tokens. */
const LONGEST_LEANING = 320;
/** So much is carried by a question that says nothing, in index terms: it must fit beside the question. */
const MOST_TERMS = 12;
const LEAST_TERMS = 4;
const MOST_PHRASES = 4;
/** Code units. */
const LONGEST_CARRIED = 120;
/** Phrases below this share of the best one's score are not of the topic. */
const LEAST = 0.5;
/** How much sooner "she" takes a person's name, and "there" a place. */
const FITTING = 8;

/** `history` is oldest first, without the question. Time is linear in the question, and bounded in the history. */
export function interpret(question: string, history: readonly Said[]): Interpretation {
  const alone = { text: question };
  if (history.length === 0 || question.length > LONGEST_LEANING) return alone;
  const language = languageOf(question);
  if (language === undefined) return alone;
  const words = wordsOf(question, language);
  const lean = leanOf(question, words, language);
  if (lean === undefined) return alone;
  const said = new Set(terms(question, language));
  const room = Math.max(LEAST_TERMS, MOST_TERMS - 2 * Math.floor(weightOf(words)));
  const carried = chosen(fitting(topicsOf(history), lean), { said, room });
  if (carried.length === 0) return alone;
  const text = `${bare(question, language)} — ${carried.join(', ')}`;
  return { text, interpretedAs: text };
}

/** The phrases of the topic, those that fit the pronoun first. */
function fitting(phrases: readonly Phrase[], lean: Lean): readonly Phrase[] {
  const fits = ({ isPersonal, isPlace }: Phrase): boolean =>
    (lean === 'person' && isPersonal) || (lean === 'place' && isPlace);
  const weighed = phrases.map((phrase) => ({ phrase, worth: phrase.score * (fits(phrase) ? FITTING : 1) }));
  const best = weighed.reduce((most, { worth }) => Math.max(most, worth), 0);
  const near = weighed.filter(({ worth }) => worth >= LEAST * best);
  return near.sort((left, right) => right.worth - left.worth).map(({ phrase }) => phrase);
}

/** The first phrases that there is room for, each mostly new. */
function chosen(
  phrases: readonly Phrase[],
  { said, room }: { readonly said: Set<string>; readonly room: number },
): readonly string[] {
  const texts: string[] = [];
  let [left, length] = [room, 0];
  for (const { text, stems } of phrases) {
    const added = stems.filter((stem) => !said.has(stem)).length;
    if (added * 2 <= stems.length || stems.length > left || length + text.length > LONGEST_CARRIED) continue;
    texts.push(text);
    left -= stems.length;
    length += text.length + 2;
    for (const stem of stems) said.add(stem);
    if (texts.length === MOST_PHRASES) break;
  }
  return texts;
}

/** The question without its courtesies, a leading "and" and its question mark. */
function bare(question: string, language: string): string {
  const asked = language === 'en' ? question.slice(askedFrom(question)).replace(LEADING, '') : question;
  const shown = asked.replace(/[\s?!.…。？！]+$/u, '').replace(/\s+/g, ' ');
  return shown === '' ? question : shown.trim();
}

const LEADING = /^(?:and|but|so|then|also)[\s,]+/i;
