/**
 * Whether some words stand in the documents, said plainly, with the place and, where they differ, the difference. It
 * stands alone because it shows the asker's words beside the document's, and the two must never be taken for each other.
 */
import type { DifferencePart, Verification } from '../model.js';
import { escaped, isolated, plain } from './escape.js';
import { type Block, COLOURS, pack } from './layout.js';
import { citationBlock } from './quote.js';
import { clipped, shorten } from './shorten.js';
import type { MessageView } from './view.js';
import { ENGLISH, type Words } from './words.js';

const MOST_MATCHES = 5;
const DIFFERENCE_ROOM = 1800;
const SAME_ROOM = 160;

export interface VerificationOptions {
  readonly now: Date;
  /** Our own words. Default: English. */
  readonly words?: Words | undefined;
}

export function verification(found: Verification, { now, words = ENGLISH }: VerificationOptions): MessageView[] {
  const matches = found.matches.slice(0, MOST_MATCHES);
  const others = found.matches.length - matches.length;
  const blocks: Block[] = [
    { markdown: words.text(`verification.${found.outcome}`) },
    ...(found.outcome === 'near' && found.difference !== undefined ? [difference(found.difference, words)] : []),
    ...matches.map((citation) => citationBlock(citation, { now, words })),
    ...(others > 0 ? [{ markdown: `-# ${words.text('list.more', { count: others })}` }] : []),
  ];
  const yes = found.outcome === 'exact' || found.outcome === 'normalised';
  const colour = yes ? COLOURS.answer : found.outcome === 'absent' ? COLOURS.abstention : COLOURS.difference;
  return pack(blocks, { title: words.text('verification.title', { quote: found.words }), colour });
}

/** The document's own words in bold, the asker's struck through, what both have as it is. */
function difference(all: readonly DifferencePart[], words: Words): Block {
  const legend = `-# ${words.text('verification.legend')}`;
  let text = '';
  let last: DifferencePart['kind'] = 'same';
  for (const part of merged(all)) {
    // What was swapped for what stands side by side; without a space they would read as one word.
    const apart = last !== 'same' && part.kind !== 'same' ? ' ' : '';
    const added = apart + differing(part);
    if (text.length + added.length > DIFFERENCE_ROOM) {
      text += ' …';
      break;
    }
    text += added;
    last = part.kind;
  }
  // Behind a bar: the words stand in no quotation marks, and could pass for ours.
  return { markdown: `> ${isolated(text.trim() === '' ? '…' : text.trim())}\n${legend}` };
}

/** Neighbours of one kind as one part: two runs of bold side by side would read as stray asterisks. */
function merged(all: readonly DifferencePart[]): DifferencePart[] {
  const found: DifferencePart[] = [];
  for (const part of all) {
    const last = found.at(-1);
    if (last?.kind === part.kind) found.splice(-1, 1, { kind: part.kind, text: last.text + part.text });
    else found.push(part);
  }
  return found;
}

function differing({ kind, text }: DifferencePart): string {
  const words = plain(text);
  if (kind === 'same') return escaped(middleLeftOut(words));
  const inner = words.trim();
  if (inner === '') return escaped(words);
  const lead = words.slice(0, words.indexOf(inner));
  const trail = words.slice(lead.length + inner.length);
  const mark = kind === 'stored' ? '**' : '~~';
  return `${lead}${mark}${escaped(clipped(inner, 500))}${mark}${trail}`;
}

/** Long stretches that both have are shown by their beginning and their last words. */
function middleLeftOut(words: string): string {
  if (words.length <= 2 * SAME_ROOM) return words;
  const beginning = shorten(words, SAME_ROOM);
  const ending = shorten(words, SAME_ROOM, { focus: { start: words.length, end: words.length } });
  return `${words.slice(0, beginning.end)} … ${words.slice(ending.start)}`;
}
