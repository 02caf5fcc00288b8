import { diffWordsWithSpace } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEAR, nearMatch, type Place } from '../../src/answer/near.js';
import { withoutMarks } from '../../src/answer/verify.js';
import type { Document } from '../../src/model.js';
import { fold } from '../../src/text/fold.js';

function placeOf(id: string, texts: readonly string[]): Place {
  let text = '';
  const sentences = texts.map((each) => {
    const start = text.length;
    text += each;
    const span = { start, end: text.length };
    text += ' ';
    return span;
  });
  const document: Document = {
    id,
    version: 'v',
    collections: ['default'],
    source: id,
    text,
    outline: { headings: [], pageStarts: [] },
  };
  return { document, sentences };
}

const wordsOf = (text: string): string[] => fold(text).folded.match(/[\p{L}\p{N}]+/gu) ?? [];

/** Share of the words asked about that stand there, and closeness, by comparing in full; none where too little could be shared. */
function compared(exact: string, asked: string) {
  const stored = wordsOf(exact);
  const shared = wordsOf(asked).filter((each) => stored.includes(each) && stored.splice(stored.indexOf(each), 1));
  if (shared.length / Math.max(1, wordsOf(asked).length) < NEAR.share) return undefined;
  const changes = diffWordsWithSpace(exact, asked, { ignoreCase: true, maxEditLength: NEAR.mostEdits });
  if (changes === undefined) return undefined;
  const sum = (is: (change: { added: boolean; removed: boolean }) => boolean) =>
    changes.filter(is).reduce((total, { value }) => total + wordsOf(value).length, 0);
  const same = sum(({ added, removed }) => !added && !removed);
  const [onlyAsked, onlyStored] = [sum(({ added }) => added), sum(({ removed }) => removed)];
  const closeness = (2 * same) / Math.max(1, 2 * same + onlyAsked + onlyStored);
  return { share: same / Math.max(1, same + onlyAsked), closeness };
}

/** Every run compared, in order. */
function naive(places: readonly Place[], words: string) {
  const asked = withoutMarks(words);
  if (asked.split(/\s+/u).length < NEAR.fewestWords) return undefined;
  let best: { readonly exact: string; readonly id: string; readonly closeness: number } | undefined;
  for (const { document, sentences } of places) {
    for (const [first, { start, end: alone }] of sentences.entries()) {
      for (const { end } of sentences.slice(first)) {
        if (end > alone && end - start > 2 * asked.length) break;
        const exact = document.text.slice(start, end);
        const { share = 0, closeness = 0 } = compared(exact, asked) ?? {};
        const isNearer = share >= NEAR.share && closeness > (best?.closeness ?? 0);
        if (isNearer) best = { exact, id: document.id, closeness };
      }
    }
  }
  return best;
}

const word = fc.constantFrom(
  'The',
  'council',
  'Council',
  'ferry',
  'ferries',
  'sailed',
  'двор',
  'дворы',
  'on',
  '3',
  'May',
  '–',
  '!',
);
const sentence = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => `${words.join(' ')}.`);
const place = fc.array(sentence, { minLength: 1, maxLength: 5 });

describe('what comes near', () => {
  it('is what comparing every run in full finds, the first of equals', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 4 }), sentence, sentence, (texts, one, other) => {
        const places = texts.map((each, at) => placeOf(`${at}.md`, each));
        const asked = `${one} ${other}`;
        const near = nearMatch(places, asked);
        const { exact, id, closeness } = naive(places, asked) ?? {};
        expect([near?.quote.exact, near?.document.id, near?.closeness]).toEqual([exact, id, closeness]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is compared likeliest first, so that a bound leaves out the rest', () => {
    const close = 'The ferries sailed again from the harbour on the third of May.';
    const places = [
      placeOf('far.md', ['Sailed on the third the ferries from the harbour again of.']),
      placeOf('close.md', [close]),
    ];
    const asked = 'The ferries sailed again from the harbour on the fourth of May';
    const near = nearMatch(places, asked, { ...NEAR, mostSteps: 20 });
    expect(near?.quote.exact).toBe(close);
    expect(nearMatch(places, asked, { ...NEAR, mostSteps: 1 })).toBeUndefined();
    expect(nearMatch(places, asked, { ...NEAR, mostRead: 70 })?.document.id ?? 'far.md').toBe('far.md');
  });
});

describe('words without marks around them', () => {
  it('are those that a pattern leaves, whatever marks stand where', () => {
    const patterned = (words: string): string =>
      words
        .trim()
        .replace(/^(?:["“”„«»‘’']|…|\.\.\.|\s)+/u, '')
        .replace(/(?:["“”„«»‘’']|…|\.\.\.|\s)+$/u, '');
    const text = fc.string({
      unit: fc.constantFrom('.', '...', '…', '"', '’', ' ', '\u2028', 'a', '😀'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, (words) => {
        expect(withoutMarks(words)).toBe(patterned(words));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are found in a long row of marks that ends in a letter', () => {
    const row = `a${'… '.repeat(100_000)}b`;
    expect(withoutMarks(`“${row}”`)).toBe(row);
  });
});
