/** A summary of a document, of a topic in one or in all that a reader may see, or of what is new since a date. */
import { nearestPassages } from '../answer/answer.js';
import { CONFIDENCE } from '../answer/confidence.js';
import { type Documents, keyOf } from '../answer/documents.js';
import { gather } from '../answer/evidence.js';
import { summarize } from '../answer/summarize.js';
import type { SummarySentence } from '../answer/summary-sentence.js';
import type { SummarizeRequest } from '../engine.js';
import { failure } from '../errors.js';
import type { Snapshot, StoredPassage } from '../index/store.js';
import type { Citation, Document, DocumentInfo, Hit, Reply, Timings } from '../model.js';
import { fold } from '../text/fold.js';
import { analysisLanguage, terms } from '../text/terms.js';
import { type Asked, documentsOf, find, type Searching, search } from './finding.js';
import { isSince } from './recent.js';

interface Dependencies extends Searching {
  readonly clock: () => number;
}

/** Passages that a topic's summary is drawn from. */
const TOPIC_PASSAGES = 24;
/** With a date, passages looked through for those of documents that are new. */
const RECENT_PASSAGES = 200;
/** Without a topic, the newest documents that a summary of what is new is drawn from. */
const RECENT_DOCUMENTS = 20;
/** Passages must come this close to the best one, by raw cosine, to be about the same topic. */
const TOPIC_MARGIN = 0.25;
/** Citations where neither their number nor their words are limited by the request. */
const LENGTH = 5;

interface Outcome {
  readonly citations: readonly Citation[];
  readonly confidence: number;
  readonly nearest: ReturnType<typeof nearestPassages>;
  readonly size: number;
}

export async function summarizeTopic(dependencies: Dependencies, request: SummarizeRequest): Promise<Reply> {
  const { clock } = dependencies;
  const { visible } = request;
  const text = request.about === '' ? (request.documentId ?? `since ${request.since ?? ''}`) : request.about;
  const started = clock();
  let embedded = started;
  const onEmbedded = (): void => {
    embedded = clock();
  };
  const outcome = await search(dependencies, { visible, text, onEmbedded }, (asked) => summaryOf(asked, request));
  const total = Math.round(clock() - started);
  const embed = Math.round(embedded - started);
  return replyOf(text, outcome, { embed, search: total - embed, read: 0, total });
}

async function summaryOf(asked: Asked, request: SummarizeRequest): Promise<Outcome> {
  const { snapshot } = asked;
  const { about, documentId, since } = request;
  const document = documentId === undefined ? await named(snapshot, about) : await scope(snapshot, documentId);
  if (document !== undefined && since !== undefined && !isSince(document, since)) return nothing(snapshot);
  if (document === undefined) return about === '' ? ofRecent(snapshot, request) : ofTopic(asked, request);
  const isWhole = documentId === undefined || about === '' || isNamed(document, about);
  return isWhole ? ofWhole(snapshot, request, [document]) : ofTopicIn(asked, request, document);
}

function nothing({ size }: Snapshot): Outcome {
  return { citations: [], confidence: 0, nearest: [], size };
}

async function scope(snapshot: Snapshot, documentId: string): Promise<Document> {
  const document = await snapshot.document(documentId);
  if (document !== undefined) return document;
  throw failure('not-found', {
    what: `There is no document ${documentId} here`,
    remedy: 'See what is stored: verbatim sources',
  });
}

/** The document whose id or whole title is what was asked about; a file's name alone will do when it is the only such. */
async function named(snapshot: Snapshot, about: string): Promise<Document | undefined> {
  if (about === '') return undefined;
  const exact = await snapshot.document(about);
  if (exact !== undefined) return exact;
  const matching = (await snapshot.documents()).filter((document) => isNamed(document, about));
  const [only] = matching;
  return only !== undefined && matching.length === 1 ? snapshot.document(only.id) : undefined;
}

function isNamed({ id, title }: DocumentInfo, about: string): boolean {
  const wanted = fold(about).folded.trim();
  return [id, id.split('/').at(-1) ?? id, title ?? id].some((name) => fold(name).folded.trim() === wanted);
}

async function ofRecent(snapshot: Snapshot, request: SummarizeRequest): Promise<Outcome> {
  const { since = '' } = request;
  const infos = (await snapshot.documents())
    .filter((document) => isSince(document, since))
    .sort((left, right) => (right.publishedAt ?? '').localeCompare(left.publishedAt ?? ''))
    .slice(0, RECENT_DOCUMENTS);
  const documents = await Promise.all(infos.map(({ id, version }) => snapshot.document(id, version)));
  return ofWhole(
    snapshot,
    request,
    documents.filter((document) => document !== undefined),
  );
}

async function ofWhole(snapshot: Snapshot, request: SummarizeRequest, whole: readonly Document[]): Promise<Outcome> {
  const passages = await Promise.all(whole.map(({ id }) => snapshot.passagesOf(id)));
  const documents = keyed(whole);
  const sentences = sentencesOf(passages.flat(), documents);
  const citations = summarize({ sentences, documents, ...limits(request) });
  return { citations, confidence: citations.length > 0 ? 1 : 0, nearest: [], size: snapshot.size };
}

/** All of a document is looked at, since what stands around a sentence says what it is about. */
async function ofTopicIn(asked: Asked, request: SummarizeRequest, document: Document): Promise<Outcome> {
  const { snapshot, vector } = asked;
  const passages = await snapshot.passagesOf(document.id);
  const cosines = await snapshot.cosines(
    vector,
    passages.map(({ passageId }) => passageId),
  );
  const highest = Math.max(0, ...cosines);
  const wanted = new Set(terms(request.about, analysisLanguage(document.language)));
  const isShared = terms(document.text, analysisLanguage(document.language)).some((term) => wanted.has(term));
  if (highest < CONFIDENCE.near && !isShared) return { ...nothing(snapshot), confidence: highest };
  const documents = keyed([document]);
  const sentences = sentencesOf(
    passages.map((passage, at) => ({ ...passage, semantic: cosines[at] ?? 0 })),
    documents,
  );
  const topic = { text: request.about, vector };
  const citations = summarize({ sentences, documents, topic, ...limits(request) });
  return { citations, confidence: highest, nearest: [], size: snapshot.size };
}

async function ofTopic(asked: Asked, request: SummarizeRequest): Promise<Outcome> {
  const { snapshot, vector } = asked;
  const { about: text, since } = request;
  const { hits: found, idf } = await find(asked, {
    text,
    limit: since === undefined ? TOPIC_PASSAGES : RECENT_PASSAGES,
  });
  const isRecent = ({ document }: Hit): boolean => since === undefined || isSince(document, since);
  const hits = found.filter(isRecent).slice(0, TOPIC_PASSAGES);
  const documents = await documentsOf(snapshot, hits);
  const highest = Math.max(0, ...hits.map(({ semantic }) => semantic));
  const near = hits.filter(
    ({ semantic, lexical }) => semantic >= highest - TOPIC_MARGIN && (semantic >= CONFIDENCE.near || lexical > 0),
  );
  const isAbout = highest >= CONFIDENCE.near || near.some(({ lexical }) => lexical > 0);
  const sentences = sentencesOf(near, documents);
  const topic = { text, vector };
  const citations = isAbout ? summarize({ sentences, documents, topic, ...limits(request) }) : [];
  return {
    citations,
    confidence: highest,
    nearest: nearestPassages(hits, gather(hits, { vector, idf }), documents),
    size: snapshot.size,
  };
}

function limits({ length, words }: SummarizeRequest): { readonly length?: number; readonly words?: number } {
  if (words === undefined) return { length: length ?? LENGTH };
  return { words, ...(length === undefined ? {} : { length }) };
}

function keyed(documents: readonly Document[]): Documents {
  return new Map(
    documents.map((document) => [keyOf({ documentId: document.id, version: document.version }), document]),
  );
}

type Compared = Pick<StoredPassage, 'passage' | 'sentenceVectors'> & { readonly semantic?: number };

/** The sentences of passages, headings left out. */
export function sentencesOf(passages: readonly Compared[], documents: Documents): SummarySentence[] {
  return passages.flatMap(({ passage: { documentId, version, ...passage }, sentenceVectors, semantic = 0 }) => {
    const document = documents.get(keyOf({ documentId, version }));
    if (document === undefined) return [];
    const headings = new Set(document.outline.headings.map(({ start }) => start));
    const shared = { text: passage.text, semantic };
    return passage.sentences.flatMap((span, index) => {
      const vector = sentenceVectors[index];
      if (vector === undefined || headings.has(span.start)) return [];
      const text = document.text.slice(span.start, span.end);
      const position = span.start / Math.max(1, document.text.length);
      return [{ documentId, version, span, text, vector, position, passage: shared }];
    });
  });
}

function replyOf(about: string, outcome: Outcome, timingsMs: Timings): Reply {
  const { citations, size } = outcome;
  const confidence = Math.max(0, Math.min(1, outcome.confidence));
  const common = { question: about, confidence, timingsMs };
  if (citations.length > 0) {
    const statements = citations.map(({ label, quote }) => ({ text: quote.exact, citations: [label] }));
    return {
      ...common,
      outcome: 'answer',
      method: 'extractive',
      statements,
      citations,
      disagreements: [],
      nearest: [],
    };
  }
  const reason = size === 0 ? 'nothing-indexed' : 'nothing-near';
  const nearest = size === 0 ? [] : outcome.nearest;
  return { ...common, outcome: 'abstention', reason, statements: [], citations: [], disagreements: [], nearest };
}
