/** One question: retrieve, read, decide. Knows stores, embedders and readers by their interfaces only. */
import { decide, reply } from '../answer/answer.js';
import type { Caution } from '../answer/confidence.js';
import { withoutCourtesies } from '../answer/courtesies.js';
import { interpret } from '../answer/followup.js';
import type { Reader } from '../answer/reader.js';
import type { Embedder } from '../embed/embedder.js';
import type { AskRequest } from '../engine.js';
import type { Reply } from '../model.js';
import { respelt } from '../retrieve/spelling.js';
import { type Asked, documentsOf, find, type Searching, search } from './finding.js';
import type { inTurn } from './turns.js';

export interface Asking extends Searching {
  /** The model that marks answering words; undefined when there is none. Asked for with each question. */
  readonly reader?: () => Promise<Reader | undefined>;
  /** Default `balanced`. */
  readonly caution?: Caution;
  /** Lets the answers of one engine be decided one after the other. Default: at once. */
  readonly turn?: ReturnType<typeof inTurn>;
  /** Milliseconds from any fixed moment, for the timings of a reply. */
  readonly clock: () => number;
}

/** Passages that an answer is chosen from. More are slower and seldom better. */
const PASSAGES = 10;

/** `request.question` has been checked and trimmed. */
export async function answerTo(asking: Asking, request: AskRequest): Promise<Reply> {
  const { question, visible } = request;
  const asked = withoutCourtesies(question);
  const { text, interpretedAs } = interpret(asked, request.history ?? []);
  const { clock } = asking;
  const started = clock();
  let embedded = started;
  const onEmbedded = (): void => {
    embedded = clock();
  };
  const { replaced, searchedFor, ...found } = await search(
    asking,
    { visible, text, onEmbedded, corrects: true },
    gathered,
  );
  const searched = clock();
  const reader = await asking.reader?.();
  const caution = request.caution ?? asking.caution;
  // The reader and the sentences are asked what was typed, misspellings apart: the passages bring the topic with them.
  const deciding = () =>
    decide({
      ...{ question: respelt(asked, replaced), ...found, neverRefuse: request.neverRefuse === true },
      ...(reader && { reader }),
      ...(caution && { caution }),
    });
  const decision = await (asking.turn?.(deciding) ?? deciding());
  const ended = clock();
  const timingsMs = {
    embed: rounded(embedded - started),
    search: rounded(searched - embedded),
    read: rounded(ended - searched),
    total: rounded(ended - started),
  };
  return reply(decision, {
    question,
    timingsMs,
    ...(request.id === undefined ? {} : { id: request.id }),
    ...(interpretedAs === undefined ? {} : { interpretedAs }),
    ...(searchedFor === undefined ? {} : { searchedFor }),
  });
}

/** All that a decision is made of, so that the snapshot can be left before the reader begins. */
async function gathered(asked: Asked) {
  const { snapshot, vector, embedder, text, searchedFor, replaced } = asked;
  const retrieval = await find(asked, { text, limit: PASSAGES });
  return {
    ...retrieval,
    ...{ searchedFor, replaced, vector },
    documents: await documentsOf(snapshot, retrieval.hits),
    visiblePassages: snapshot.size,
    languageKnown: knows(embedder, snapshot.languages),
  };
}

function knows(embedder: Embedder, languages: readonly string[]): boolean {
  if (embedder.languages.length === 0 || languages.length === 0) return true;
  return languages.some((language) => embedder.languages.includes(language));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
