/**
 * A reader over what retrieval brought. It stands alone to say where its time is spent: on few passages when the first are
 * clear, on eight at most, and a second time on the sentence that is about to be shown.
 */
import { setImmediate } from 'node:timers/promises';
import type { Hit, Passage, Span } from '../model.js';
import { analysisLanguage } from '../text/terms.js';
import type { Evidence, Marks } from './evidence.js';
import type { MarkedSentence, Reader } from './reader.js';

export const READING = {
  /** Passages always read. */
  first: 4,
  /** Passages read at most. */
  most: 8,
  /** A sentence that scores above this is clear. */
  clear: 4,
  /** With a clear one found, passages are read on only while their fused score is at least this share of the first one's. */
  near: 0.6,
} as const;

/** Marks the passages in languages that the reader knows, best first. */
export async function markPassages(reader: Reader, question: string, hits: readonly Hit[]): Promise<Marks> {
  const marks = new Map<Passage, readonly (MarkedSentence | undefined)[]>();
  const known = hits.filter(({ document }) => reader.languages.includes(analysisLanguage(document.language)));
  let best = Number.NEGATIVE_INFINITY;
  for (const { passage, document, score } of known.slice(0, READING.most)) {
    const clear = best > READING.clear && score < READING.near * (known[0]?.score ?? 0);
    if (marks.size >= READING.first && clear) break;
    // Between two passages the thread can hear of a search or an autocomplete.
    await setImmediate();
    const sentences = passage.sentences.map((span) => within(passage, span));
    const title = document.title === undefined ? {} : { title: document.title };
    const marked = await reader.read({ question, ...title, passage: passage.text, sentences });
    marks.set(passage, marked);
    best = Math.max(best, ...marked.map((one) => one?.score ?? best));
  }
  return marks;
}

/**
 * The mean score of a sentence read thrice: in its passage, between its neighbours, and alone. Three readings of one small
 * model err less than one.
 */
export async function lookAgain(reader: Reader, question: string, evidence: Evidence, title?: string): Promise<number> {
  const { passage, at } = evidence;
  const between = passage.sentences.slice(Math.max(0, at - 1), at + 2);
  const titled = title === undefined ? {} : { title };
  const scores = [evidence.features.read];
  for (const sentences of [between, [evidence.span]]) {
    const first = sentences[0] as Span;
    const whole = { start: first.start, end: (sentences.at(-1) as Span).end };
    const text = passage.text.slice(whole.start - passage.span.start, whole.end - passage.span.start);
    const own = { start: evidence.span.start - whole.start, end: evidence.span.end - whole.start };
    await setImmediate();
    const [marked] = await reader.read({ question, ...titled, passage: text, sentences: [own] });
    scores.push(marked?.score ?? evidence.features.read);
  }
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** A span of a document as offsets in one of its passages. */
export function within(passage: Passage, { start, end }: Span): Span {
  return { start: start - passage.span.start, end: end - passage.span.start };
}
