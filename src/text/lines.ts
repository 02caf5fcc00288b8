/**
 * Which line breaks end a sentence and which are only where the page ended. It stands alone because that question is
 * about layout (list items, verse, hard wraps) and the sentence rules are about punctuation.
 */

/** Ends of sentences, clauses that announce a list, and their closing quotes or brackets. */
const CLOSED = /[.!?…:;。！？؟।]["'”’»)\]]*$/u;
const CONTINUES = /^\p{Ll}/u;
const LIST_ITEM = /^(?:[-*+•‣◦–—|>]|\(?\p{L}?\d{0,3}[.)]\s)/u;
/** Nobody wraps by hand below or above these widths. */
const MIN_WIDTH = 40;
const MAX_WIDTH = 130;

/**
 * The paragraph with every line break that is plainly a hard wrap replaced by a space, so that offsets stay as they are.
 *
 * One break is a wrap when the line before it is not closed by punctuation and the next begins in lower case. All
 * breaks are when the paragraph (three lines or more, no list) was filled to a width: no line could have taken the
 * first word of the next, and at least one break stands in mid-sentence.
 */
export function unwrapLines(paragraph: string): string {
  if (!paragraph.includes('\n')) return paragraph;
  const lines = paragraph.split('\n');
  const filled = isFilled(lines);
  let unwrapped = lines[0] ?? '';
  for (let at = 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    unwrapped += (filled || isMidSentence(lines[at - 1] ?? '', line) ? ' ' : '\n') + line;
  }
  return unwrapped;
}

function isMidSentence(before: string, after: string): boolean {
  return CONTINUES.test(after) && !LIST_ITEM.test(after) && !LIST_ITEM.test(before) && !CLOSED.test(before.trimEnd());
}

function isFilled(lines: readonly string[]): boolean {
  const width = lines.reduce((widest, line) => Math.max(widest, line.length), 0);
  if (lines.length < 3 || width < MIN_WIDTH || width > MAX_WIDTH) return false;
  if (lines.some((line) => LIST_ITEM.test(line))) return false;
  let wraps = false;
  for (let at = 1; at < lines.length; at += 1) {
    const [before, after] = [lines[at - 1] ?? '', lines[at] ?? ''];
    const firstWord = after.split(' ', 1)[0] ?? '';
    if (before.length + 1 + firstWord.length <= width) return false;
    wraps ||= isMidSentence(before, after);
  }
  return wraps;
}
