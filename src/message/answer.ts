/**
 * An answer as messages: where sources disagree first, then (when a language model wrote one) the prose, then each quote
 * once, with its source and its button. It stands alone because it decides what an answer looks like, and nothing of
 * what is in it.
 */
import type { Answer, Citation, Disagreement, Statement } from '../model.js';
import { escaped, isolated } from './escape.js';
import { type Block, button, COLOURS, pack, ROOM } from './layout.js';
import { citationBlock } from './quote.js';
import { clipped, parts } from './shorten.js';
import type { MessageView } from './view.js';

export interface ReplyOptions {
  /** Decides the ages of what is quoted. */
  readonly now: Date;
  /** The remembered question; there is a button for more passages only when it is given. */
  readonly exchangeId?: string | undefined;
}

const MOST_POSITIONS = 6;
const PROSE_BLOCK = 2000;

/** One answer: one message when it fits, else several, split between quotes and statements only. */
export function answer(reply: Answer, { now, exchangeId }: ReplyOptions): MessageView[] {
  const blocks = [
    ...interpretation(reply),
    ...reply.disagreements.map(disagreement),
    ...(reply.method === 'generative' ? prose(reply.statements) : []),
    ...reply.citations.map((citation) => citationBlock(citation, { now })),
  ];
  return pack(blocks, {
    title: reply.question,
    colour: COLOURS.answer,
    footer: footer(reply),
    closing: exchangeId === undefined ? [] : [button('More passages', { kind: 'more', exchangeId, offset: 0 })],
  });
}

/** As an answer, its quotes in the order in which the summary reads. */
export function summary(reply: Answer, { now }: ReplyOptions): MessageView[] {
  const blocks = [
    ...reply.disagreements.map(disagreement),
    ...(reply.method === 'generative' ? prose(reply.statements) : []),
    ...inReadingOrder(reply).map((citation) => citationBlock(citation, { now })),
  ];
  const frame = { title: `Summary: ${reply.question}`, colour: COLOURS.answer, footer: sources(reply) };
  return pack(blocks, frame);
}

/** As in a `Reply`. */
interface Understanding {
  readonly interpretedAs?: string | undefined;
  readonly searchedFor?: string | undefined;
}

/** What the question was taken to mean, when the conversation completed it or words were replaced. */
export function interpretation({ interpretedAs, searchedFor }: Understanding): Block[] {
  // What was searched for is the completed question, so it says both.
  const [lead, text] = searchedFor?.trim() ? ['Searched for', searchedFor] : ['Understood as', interpretedAs];
  if (text === undefined || text.trim() === '') return [];
  return [{ markdown: `-# ${lead}: ${isolated(escaped(clipped(text, 500)))}` }];
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

function disagreement({ about, positions }: Disagreement): Block {
  const lines = positions.slice(0, MOST_POSITIONS).map(({ claim, citations }) => {
    return `- ${isolated(escaped(clipped(claim, 300)))}${references(citations)}`;
  });
  const others = positions.length - lines.length;
  const more = others > 0 ? [`- and ${others} more`] : [];
  const topic = isolated(escaped(clipped(about, 200)));
  return { markdown: [`**Sources disagree about** ${topic}:`, ...lines, ...more].join('\n') };
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

function footer(reply: Answer): string {
  return `${sources(reply)} · ${confidenceInWords(reply.confidence)} confidence`;
}

function sources(reply: Answer): string {
  const count = new Set(reply.citations.map((citation) => citation.quote.documentId)).size;
  const from = `word for word from ${count} document${count === 1 ? '' : 's'}`;
  return reply.method === 'generative' ? `Written by a language model · quotes ${from}` : `Quoted ${from}`;
}

/** Words, since the number would promise more than it can keep. */
function confidenceInWords(confidence: number): string {
  if (confidence >= 0.8) return 'high';
  return confidence >= 0.5 ? 'medium' : 'low';
}
