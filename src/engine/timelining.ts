/** A timeline of a topic: what is near it and dated, in order of publication. */
import { nearestPassages } from '../answer/answer.js';
import { gather } from '../answer/evidence.js';
import { isOnTopic } from '../answer/on-topic.js';
import { timelineOf } from '../answer/timeline.js';
import type { TimelineRequest } from '../engine.js';
import type { Reply } from '../model.js';
import { type Asked, documentsOf, find, type Searching, search } from './finding.js';
import { isSince } from './recent.js';
import { sentencesOf } from './summarizing.js';

interface Dependencies extends Searching {
  readonly clock: () => number;
}

/** Passages that a timeline is drawn from: several of each of the publications that it may have. */
const PASSAGES = 80;
/** Passages must come this close to the best one, by raw cosine, to be about the same topic. */
const MARGIN = 0.25;
/** Citations where the request does not say. */
const LENGTH = 10;

/** `request.topic` has been checked and trimmed. */
export async function timelineReply(dependencies: Dependencies, request: TimelineRequest): Promise<Reply> {
  const { clock } = dependencies;
  const { visible, topic: text } = request;
  const started = clock();
  let embedded = started;
  const onEmbedded = (): void => {
    embedded = clock();
  };
  const found = await search(dependencies, { visible, text, onEmbedded }, (asked) => gathered(asked, request));
  const total = Math.round(clock() - started);
  const embed = Math.round(embedded - started);
  const timingsMs = { embed, search: total - embed, read: 0, total };
  const { citations, changes, confidence, nearest, size, undated } = found;
  const common = { question: text, confidence: Math.max(0, Math.min(1, confidence)), timingsMs };
  const noted = undated > 0 ? { undated } : {};
  if (citations.length === 0) {
    const reason = size === 0 ? 'nothing-indexed' : 'nothing-near';
    const none = { statements: [], citations: [], disagreements: [] } as const;
    return { ...common, ...noted, outcome: 'abstention', reason, ...none, nearest: size === 0 ? [] : nearest };
  }
  return {
    ...{ ...common, ...noted, outcome: 'answer', method: 'extractive', citations, nearest: [] },
    statements: citations.map(({ label, quote }) => ({ text: quote.exact, citations: [label] })),
    disagreements: changes,
  };
}

async function gathered(asked: Asked, { topic: text, since, length = LENGTH }: TimelineRequest) {
  const { snapshot, vector, embedder } = asked;
  const { hits: found, idf } = await find(asked, { text, limit: PASSAGES });
  const words = { text, idf, embedderLanguages: embedder.languages };
  const hits = found.filter(({ document }) => since === undefined || isSince(document, since));
  const documents = await documentsOf(snapshot, hits);
  const highest = Math.max(0, ...hits.map(({ semantic }) => semantic));
  const near = hits.filter((hit) => hit.semantic >= highest - MARGIN && isOnTopic(hit, words));
  const sentences = sentencesOf(near, documents);
  const { citations, changes } = timelineOf({ sentences, documents, topic: { text, vector }, length });
  const undated = new Set(
    near.filter(({ document }) => document.publishedAt === undefined).map(({ document }) => document.id),
  );
  return {
    ...{ citations, changes, confidence: highest, size: snapshot.size, undated: undated.size },
    nearest: nearestPassages(hits, gather(hits, { vector, idf }), documents),
  };
}
