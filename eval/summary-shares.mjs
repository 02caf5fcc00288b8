/**
 * How much of what people marked in a document stands in stretches of it. It stands alone so that each count can be
 * checked by a case worked by hand (test/eval/summary-shares.test.ts).
 */
import { wordCount } from '../dist/src/text/spans.js';

/** Words as white space parts them, as spans. */
export function wordsOf(text) {
  return [...text.matchAll(/\S+/g)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
}

/** Which of the document's words are marked, by their place; throws when a marked text is not in the document. */
export function marksIn(text, words, evidence) {
  const squeezed = words.map(({ start, end }) => text.slice(start, end)).join('');
  const places = [];
  for (const word of words) for (let at = word.start; at < word.end; at++) places.push(at);
  const spans = evidence.map((marked) => {
    const wanted = marked.normalize('NFC').replace(/\s+/g, '');
    const at = squeezed.indexOf(wanted);
    if (at < 0) throw new Error(`What was marked is not in the document: ${marked.slice(0, 80)}`);
    return { start: places[at], end: places[at + wanted.length - 1] + 1 };
  });
  return new Set([...words.keys()].filter((at) => spans.some((span) => isIn(words[at], span))));
}

/**
 * `share`: of the marked words, those within the stretches; `possible`: of as many marked words as the stretches could hold
 * at most (`room`); `precision`: of the words within the stretches, the marked ones; `words`: how many those are.
 */
export function shareOf(words, marks, spans, room = 250) {
  const shown = [...words.keys()].filter((at) => spans.some((span) => isIn(words[at], span)));
  const hits = shown.filter((at) => marks.has(at)).length;
  const part = (all) => (all === 0 ? 0 : hits / all);
  return {
    share: part(marks.size),
    possible: Math.min(1, part(Math.min(room, marks.size))),
    precision: part(shown.length),
    words: shown.length,
  };
}

/** A word counts where it is whole. */
function isIn(word, span) {
  return word.start >= span.start && word.end <= span.end;
}

/** The beginning of a text, up to a number of words. */
export function firstWords(text, most) {
  return upTo(text, [{ start: 0, end: text.length }], most)[0];
}

/** Stretches in their order until the words are used up, the last one cut where they are. */
export function upTo(text, spans, most) {
  const taken = [];
  let left = most;
  for (const { start, end } of spans) {
    if (left <= 0) break;
    let cut = start;
    let used = 0;
    for (const word of wordsOf(text.slice(start, end))) {
      const counted = wordCount(text.slice(start + word.start, start + word.end));
      if (used + counted > left) break;
      used += counted;
      cut = start + word.end;
    }
    if (cut > start) taken.push({ start, end: cut });
    left -= used;
    if (cut < end && used > 0 && wordCount(text.slice(cut, end)) > 0) break;
  }
  return taken;
}
