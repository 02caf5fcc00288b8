/**
 * How much each sentence is about a topic: its vector and its passage's against the topic's, the topic's rare words in both,
 * and what its neighbours are worth, since a sentence on a topic stands among others on it. It stands alone so that what
 * is about the topic can be judged without choosing what is shown.
 */

import { wordCount } from '../text/spans.js';
import { analysisLanguage, terms } from '../text/terms.js';
import { type Documents, keyOf } from './documents.js';
import { dot } from './evidence.js';
import type { SummaryPassage, SummarySentence } from './summary-sentence.js';

/** Fitted on the questions about meetings, see `eval/summaries.mjs`; the neighbourhood of the best values is flat. */
export const RELEVANCE = {
  /** Weight of the passage's cosine against the sentence's. */
  passage: 1,
  /** Weight of the topic's words, each in sentence and passage. */
  lexical: 0.5,
  /** Share of the neighbourhood in a sentence's worth, 0 to 1. */
  around: 0.8,
  /**
   * Width of the neighbourhood in words (standard deviation of a Gaussian): this share of the document's, since a topic takes
   * up a share of it, and at most so many. Higher favours long stretches on the topic.
   */
  width: { share: 1 / 60, most: 120 },
} as const;

export interface Topic {
  readonly text: string;
  /** Unit vector. */
  readonly vector: Float32Array;
}

/** One number a sentence, higher is more about the topic; comparable within one topic. */
export function relevance(sentences: readonly SummarySentence[], topic: Topic, documents: Documents): number[] {
  const lexical = sharesOf(sentences, topic, documents);
  const own = sentences.map(({ vector, passage }, at) => {
    const semantic = dot(vector, topic.vector) + RELEVANCE.passage * passage.semantic;
    return semantic + RELEVANCE.lexical * (lexical[at] ?? 0);
  });
  const worth = [...own];
  for (const places of byDocument(sentences)) {
    const around = neighbourhoods(places.map((at) => ({ words: wordsOf(sentences, at), worth: own[at] ?? 0 })));
    for (const [order, at] of places.entries()) {
      worth[at] = (1 - RELEVANCE.around) * (own[at] ?? 0) + RELEVANCE.around * (around[order] ?? 0);
    }
  }
  return worth;
}

function wordsOf(sentences: readonly SummarySentence[], at: number): number {
  return Math.max(1, wordCount(sentences[at]?.text ?? ''));
}

/** Share of the topic's terms, by rarity among the passages, in each sentence plus that in its passage: 0 to 2. */
function sharesOf(sentences: readonly SummarySentence[], { text }: Topic, documents: Documents): number[] {
  const languageOf = (sentence: SummarySentence): string => analysisLanguage(documents.get(keyOf(sentence))?.language);
  const asked = new Map<string, ReadonlySet<string>>();
  const ofTopic = (own: string, language: string): string[] => {
    const wanted = asked.get(language) ?? new Set(terms(text, language));
    asked.set(language, wanted);
    return [...new Set(terms(own, language))].filter((term) => wanted.has(term));
  };
  const passages = new Map<SummaryPassage, string[]>();
  for (const sentence of sentences) {
    if (passages.has(sentence.passage)) continue;
    passages.set(sentence.passage, ofTopic(sentence.passage.text, languageOf(sentence)));
  }
  const rarity = raritiesIn([...passages.values()]);
  const total = [...rarity.values()].reduce((sum, value) => sum + value, 0) || 1;
  const share = (shared: readonly string[]): number =>
    shared.reduce((sum, term) => sum + (rarity.get(term) ?? 0), 0) / total;
  return sentences.map(
    (sentence) => share(ofTopic(sentence.text, languageOf(sentence))) + share(passages.get(sentence.passage) ?? []),
  );
}

/** Inverse document frequency as in BM25 (Robertson and Spärck Jones 1976), a passage being a document. */
function raritiesIn(passages: readonly (readonly string[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of passages.flat()) counts.set(term, (counts.get(term) ?? 0) + 1);
  const rarity = (count: number): number => Math.log(1 + (passages.length - count + 0.5) / (count + 0.5));
  return new Map([...counts].map(([term, count]) => [term, rarity(count)]));
}

/** Places in `sentences`, a list a document, each in the order of the text. */
function byDocument(sentences: readonly SummarySentence[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [at, sentence] of sentences.entries()) {
    const group = groups.get(keyOf(sentence));
    if (group === undefined) groups.set(keyOf(sentence), [at]);
    else group.push(at);
  }
  const start = (at: number): number => sentences[at]?.span.start ?? 0;
  return [...groups.values()].map((group) => group.sort((left, right) => start(left) - start(right)));
}

interface Weighed {
  readonly words: number;
  readonly worth: number;
}

/** The mean worth around each, itself included, by a Gaussian over the words between, up to three widths away. */
function neighbourhoods(ordered: readonly Weighed[]): number[] {
  let words = 0;
  const placed = ordered.map((one) => {
    words += one.words;
    return { ...one, middle: words - one.words / 2 };
  });
  const width = Math.max(1, Math.min(RELEVANCE.width.most, RELEVANCE.width.share * words));
  const reach = 3 * width;
  let first = 0;
  return placed.map(({ middle }) => {
    while ((placed[first]?.middle ?? middle) < middle - reach) first += 1;
    let [sum, weights] = [0, 0];
    for (let at = first; at < placed.length; at++) {
      const other = placed[at];
      if (other === undefined || other.middle > middle + reach) break;
      const weight = other.words * Math.exp(-(((other.middle - middle) / width) ** 2) / 2);
      sum += weight * other.worth;
      weights += weight;
    }
    return sum / weights;
  });
}
