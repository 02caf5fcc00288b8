/**
 * What was said of a topic in the order in which it was published, and where accounts changed. It stands alone because a
 * summary looks for what matters most and a timeline for who said what when: each publication has its say before any has a second.
 */
import type { Citation, Disagreement, Document } from '../model.js';
import { type AccountChange, changesOf } from './account-changes.js';
import { cite, nearCopy } from './citations.js';
import { type Documents, keyOf } from './documents.js';
import { dot } from './evidence.js';
import { locate } from './quotes.js';
import { relevance, type Topic } from './relevance.js';
import { isStatement, type SummarySentence } from './summary-sentence.js';

export const TIMELINE = {
  /** Sentences below this share of the best one's relevance are not about the topic. */
  floor: 0.4,
  /** From this cosine on a sentence tells what another one has told. */
  repeated: 0.9,
  /** A second sentence of one document must be further than this from its first. */
  second: 0.75,
  /** Changes of account shown at most. */
  changes: 5,
} as const;

export interface TimelineMaterial {
  /** Whole passages, since a sentence is also worth what stands around it. */
  readonly sentences: readonly SummarySentence[];
  readonly documents: Documents;
  readonly topic: Topic;
  /** Most citations, from 1. */
  readonly length: number;
}

export interface Timeline {
  /** In order of publication, labels by that order. */
  readonly citations: readonly Citation[];
  /** Where what is stated changed from one publication to a later one; positions in that order. */
  readonly changes: readonly Disagreement[];
}

interface Candidate {
  readonly sentence: SummarySentence;
  readonly document: Document & { readonly publishedAt: string };
  /** Relevance, as a share of the best one's. */
  readonly salience: number;
}

/** Documents without a date of publication have no place in it. */
export function timelineOf({ sentences, documents, topic, length }: TimelineMaterial): Timeline {
  const candidates = candidatesOf(sentences, documents, topic);
  const changes = changesOf(inOrder(candidates)).slice(0, TIMELINE.changes);
  const changed = new Set(changes.flatMap(({ positions }) => positions.map(({ accounts }) => accounts[0]?.sentence)));
  const first = candidates
    .filter(({ sentence }) => changed.has(sentence))
    .slice(0, Math.max(2, Math.floor(length / 2)));
  const chosen = inOrder(choose(candidates, length, first));
  const entries = chosen.flatMap(({ sentence, document, copies }, at) => {
    const quote = locate(document, sentence.span);
    if (quote === undefined) return [];
    const alsoIn = copies.filter(({ id }) => id !== document.id).map(nearCopy);
    return [{ sentence, citation: cite({ label: at + 1, document, quote, alsoIn }) }];
  });
  const labels = new Map(entries.map(({ sentence, citation }) => [sentence, citation.label]));
  return {
    citations: entries.map(({ citation }) => citation),
    changes: changes.flatMap((change) => shownChange(change, labels)),
  };
}

/** A change as far as its sentences are shown; one position is no change. */
function shownChange(change: AccountChange, labels: ReadonlyMap<SummarySentence, number>): Disagreement[] {
  const positions = change.positions.flatMap(({ claim, accounts }) => {
    const citations = accounts.flatMap(({ sentence }) => labels.get(sentence) ?? []);
    return citations.length === 0 ? [] : [{ claim, citations }];
  });
  return positions.length < 2 ? [] : [{ about: change.about, positions }];
}

function candidatesOf(sentences: readonly SummarySentence[], documents: Documents, topic: Topic): Candidate[] {
  const worth = relevance(sentences, topic, documents);
  const highest = worth.reduce((most, value) => Math.max(most, value), Number.EPSILON);
  return sentences
    .flatMap((sentence, at): Candidate[] => {
      const document = documents.get(keyOf(sentence));
      const salience = (worth[at] ?? 0) / highest;
      if (document === undefined || !isDated(document) || salience < TIMELINE.floor || !isStatement(sentence))
        return [];
      return [{ sentence, document, salience }];
    })
    .sort((left, right) => right.salience - left.salience);
}

interface Chosen extends Candidate {
  /** Other documents that say the same. */
  readonly copies: Document[];
}

/** `first`, then the best sentence of each document, the most relevant documents first; then seconds that add something. */
function choose(candidates: readonly Candidate[], length: number, first: readonly Candidate[]): Chosen[] {
  const chosen: Chosen[] = first.map((candidate) => ({ ...candidate, copies: [] }));
  for (const isSecond of [false, true]) {
    for (const candidate of candidates) {
      const own = chosen.filter(({ document }) => document === candidate.document);
      if (own.length !== (isSecond ? 1 : 0) || chosen.length >= length) continue;
      const alike = chosen.find((other) => isRepeated(candidate, other));
      if (alike !== undefined) alike.copies.push(candidate.document);
      else if (own.every((other) => near(candidate, other) < TIMELINE.second))
        chosen.push({ ...candidate, copies: [] });
    }
  }
  // The earliest of those that say the same has its place, whoever was the most relevant.
  return chosen;
}

/** Copies published on another day are news of that day: only those of one day are joined. */
function isRepeated(candidate: Candidate, other: Candidate): boolean {
  if (near(candidate, other) < TIMELINE.repeated || candidate.document === other.document) return false;
  return candidate.sentence.text === other.sentence.text || dayOf(candidate) === dayOf(other);
}

function near(left: Candidate, right: Candidate): number {
  return dot(left.sentence.vector, right.sentence.vector);
}

function dayOf({ document }: Candidate): string {
  return document.publishedAt.slice(0, 10);
}

function inOrder<Kind extends Candidate>(chosen: readonly Kind[]): Kind[] {
  return [...chosen].sort(
    (left, right) =>
      left.document.publishedAt.localeCompare(right.document.publishedAt) ||
      left.document.id.localeCompare(right.document.id) ||
      left.sentence.span.start - right.sentence.span.start,
  );
}

function isDated(document: Document): document is Document & { readonly publishedAt: string } {
  return document.publishedAt !== undefined && !Number.isNaN(Date.parse(document.publishedAt));
}
