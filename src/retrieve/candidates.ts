/**
 * What a misspelt word may have been meant to be, likeliest first, and how the documents write it. It stands alone because
 * it is a question of likelihood, whatever is then done about a word.
 *
 * A noisy channel (Kernighan, Church and Gale, 1990) of few parameters. Every word one edit away is tried under the documents'
 * stemmers (Norvig, "How to Write a Spelling Corrector", 2007), which finds an error in an ending that stemming cuts;
 * then stored terms near to the word or its stem, which finds names written another way and two errors in a long word.
 */
import type { Scored, Snapshot } from '../index/store.js';
import { editsBetween, isSwap, oneEdit } from '../text/edits.js';
import { bareWord, nameKey } from '../text/names.js';
import { isStopWord, terms, wordSpans } from '../text/terms.js';

/** Whether a word, in lower case, is known to be one. */
export type IsWord = (word: string) => boolean;

/** One way to read a misspelt word. */
export interface Candidate {
  /** A stored term; of a stop word, the word. */
  readonly term: string;
  /** As it may be written: a supposition unless `isWord`, and the term where there is none. */
  readonly written: string;
  /** Whether `written` is known to be a word. */
  readonly isWord: boolean;
  /** Share of the visible passages that have it; 1 of a stop word. */
  readonly share: number;
  /** How likely it is meant: a natural logarithm, comparable among the candidates for one word. */
  readonly likelihood: number;
}

export interface Misspelt {
  /** In lower case, without accents: see `bareWord`. */
  readonly word: string;
  /** Whether it was written as a name; then only what the documents write with a capital was meant. */
  readonly isName: boolean;
  /** How many edits may lie between it and what was meant. */
  readonly edits: 1 | 2;
  /** Of the visible documents. */
  readonly languages: readonly string[];
  /** Undefined where nobody knows which words there are. */
  readonly isWord: IsWord | undefined;
  /** Passages that share the other words of the question. */
  readonly around: readonly Scored[];
}

/** What is added to the logarithm of a term's share. Chosen on errors put at random into words of development questions. */
const LIKELIHOOD = {
  /** Of each edit: more than any share can make up for. */
  edit: -10,
  /** Of an accent left out. */
  accent: -5,
  /** Of two letters swapped, which meets another word by chance least often. */
  swap: 2,
  /** Of the same first letter, which people seldom mistake (Pollock and Zamora, 1984). */
  firstLetter: 1,
  /** Of a form that is known to be a word. */
  word: 2,
  /** Of one name in two transliterations, whatever the edits. */
  sameName: -8,
} as const;

/** Candidates that are weighed by what stands around them, the likeliest first. */
const IN_CONTEXT = 12;
/** How much of a term's probability is of the passages around, the rest of all (Jelinek and Mercer, 1980). */
const NEARBY = 0.5;
/** Passages in which a form is looked for. */
const PASSAGES = 6;

/** Likeliest first. */
export async function candidatesFor(snapshot: Snapshot, misspelt: Misspelt): Promise<Candidate[]> {
  const found = [...(await oneEditAway(snapshot, misspelt)), ...(await nearTerms(snapshot, misspelt))];
  found.sort(byLikelihood);
  const weighed: Candidate[] = [];
  for (const candidate of found.slice(0, IN_CONTEXT)) {
    const nearby = await shareAround(snapshot, misspelt, candidate);
    const likelihood = candidate.likelihood + Math.log(1 - NEARBY + (NEARBY * nearby) / candidate.share);
    weighed.push({ ...candidate, likelihood });
  }
  return [...weighed, ...found.slice(IN_CONTEXT)].sort(byLikelihood);
}

function byLikelihood(left: Candidate, right: Candidate): number {
  return right.likelihood - left.likelihood || (left.written < right.written ? -1 : 1);
}

/** The words one edit away that the documents have or, of stop words, would have. */
async function oneEditAway(snapshot: Snapshot, { word, languages, isWord }: Misspelt): Promise<Candidate[]> {
  const read: { readonly term: string; readonly written: string; readonly isStop: boolean }[] = [];
  for (const language of languages) {
    const letters = lettersFor(word, language);
    if (letters === undefined) return [];
    for (const written of oneEdit(word, letters)) {
      const isStop = isStopWord(written, language);
      for (const term of isStop ? [written] : terms(written, language)) read.push({ term, written, isStop });
    }
  }
  const frequencies = await snapshot.frequencies([...new Set(read.map(({ term }) => term))]);
  return read.flatMap(({ term, written, isStop }) => {
    const frequency = frequencies.get(term);
    if (frequency === undefined && !isStop) return [];
    const share = isStop ? 1 : (frequency ?? 0) / snapshot.size;
    const known = isStop || isWord?.(written) === true;
    const slip = bareWord(written) === word ? LIKELIHOOD.accent : LIKELIHOOD.edit;
    const swap = isSwap(word, written) ? LIKELIHOOD.swap : 0;
    return [{ term, written, isWord: known, share, likelihood: slip + swap + prior({ word, written, share, known }) }];
  });
}

/** Terms near to the word or its stem; how the documents write them is not known yet. */
async function nearTerms(snapshot: Snapshot, { word, edits: most, languages }: Misspelt): Promise<Candidate[]> {
  const key = nameKey(word);
  const found: Candidate[] = [];
  for (const probe of new Set([word, ...languages.flatMap((language) => terms(word, language))])) {
    for (const { term, edits, documentFrequency } of await snapshot.nearTerms(probe, 2)) {
      const isSameName = nameKey(term) === key;
      if (!isSameName && edits > most) continue;
      const share = documentFrequency / snapshot.size;
      const slip = isSameName ? LIKELIHOOD.sameName : LIKELIHOOD.edit * edits;
      const likelihood = slip + prior({ word, written: term, share, known: false });
      found.push({ term, written: term, isWord: false, share, likelihood });
    }
  }
  return found;
}

interface Weighed {
  readonly word: string;
  readonly written: string;
  readonly share: number;
  readonly known: boolean;
}

function prior({ word, written, share, known }: Weighed): number {
  const sameStart = word[0] === written[0] ? LIKELIHOOD.firstLetter : 0;
  return Math.log(share) + sameStart + (known ? LIKELIHOOD.word : 0);
}

/** Share of the passages around that have a term, each by its score. */
async function shareAround(snapshot: Snapshot, { around }: Misspelt, { term, share }: Candidate): Promise<number> {
  if (around.length === 0 || share === 1) return share;
  const { scoreOf } = await snapshot.lexical([term], 1);
  const total = around.reduce((sum, { score }) => sum + score, 0);
  const having = around.reduce((sum, { passageId, score }) => sum + (scoreOf(passageId) > 0 ? score : 0), 0);
  return having / total;
}

/** How visible documents write a candidate: the form nearest to the word; undefined when none is near enough. */
export async function inDocuments(
  snapshot: Snapshot,
  { term }: Candidate,
  { word, edits: most, isName }: Misspelt,
): Promise<string | undefined> {
  const { top } = await snapshot.lexical([term], PASSAGES);
  const stored = await snapshot.passages(top.map(({ passageId }) => passageId));
  const key = nameKey(word);
  const forms = new Map<string, string | undefined>();
  for (const { passage, document } of stored) {
    const text = [document.title, document.publisher, passage.text].join('\n');
    for (const { start, end } of wordSpans(text)) forms.set(text.slice(start, end), document.language);
  }
  let best: { readonly written: string; readonly edits: number } | undefined;
  for (const [written, language] of forms) {
    if (isName && !/^\p{Lu}/u.test(written)) continue;
    const lower = bareWord(written);
    if (Math.abs(lower.length - word.length) > LONGER || !terms(written, language).includes(term)) continue;
    const edits = nameKey(lower) === key ? 0 : editsBetween(word, lower);
    if (edits <= most && (best === undefined || edits < best.edits)) best = { written, edits };
  }
  return best?.written;
}

/** Letters that a form may have more or fewer, doubled ones and marks of a transliteration included. */
const LONGER = 4;

/** Letters that slip in, by script. */
const ALPHABETS = [
  { script: /^[\p{Script=Latin}\p{M}'’]+$/u, letters: 'abcdefghijklmnopqrstuvwxyz' },
  { script: /^\p{Script=Cyrillic}+$/u, letters: 'абвгдежзийклмнопрстуфхцчшщъыьэюяё' },
  { script: /^\p{Script=Greek}+$/u, letters: 'αβγδεζηθικλμνξοπρσςτυφχψω' },
] as const;

/** Letters with accents that a language's stemmer reads, so that a word typed without one meets the word with it. */
const ACCENTED: Readonly<Record<string, string>> = {
  da: 'æøå',
  de: 'äöüß',
  es: 'áéíóúñü',
  fi: 'äöå',
  fr: 'àâçéèêëîïôùûü',
  it: 'àèéìòù',
  no: 'æøå',
  pt: 'áâãàçéêíóôõú',
  sv: 'äöå',
};

function lettersFor(word: string, language: string): string | undefined {
  const letters = ALPHABETS.find(({ script }) => script.test(word))?.letters;
  return letters?.startsWith('a') ? letters + (ACCENTED[language] ?? '') : letters;
}
