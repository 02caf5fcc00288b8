/**
 * Chooses the sentences that are shown as an answer: best first, none that repeats another, each readable alone.
 */
import type { Citation, Document, NearCopy, Span } from '../model.js';
import { fold } from '../text/fold.js';
import { overlaps, wordCount } from '../text/spans.js';
import { cite, nearCopy } from './citations.js';
import { type Documents, keyOf } from './documents.js';
import { dot, type Evidence } from './evidence.js';
import { answeringWords } from './highlight.js';
import { leansBack, sentenceBefore } from './lead-in.js';
import { locate } from './quotes.js';
import { asksForSeveral } from './several.js';

export const SELECTION = {
  /** Most quotes in an answer. */
  quotes: 5,
  /**
   * A quote must score within `others` of the best one; higher shows more quotes, and weaker ones. Within `own` if it is of the
   * best one's document: what surrounds an answer often completes it.
   */
  margins: {
    read: { others: 2, own: 3 },
    /** Where several things are asked for. */
    several: { others: 3.5, own: 3.5 },
    unread: { others: 0.3, own: 0.6 },
  },
  /** Most quotes of one document where several things are asked for and other documents have some of them. */
  ofOneDocument: 3,
  /** The reader's score from which its words are shown in bold in a quote that is not the best. */
  clear: 0,
  /** Two sentences whose vectors are at least this close say the same; the second adds nothing. */
  repeat: 0.92,
  /** A sentence brings the one before only up to this many words together. */
  leadInWords: 80,
  /** Headings, and sentences of fewer words (labels, captions), are no answer when others are there. */
  shortest: 4,
} as const;

interface Chosen {
  readonly document: Document;
  readonly span: Span;
  readonly sentence: Span;
  readonly evidence: Evidence;
  readonly copies: NearCopy[];
}

/**
 * At most five citations, labels from 1, best first; none when there is no evidence. `required` are shown whatever else is,
 * as far as there is room: the positions of a disagreement.
 */
export function chooseQuotes(
  question: string,
  evidence: readonly Evidence[],
  documents: Documents,
  required: readonly Evidence[] = [],
): Citation[] {
  const candidates = worthy(evidence, documents);
  const several = asksForSeveral(question);
  const chosen: Chosen[] = [];
  for (const candidate of [...candidates.slice(0, 1), ...required, ...withinMargins(candidates, several)]) {
    const document = documents.get(keyOf(candidate));
    if (document === undefined || chosen.some((other) => other.evidence === candidate)) continue;
    if (noteRepeat(chosen, candidate, document) || chosen.length >= SELECTION.quotes) continue;
    const shown = chosen.filter((other) => other.document === document).map((other) => other.span);
    if (shown.some((other) => overlaps(other, candidate.span))) continue;
    if (several && shown.length >= SELECTION.ofOneDocument) continue;
    const whole = readable(document, candidate);
    const span = shown.some((other) => overlaps(other, whole)) ? candidate.span : whole;
    chosen.push({ document, span, sentence: candidate.span, evidence: candidate, copies: [] });
  }
  chosen.sort((left, right) => right.evidence.score - left.evidence.score);
  return chosen.flatMap((one, index) => cited(question, one, index));
}

/** What scores near enough to the best, best first. */
function withinMargins(candidates: readonly Evidence[], several: boolean): readonly Evidence[] {
  const [best] = candidates;
  if (best === undefined) return [];
  const { unread, read } = SELECTION.margins;
  const margins = best.words === undefined ? unread : several ? SELECTION.margins.several : read;
  return candidates.filter((candidate) => {
    const below = best.score - candidate.score;
    return below <= (keyOf(candidate) === keyOf(best) ? margins.own : margins.others);
  });
}

function cited(question: string, chosen: Chosen, index: number): Citation[] {
  const { document, span, sentence, copies } = chosen;
  const { words, features } = chosen.evidence;
  const quote = locate(document, span);
  if (quote === undefined) return [];
  const marked = words !== undefined && (index === 0 || features.read >= SELECTION.clear) ? words : undefined;
  const highlight = marked ?? highlightOf(question, document, { span, sentence });
  const highlighted = highlight === undefined ? {} : { highlight };
  return [cite({ label: index + 1, document, quote, alsoIn: copies, ...highlighted })];
}

/** The words that answer, when they can be told; else the sentence that does, when it brought another with it. */
function highlightOf(
  question: string,
  document: Document,
  { span, sentence }: Pick<Chosen, 'span' | 'sentence'>,
): Span | undefined {
  const words = answeringWords(question, document.text.slice(sentence.start, sentence.end));
  if (words !== undefined) return { start: sentence.start + words.start, end: sentence.start + words.end };
  return span.start === sentence.start ? undefined : sentence;
}

/** The evidence that can be shown: without headings and the like, unless there is nothing else. */
export function worthy(evidence: readonly Evidence[], documents: Documents): readonly Evidence[] {
  const statements = evidence.filter((candidate) => isStatement(candidate, documents));
  return statements.length > 0 ? statements : evidence;
}

/** False for headings, labels and captions. */
export function isStatement({ text, span, ...candidate }: Evidence, documents: Documents): boolean {
  const headings = documents.get(keyOf(candidate))?.outline.headings ?? [];
  const heading = headings.some(({ start, end }) => start <= span.start && span.end <= end);
  return !heading && wordCount(text) >= SELECTION.shortest;
}

/** True when the candidate says what a chosen quote says; another document's is noted as "also in". */
function noteRepeat(chosen: readonly Chosen[], candidate: Evidence, document: Document): boolean {
  const original = chosen.find(({ evidence }) => repeats(evidence, candidate));
  if (original === undefined) return false;
  const known = [original.document.id, ...original.copies.map(({ documentId }) => documentId)];
  const sameWords = fold(original.evidence.text).folded === fold(candidate.text).folded;
  if (sameWords && !known.includes(document.id)) original.copies.push(nearCopy(document));
  return sameWords || original.document.id === document.id;
}

function repeats(left: Evidence, right: Evidence): boolean {
  if (fold(left.text).folded === fold(right.text).folded) return true;
  if (left.vector === undefined || right.vector === undefined) return false;
  return dot(left.vector, right.vector) >= SELECTION.repeat;
}

/** The sentence, with the one before when it leans on it; one that leans back itself would explain nothing. */
function readable(document: Document, { span, text }: Evidence): Span {
  if (!leansBack(text, document.language)) return span;
  const before = sentenceBefore(document, span);
  if (before === undefined || leansBack(document.text.slice(before.start, before.end), document.language)) return span;
  const joined = { start: before.start, end: span.end };
  return wordCount(document.text.slice(joined.start, joined.end)) <= SELECTION.leadInWords ? joined : span;
}
