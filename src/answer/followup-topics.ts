/**
 * What a conversation is about just now: its phrases, the weightiest first. Phrases are runs of content words between
 * stop words and punctuation (RAKE: Rose, Engel, Cramer and Cowley, 2010); their words count more the later they were
 * said, the more often, and by whom. It stands alone because what can be carried is a question apart from whether.
 */
import { terms } from '../text/terms.js';
import { isContent, languageOf, type Word, wordsOf } from './followup-words.js';

/** One thing said, by the person or by the bot. */
export interface Said {
  readonly speaker: 'user' | 'agent';
  readonly text: string;
}

export interface Phrase {
  /** As somebody wrote it, spaces made single. */
  readonly text: string;
  /** Its index terms, each once. */
  readonly stems: readonly string[];
  /** `First Last` without "the" or "in" before it: a person, for all that shows. */
  readonly isPersonal: boolean;
  /** A name behind "in", "at", "to", "from": a place, most often. */
  readonly isPlace: boolean;
  /** Higher is nearer to what was spoken of last. */
  readonly score: number;
}

/**
 * Chosen on the development conversations among 81 settings, which hardly differ (13 to 16 questions of 151 gained, at
 * most 1 lost); of the best, the one that carries least.
 */
const SALIENCE = {
  user: 1,
  /** A bot's answer strays from what was asked. Raise it to carry more of answers. */
  agent: 0.3,
  /** Each exchange further back counts so much of the one after it. */
  decay: 0.3,
  name: 1.5,
} as const;

/** How much of a conversation is read; what is further back is seldom what "it" means. */
const READ = {
  turns: 12,
  /** Turns looked at to find so many that say something. */
  looked: 100,
  /** Code units of a question. */
  userLength: 400,
  /** And of an answer, whose first sentence or two name its subject. */
  agentLength: 240,
} as const;

const LINKS = new Set([
  'of',
  'the',
  'de',
  'del',
  'der',
  'des',
  'du',
  'la',
  'von',
  'van',
  'al',
  'di',
  'da',
  'bin',
  'for',
]);
const PLACE_BEFORE = new Set(['in', 'at', 'to', 'from', 'near', 'around']);
const NO_PERSON_BEFORE = new Set(['the', 'in', 'at', 'near', 'around']);
const PERSONAL = /^\p{Lu}[\p{Ll}'’-]+(?: (?:al-|de |di |van |von )?\p{Lu}[\p{L}'’.-]+)+$/u;
/** Content words in one phrase. */
const LONGEST_PHRASE = 4;

/** Phrases by score, best first. Of one word said often, every phrase it stands in is there. */
export function topicsOf(history: readonly Said[]): readonly Phrase[] {
  const salience = new Map<string, number>();
  const found: FoundPhrase[] = [];
  for (const { text, weight } of recent(history)) {
    const phrases = phrasesOf(text, languageOf(text) ?? 'en');
    found.push(...phrases);
    for (const [stem, worth] of worthIn(phrases)) salience.set(stem, (salience.get(stem) ?? 0) + weight * worth);
  }
  const scored = found.map(({ isName: _, ...phrase }) => ({ ...phrase, score: scoreOf(phrase.stems, salience) }));
  return scored.sort((left, right) => right.score - left.score);
}

type FoundPhrase = Omit<Phrase, 'score'> & { readonly isName: boolean };

/** The turns read, latest first, each cut and weighed. */
function recent(history: readonly Said[]): readonly { readonly text: string; readonly weight: number }[] {
  const turns: { text: string; weight: number }[] = [];
  let exchange = 0;
  let later: Said['speaker'] | undefined;
  for (const { speaker, text } of history.slice(-READ.looked).reverse()) {
    const cut = beginning(text, speaker === 'user' ? READ.userLength : READ.agentLength);
    if (cut.trim() === '') continue;
    if (later === 'user' || later === speaker) exchange += 1;
    later = speaker;
    turns.push({ text: cut, weight: SALIENCE[speaker] * SALIENCE.decay ** exchange });
    if (turns.length === READ.turns) break;
  }
  return turns;
}

/** Whole words of a text's first code units. */
function beginning(text: string, length: number): string {
  const cut = text.slice(0, length);
  return text.length > length ? cut.slice(0, Math.max(cut.lastIndexOf(' '), 0)) || cut : cut;
}

/** What each stem of a turn is worth, once however often it is said there. */
function worthIn(phrases: readonly FoundPhrase[]): ReadonlyMap<string, number> {
  const worth = new Map<string, number>();
  for (const { stems, isName } of phrases) {
    for (const stem of stems) worth.set(stem, Math.max(worth.get(stem) ?? 0, isName ? SALIENCE.name : 1));
  }
  return worth;
}

/** Divided by the root of the length, so that a long phrase is neither favoured as a sum nor punished as a mean. */
function scoreOf(stems: readonly string[], salience: ReadonlyMap<string, number>): number {
  const sum = stems.reduce((total, stem) => total + (salience.get(stem) ?? 0), 0);
  return stems.length === 0 ? 0 : sum / Math.sqrt(stems.length);
}

function phrasesOf(text: string, language: string): readonly FoundPhrase[] {
  const words = wordsOf(text, language);
  const phrases: FoundPhrase[] = [];
  for (let at = 0; at < words.length; at += 1) {
    if (!isContent(words[at] as Word)) continue;
    const run = runFrom(words, at, text);
    const before = words[at - 1]?.lower ?? '';
    const surface = text.slice(run[0]?.start, run.at(-1)?.end).replace(/\s+/g, ' ');
    const isName = run.some(({ kind }) => kind === 'name');
    phrases.push({
      text: surface,
      stems: [...new Set(terms(surface, language))],
      isName,
      isPersonal: PERSONAL.test(surface) && !NO_PERSON_BEFORE.has(before),
      isPlace: isName && PLACE_BEFORE.has(before),
    });
    at += run.length - 1;
  }
  return phrases;
}

function runFrom(words: readonly Word[], from: number, text: string): readonly Word[] {
  const run: Word[] = [words[from] as Word];
  let contents = 1;
  for (let at = from + 1; at < words.length && contents < LONGEST_PHRASE; at += 1) {
    const [word, previous] = [words[at] as Word, words[at - 1] as Word];
    if (word.opens || text.slice(previous.end, word.start).trim() !== '') break;
    // "ancient Greek drama" is one phrase; in "former river judge Maren Oduya" the name is one of its own.
    if (word.kind === 'name' && previous.kind === 'content' && contents > 1) break;
    const isLink = LINKS.has(word.lower);
    if (!isLink && (word.kind === 'empty' || word.kind === 'joining')) break;
    // "the treaty signed", but "France signed": what follows a name is said of it.
    if (previous.kind === 'name' && /^\p{Ll}+ed$/u.test(word.text)) break;
    if (!isLink) contents += 1;
    run.push(word);
  }
  while (LINKS.has(run.at(-1)?.lower ?? '')) run.pop();
  return run;
}
