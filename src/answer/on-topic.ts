/**
 * Whether a passage is about a topic at all, from raw scores. It stands alone because the best of nonsense also ranks first:
 * a topic that no document knows must bring nothing, not the least far.
 */
import type { Hit } from '../model.js';
import { analysisLanguage, terms } from '../text/terms.js';

/**
 * Chosen on 25 topics of multihop_rag and 25 that it does not know: the best passage of the latter reached .39, that of topics
 * which it does know .43 and more. Lower shows what is only alike, higher leaves out what says it in other words.
 */
export const ON_TOPIC = {
  /** Least sum of the cosine and the weighed share of the topic's terms. */
  least: 0.4,
  /** Weight of the share of the topic's terms. */
  terms: 0.35,
  /** Least share of the terms where the embedder does not know the language, and cosines say nothing. */
  termsAlone: 0.5,
} as const;

export interface TopicWords {
  readonly text: string;
  /** Rarity of each of the topic's terms; those that no document has are the rarest. */
  readonly idf: ReadonlyMap<string, number>;
  /** Primary tags of the languages that the embedder knows; empty means any. */
  readonly embedderLanguages: readonly string[];
}

export function isOnTopic(
  { passage, document, semantic }: Pick<Hit, 'passage' | 'document' | 'semantic'>,
  { text, idf, embedderLanguages }: TopicWords,
): boolean {
  const language = analysisLanguage(document.language);
  const own = new Set(terms(`${document.title ?? ''} ${passage.text}`, language));
  let [shared, total] = [0, 0];
  for (const term of new Set(terms(text, language))) {
    const rarity = idf.get(term) ?? 0;
    total += rarity;
    if (own.has(term)) shared += rarity;
  }
  const share = total === 0 ? 0 : shared / total;
  const isKnown = embedderLanguages.length === 0 || embedderLanguages.includes(language);
  return isKnown ? semantic + ON_TOPIC.terms * share >= ON_TOPIC.least : share >= ON_TOPIC.termsAlone;
}
