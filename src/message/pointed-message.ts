/**
 * What a message that a command was used on says, as words to ask or to look for. It stands alone because a message is written
 * in Discord's markup, and documents are not.
 */
import type { TargetMessage } from './command.js';

/** Users, roles, channels and custom emoji; a time is left, since nothing else says when. */
const TOKENS = /<(?:@[!&]?\d+|#\d+|a?:\w+:\d+)>/g;
/** Marks at the start of a line: block quotes, headings, quiet lines. */
const LINE_MARKS = /^[^\S\n]*(?:>{1,3}|#{1,3}|-#)[^\S\n]+/gm;
const FENCES = /```(?:\w+\n)?/g;
/** Bold, italic, underlined and struck words, when they are marked on both sides. */
const EMPHASIS = /(\*\*\*|\*\*|__|~~|\|\||`|(?<!\w)[*_])(?=\S)(.+?)(?<=\S)\1(?!\w)/gs;

/** Its words without what is Discord's; empty without a message or without words. */
export function wordsOf(message: TargetMessage | undefined): string {
  const bare = (message?.content ?? '').replace(TOKENS, ' ').replace(LINE_MARKS, '').replace(FENCES, ' ');
  return bare
    .replace(EMPHASIS, '$2')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}
