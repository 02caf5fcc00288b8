/**
 * An answer as messages: where sources disagree first, then (when a language model wrote one) the prose, then each quote
 * once, with its source and its button. It stands alone because it decides what an answer looks like, and nothing of
 * what is in it.
 */
import type { Answer, Citation, Disagreement, Statement } from '../model.js';
import { dateOnly } from './age.js';
import { type ClosingOptions, closingButtons } from './closing.js';
import type { Control } from './controls.js';
import { escaped, isolated, linkAddress, strong } from './escape.js';
import { type Block, COLOURS, type Frame, pack, ROOM } from './layout.js';
import type { Pointed } from './pointer.js';
import { citationBlock } from './quote.js';
import { clipped, parts } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

export interface ReplyOptions {
  /** Decides the ages of what is quoted. */
  readonly now: Date;
  /** The remembered question. With it there are buttons that need it, and one message, whose pages are turned. */
  readonly exchangeId?: string | undefined;
  /** Which page of it, from 0. Default 0. */
  readonly page?: number | undefined;
  /** Link to the message that was asked about; a plain link of Discord's own. */
  readonly message?: string | undefined;
  /** What a moderator pointed at for this question; shown with an abstention. */
  readonly pointed?: Pointed | undefined;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

const MOST_POSITIONS = 6;
/** Named beside one position; its labels lead to the others. */
const MOST_SOURCES = 2;
const PROSE_BLOCK = 2000;

/** One answer: one message when it fits, else several, split between quotes and statements only. */
export function answer(reply: Answer, options: ReplyOptions): MessageView[] {
  const { now, words = ENGLISH } = options;
  const blocks = [
    ...toMessage(options.message, words),
    ...interpretation(reply, words),
    ...reply.disagreements.map((each) => disagreement(each, reply.citations, words, headingOf(each, reply))),
    ...(reply.method === 'generative' ? prose(reply.statements) : []),
    ...reply.citations.map((citation) => citationBlock(citation, { now, words })),
  ];
  return pack(blocks, {
    title: reply.question,
    colour: COLOURS.answer,
    footer: footer(reply, words),
    ...exchangeFrame(options, { hasMore: true, hasSources: true }),
    words,
  });
}

/** What a frame has because the exchange is remembered: closing buttons, and pages that are turned in place. */
export function exchangeFrame(
  { exchangeId, page = 0, words = ENGLISH }: ReplyOptions,
  options: ClosingOptions,
): Pick<Frame, 'closing' | 'page'> {
  if (exchangeId === undefined) return {};
  const to = (target: number): Control => ({ kind: 'page', exchangeId, page: target });
  return { closing: closingButtons(exchangeId, options, words), page: { at: page, to } };
}

/** As an answer, its quotes in the order in which the summary reads. */
export function summary(reply: Answer, options: ReplyOptions): MessageView[] {
  const { now, words = ENGLISH } = options;
  const blocks = [
    ...reply.disagreements.map((each) => disagreement(each, reply.citations, words)),
    ...(reply.method === 'generative' ? prose(reply.statements) : []),
    ...inReadingOrder(reply).map((citation) => citationBlock(citation, { now, words })),
  ];
  const title = words.text('answer.summary', { topic: reply.question });
  const frame = exchangeFrame(options, { hasMore: true, hasSources: true });
  return pack(blocks, { title, colour: COLOURS.answer, footer: sources(reply, words), ...frame, words });
}

/** As in a `Reply`. */
interface Understanding {
  readonly interpretedAs?: string | undefined;
  readonly searchedFor?: string | undefined;
}

/** What the question was taken to mean, when the conversation completed it or words were replaced. */
export function interpretation({ interpretedAs, searchedFor }: Understanding, words: Words): Block[] {
  // What was searched for is the completed question, so it says both.
  const [key, said] = searchedFor?.trim()
    ? (['answer.searchedFor', searchedFor] as const)
    : (['answer.understoodAs', interpretedAs] as const);
  if (said === undefined || said.trim() === '') return [];
  return [{ markdown: `-# ${words.text(key, { text: isolated(escaped(clipped(said, 500))) })}` }];
}

/** Where the question stands, when it was asked by pointing at a message. */
export function toMessage(link: string | undefined, words: Words): Block[] {
  const url = link === undefined ? undefined : linkAddress(link);
  return url === undefined ? [] : [{ markdown: `-# ${words.text('answer.toMessage', { url })}` }];
}

function prose(statements: readonly Statement[]): Block[] {
  const written = statements.flatMap(({ text, citations }) => {
    const marks = references(citations);
    const pieces = parts(text, ROOM - 2 * marks.length - 2).map((part) => isolated(escaped(part)));
    return pieces.map((piece, at) => (at === pieces.length - 1 ? `${piece}${marks}` : piece));
  });
  const blocks: string[] = [];
  for (const piece of written) {
    const last = blocks.at(-1);
    if (last !== undefined && last.length + piece.length < PROSE_BLOCK) blocks.splice(-1, 1, `${last} ${piece}`);
    else blocks.push(piece);
  }
  return blocks.map((markdown) => ({ markdown }));
}

/** Each position with the labels of its citations and who says so when, in the order given. */
export function disagreement(
  { about, positions }: Disagreement,
  citations: readonly Citation[],
  words: Words,
  heading: 'answer.disagree' | 'answer.disagreeHere' | 'timeline.changed' = 'answer.disagree',
): Block {
  const lines = positions.slice(0, MOST_POSITIONS).map((position) => {
    const claim = isolated(strong(clipped(position.claim, 150), words));
    const its = citations.filter(({ label }) => position.citations.includes(label));
    return `- ${claim}${references(position.citations)}${sourcesOf(its, words)}`;
  });
  const others = positions.length - lines.length;
  const more = others > 0 ? [`- ${words.text('list.more', { count: others })}`] : [];
  const topic = isolated(escaped(clipped(about, 200)));
  const said = heading === 'answer.disagreeHere' ? words.text(heading) : words.text(heading, { topic });
  return { markdown: [said, ...lines, ...more].join('\n') };
}

/** The question itself stands above as the title. */
function headingOf({ about }: Disagreement, reply: Answer): 'answer.disagree' | 'answer.disagreeHere' {
  return about.trim() === reply.question.trim() ? 'answer.disagreeHere' : 'answer.disagree';
}

/** ` (The Gazette, 27 May 2025; Coast Radio)`, each source once. */
function sourcesOf(citations: readonly Citation[], words: Words): string {
  const named = citations.map(({ publisher, title, publishedAt, quote }) => {
    const name = isolated(escaped(clipped(publisher ?? title ?? quote.documentId, 50)));
    const date = dateOnly(publishedAt, words);
    return date === undefined ? name : `${name}, ${date}`;
  });
  const sources = [...new Set(named)].slice(0, MOST_SOURCES);
  return sources.length === 0 ? '' : ` (${sources.join('; ')})`;
}

/** ` [1] [3]`, at most ten. */
function references(labels: readonly number[]): string {
  return labels
    .slice(0, 10)
    .map((label) => ` \\[${label}\\]`)
    .join('');
}

function inReadingOrder(reply: Answer): Citation[] {
  const order = [...new Set(reply.statements.flatMap((statement) => statement.citations))];
  const place = (citation: Citation) => {
    const at = order.indexOf(citation.label);
    return at < 0 ? order.length : at;
  };
  return [...reply.citations].sort((one, other) => place(one) - place(other));
}

function footer(reply: Answer, words: Words): string {
  return `${sources(reply, words)} · ${words.text(`answer.confidence.${confidenceInWords(reply.confidence)}`)}`;
}

function sources(reply: Answer, words: Words): string {
  const count = new Set(reply.citations.map((citation) => citation.quote.documentId)).size;
  return words.text(reply.method === 'generative' ? 'answer.written' : 'answer.quoted', { count });
}

/** Words, since the number would promise more than it can keep. */
function confidenceInWords(confidence: number): 'high' | 'medium' | 'low' {
  if (confidence >= 0.8) return 'high';
  return confidence >= 0.5 ? 'medium' : 'low';
}
