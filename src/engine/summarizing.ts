/** A summary of a document, when one is named, else of a topic across what a reader may see. */
import { nearestPassages } from '../answer/answer.js';
import { CONFIDENCE } from '../answer/confidence.js';
import { keyOf } from '../answer/documents.js';
import { gather } from '../answer/evidence.js';
import { type SummarySentence, summarize } from '../answer/summarize.js';
import type { SummarizeRequest } from '../engine.js';
import type { Snapshot, StoredPassage } from '../index/store.js';
import type { Citation, Document, Reply, Timings } from '../model.js';
import { fold } from '../text/fold.js';
import { type Asked, documentsOf, find, type Searching, search } from './finding.js';

interface Dependencies extends Searching {
  readonly clock: () => number;
}

interface Request extends SummarizeRequest {
  readonly length: number;
}

/** Passages that a topic's summary is drawn from. */
const TOPIC_PASSAGES = 24;
/** Passages must come this close to the best one, by raw cosine, to be about the same topic. */
const TOPIC_MARGIN = 0.25;

interface Outcome {
  readonly citations: readonly Citation[];
  readonly confidence: number;
  readonly nearest: ReturnType<typeof nearestPassages>;
  readonly size: number;
}

export async function summarizeTopic(dependencies: Dependencies, request: Request): Promise<Reply> {
  const { clock } = dependencies;
  const { about, visible } = request;
  const started = clock();
  let embedded = started;
  const onEmbedded = (): void => {
    embedded = clock();
  };
  const outcome = await search(dependencies, { visible, text: about, onEmbedded }, async (asked): Promise<Outcome> => {
    const document = await named(asked.snapshot, about);
    return document === undefined ? ofTopic(asked, request) : ofDocument(asked.snapshot, request, document);
  });
  const total = Math.round(clock() - started);
  const embed = Math.round(embedded - started);
  return replyOf(request.about, outcome, { embed, search: total - embed, read: 0, total });
}

/** The document whose id or whole title is what was asked about; a file's name alone will do when it is the only such. */
async function named(snapshot: Snapshot, about: string): Promise<Document | undefined> {
  const exact = await snapshot.document(about);
  if (exact !== undefined) return exact;
  const wanted = fold(about).folded.trim();
  const documents = await snapshot.documents();
  const names = (id: string, title?: string): string[] => [id, id.split('/').at(-1) ?? id, title ?? id];
  const matching = documents.filter(({ id, title }) =>
    names(id, title).some((name) => fold(name).folded.trim() === wanted),
  );
  const [only] = matching;
  return only !== undefined && matching.length === 1 ? snapshot.document(only.id) : undefined;
}

async function ofDocument(snapshot: Snapshot, request: Request, document: Document): Promise<Outcome> {
  const sentences = sentencesOf(await snapshot.passagesOf(document.id), document);
  const documents = new Map([[keyOf({ documentId: document.id, version: document.version }), document]]);
  const citations = summarize({ sentences, documents, length: request.length });
  return { citations, confidence: citations.length > 0 ? 1 : 0, nearest: [], size: snapshot.size };
}

async function ofTopic(asked: Asked, request: Request): Promise<Outcome> {
  const { snapshot, vector: topic } = asked;
  const { hits, idf } = await find(asked, { text: request.about, limit: TOPIC_PASSAGES });
  const documents = await documentsOf(snapshot, hits);
  const highest = Math.max(0, ...hits.map(({ semantic }) => semantic));
  const near = hits.filter(
    ({ semantic, lexical }) => semantic >= highest - TOPIC_MARGIN && (semantic >= CONFIDENCE.near || lexical > 0),
  );
  const isAbout = highest >= CONFIDENCE.near || near.some(({ lexical }) => lexical > 0);
  const sentences = near.flatMap(({ passage, document, sentenceVectors }) => {
    const text = documents.get(keyOf(passage));
    return text === undefined ? [] : sentencesOf([{ passageId: 0, passage, document, sentenceVectors }], text);
  });
  const citations = isAbout ? summarize({ sentences, documents, length: request.length, topic }) : [];
  return {
    citations,
    confidence: highest,
    nearest: nearestPassages(hits, gather(hits, { vector: topic, idf }), documents),
    size: snapshot.size,
  };
}

function sentencesOf(passages: readonly StoredPassage[], document: Document): SummarySentence[] {
  const headings = new Set(document.outline.headings.map(({ start }) => start));
  return passages.flatMap(({ passage, sentenceVectors }) =>
    passage.sentences.flatMap((span, index) => {
      const vector = sentenceVectors[index];
      if (vector === undefined || headings.has(span.start)) return [];
      const text = document.text.slice(span.start, span.end);
      const position = span.start / Math.max(1, document.text.length);
      return [{ documentId: document.id, version: document.version, span, text, vector, position }];
    }),
  );
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
