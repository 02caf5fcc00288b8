/**
 * Words that the documents do not have, replaced by near ones that they do. It stands alone because it changes what is
 * searched for, which has to be said, and nothing of how it is searched. A word that the documents have is left alone, even
 * where it got there by mistake.
 */
import type { Snapshot } from '../index/store.js';
import { bareWord } from '../text/names.js';
import { ownText } from '../text/own.js';
import { isStopWord, terms, wordSpans, writtenWords } from '../text/terms.js';
import { candidatesFor, type IsWord, inDocuments, type Misspelt } from './candidates.js';

/** A question as it is searched for. */
export interface Correction {
  readonly text: string;
  /** The same as `text`, present when a word was replaced. */
  readonly searchedFor?: string;
  /** Words as they were asked, each with what it was replaced by. */
  readonly replaced: ReadonlyMap<string, string>;
}

/** Of a question that is searched for as it stands. */
export function uncorrected(text: string): Correction {
  return { text, replaced: new Map() };
}

/** Another wording of what was corrected, with the same words replaced. */
export function respelt(text: string, replaced: Correction['replaced']): string {
  let result = text;
  for (const { start, end } of wordSpans(text).reverse()) {
    const word = baseOf(text.slice(start, end));
    const near = replaced.get(word);
    if (near !== undefined) result = result.slice(0, start) + near + result.slice(start + word.length);
  }
  return result;
}

/** A word without the ending of a possessive, which stays where the word is replaced. */
function baseOf(word: string): string {
  return word.replace(/['’ʼ]s$/iu, '');
}

export const SPELLING = {
  /** Where it is known which words there are: the shortest that is corrected, and the shortest in which two edits may be. */
  sure: { shortest: 4, twoEdits: 8 },
  /** Where it is not, and a word that no document has is often right. Halves what is replaced in questions without an error. */
  unsure: { shortest: 5, twoEdits: 10 },
  /** Longer ones are no words. In UTF-16 code units, as all lengths here. */
  longest: 32,
  /** Words of one question that are corrected; with more it is in a language that the documents do not have. */
  mostWords: 6,
  /** Passages that share the other words of the question: what stands in them is likelier meant. */
  around: 30,
  /** Candidates looked for in the documents, the likeliest first. */
  lookedFor: 5,
} as const;

/** A word of the question that no visible document has. */
interface Unknown {
  readonly word: string;
  readonly bare: string;
}

/**
 * The question with its unknown words replaced, where something near exists. What `isWord` knows is left alone: no
 * document has it, but it is no misspelling. Without `isWord` less is replaced.
 */
export async function corrected(snapshot: Snapshot, question: string, isWord?: IsWord): Promise<Correction> {
  if (snapshot.size === 0) return uncorrected(question);
  const { shortest, twoEdits } = isWord === undefined ? SPELLING.unsure : SPELLING.sure;
  const languages = snapshot.languages.length === 0 ? ['en'] : snapshot.languages;
  const isMeant = (bare: string): boolean => bare.length < shortest || isWord?.(bare) === true;
  const unknown = await unknownWords(snapshot, question, { languages, isMeant });
  if (unknown.length === 0 || unknown.length > SPELLING.mostWords) return uncorrected(question);
  const asked = [...new Set(languages.flatMap((language) => terms(question, language)))];
  const around = (await snapshot.lexical(asked, SPELLING.around)).top;
  const replaced = new Map<string, string>();
  for (const { word, bare } of unknown) {
    const edits = bare.length >= twoEdits ? 2 : 1;
    const near = await replacement(snapshot, {
      ...{ word: bare, edits, languages, isWord, around },
      isName: isNameIn(question, word),
    });
    if (near !== undefined) replaced.set(word, inCaseOf(word, near));
  }
  const text = respelt(question, replaced);
  return text === question ? uncorrected(question) : { text, searchedFor: text, replaced };
}

/** Scripts that part words by spaces and write every sound. */
const CORRECTABLE =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Lm}\p{M}'’]+$/u;

/** `can't`, `you've`: not all of them are stop words, and none is a term. */
const CONTRACTION = /(?:n['’]t|['’](?:ve|re|ll|d|m))$/iu;

function wordsOf(text: string): string[] {
  return writtenWords(text).map(baseOf);
}

/** Whether a word has a capital that its place does not explain, and that not every word has. */
function isNameIn(question: string, word: string): boolean {
  const isCapital = (one: string): boolean => /^\p{Lu}/u.test(one);
  const words = wordsOf(question);
  const isLower = words.some((other) => other.length >= SPELLING.sure.shortest && !isCapital(other));
  return isCapital(word) && word !== words[0] && isLower;
}

/** Words that are not unknown in a snapshot, as they were asked: most of the next question is made of the same. */
const settled = new WeakMap<Snapshot, Set<string>>();
const MOST_SETTLED = 20_000;

function settledIn(snapshot: Snapshot): Set<string> {
  let words = settled.get(snapshot);
  if (words === undefined || words.size >= MOST_SETTLED) {
    words = new Set();
    settled.set(snapshot, words);
  }
  return words;
}

/** What is needed to tell of a word whether it may be misspelt. */
interface Judging {
  readonly languages: readonly string[];
  /** Whether a word that no document has is left alone all the same. */
  readonly isMeant: (bare: string) => boolean;
}

/** In order. Numbers, acronyms, stop words and words of scripts without spaces are never unknown. */
async function unknownWords(snapshot: Snapshot, question: string, judging: Judging): Promise<Unknown[]> {
  const known = settledIn(snapshot);
  const unsettled = wordsOf(question).filter((word) => !known.has(word));
  if (unsettled.length === 0) return [];
  const unknown: Unknown[] = [];
  for (const word of unsettled) {
    const bare = bareWord(word);
    if ((await isUnknown(snapshot, word, judging.languages)) && !judging.isMeant(bare)) unknown.push({ word, bare });
    else known.add(ownText(word));
  }
  const isAcronym = (word: string): boolean => word === word.toUpperCase() && question !== question.toUpperCase();
  return unknown.filter(({ word }) => !isAcronym(word));
}

async function isUnknown(snapshot: Snapshot, word: string, languages: readonly string[]): Promise<boolean> {
  const isCorrectable = word.length <= SPELLING.longest && CORRECTABLE.test(word) && !CONTRACTION.test(word);
  if (!isCorrectable || languages.some((language) => isStopWord(word, language))) return false;
  const stems = new Set(languages.flatMap((language) => terms(word, language)));
  return (await snapshot.frequencies([...stems])).size === 0;
}

/** What a word is replaced by; undefined when nothing is near. */
async function replacement(snapshot: Snapshot, misspelt: Misspelt): Promise<string | undefined> {
  let looked = 0;
  for (const candidate of await candidatesFor(snapshot, misspelt)) {
    if (candidate.isWord && !misspelt.isName) return candidate.written;
    // Whether the others are written as supposed only the documents tell.
    if (looked === SPELLING.lookedFor) continue;
    looked += 1;
    const written = await inDocuments(snapshot, candidate, misspelt);
    if (written !== undefined) return written;
  }
  return undefined;
}

/** A capital is kept, the documents' own too: `sharaa` is searched for as `Sharaa`. */
function inCaseOf(asked: string, written: string): string {
  const [letter = ''] = asked;
  const [first = ''] = written;
  return letter === letter.toLowerCase() ? written : first.toUpperCase() + written.slice(first.length);
}
