import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toPassages } from '../../src/ingest/passages.js';
import type { Heading, Outline } from '../../src/model.js';
import { wordCount } from '../../src/text/spans.js';

const window = {
  maxTokens: 254,
  countTokens: (text: string) => text.split(/\s+/u).filter((word) => word !== '').length,
};
const plain: Outline = { headings: [], pageStarts: [] };

/** `count` sentences of `words` words each. */
const prose = (count: number, words: number) =>
  Array.from({ length: count }, (_, at) => `S${at} ${'word '.repeat(words - 2)}end.`).join(' ');

function outlined(blocks: readonly string[]): { text: string; outline: Outline } {
  const headings: Heading[] = [];
  let text = '';
  for (const block of blocks) {
    const start = text.length;
    if (/^#\s*\S/u.test(block)) {
      const title = block.slice(1).trim();
      headings.push({ start, end: start + title.length, level: 1, title });
      text += `${title}\n\n`;
    } else text += `${block}\n\n`;
  }
  return { text: text.trimEnd(), outline: { headings, pageStarts: [] } };
}

const words = (text: string, passages: ReturnType<typeof toPassages>) =>
  passages.map(({ span }) => wordCount(text.slice(span.start, span.end)));

describe('passages of about 120 words', () => {
  test('a short text is one', () => {
    expect(toPassages({ text: 'One. Two.', outline: plain }, window)).toEqual([
      {
        span: { start: 0, end: 9 },
        sentences: [
          { start: 0, end: 4 },
          { start: 5, end: 9 },
        ],
      },
    ]);
  });

  test('nothing comes of nothing', () => expect(toPassages({ text: ' \n', outline: plain }, window)).toEqual([]));

  test('no scrap is left at the end', () => {
    const text = prose(27, 10);
    expect(words(text, toPassages({ text, outline: plain }, window))).toEqual([140, 130]);
  });

  test('a paragraph end is worth a somewhat uneven cut', () => {
    const text = `${prose(9, 10)}\n\n${prose(14, 10)}`;
    expect(words(text, toPassages({ text, outline: plain }, window))).toEqual([90, 140]);
  });

  test('letters of Chinese count for less than a word', () => {
    const text = '他们在城里谈判了三天才签字。'.repeat(30);
    const drafts = toPassages(
      { text, outline: plain, language: 'zh' },
      { ...window, countTokens: (part) => part.length },
    );
    expect(drafts.map(({ span }) => span.end - span.start)).toEqual([210, 210]);
  });
});

describe('headings', () => {
  const { text, outline } = outlined([
    'Lead in.',
    '#Talks',
    '#Day one',
    prose(3, 10),
    '#Day two',
    prose(20, 10),
    '#Annex',
  ]);
  const drafts = toPassages({ text, outline }, window);

  test('no passage crosses one, and its words open the passage under it', () => {
    const opening = drafts.map(({ sentences }) => text.slice(sentences[0]?.start, sentences[0]?.end));
    expect(opening.filter((words) => !words.startsWith('S'))).toEqual(['Lead in.', 'Talks', 'Day two', 'Annex']);
  });

  test('the innermost is named', () => {
    expect(drafts.map(({ heading }) => heading)).toEqual([undefined, 'Day one', 'Day two', 'Day two', 'Annex']);
  });
});

describe('the window', () => {
  const small = { ...window, maxTokens: 20 };

  test('a sentence beyond it is split, and no more than needed', () => {
    const text = `${'alpha beta gamma delta, '.repeat(8)}end.`;
    const drafts = toPassages({ text, outline: plain }, small);
    expect(drafts.map(({ span }) => text.slice(span.start, span.end).split(' ').length)).toEqual([16, 17]);
  });

  test('a title takes its share from passages of several sentences', () => {
    const text = prose(4, 9);
    const count = (title?: string) =>
      toPassages({ text, outline: plain, ...(title === undefined ? {} : { title }) }, small).length;
    expect([count(), count('A title of six words here')]).toEqual([2, 4]);
  });

  test('a word of a megabyte is split although it is one token', () => {
    const drafts = toPassages({ text: 'a'.repeat(1_000_000), outline: plain }, small);
    expect(Math.max(...drafts.map(({ span }) => span.end - span.start))).toBeLessThanOrEqual(2 * 120 * 12);
  });
});

test('on any text: in order, apart, whole, inside the window, and nothing lost', () => {
  const block = fc.oneof(
    fc
      .array(
        fc.constantFrom('Talks began.', 'He left, she said, and went on', 'Mr. X', '谈判开始。', '😀', 'a'.repeat(40)),
        { maxLength: 30 },
      )
      .map((all) => all.join(' ')),
    fc.constantFrom('#One', '#Two words'),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  );
  const limits = fc.record({
    maxTokens: fc.integer({ min: 2, max: 60 }),
    targetWords: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), limits, (blocks, { maxTokens, targetWords }) => {
      const { text, outline } = outlined(blocks);
      const drafts = toPassages({ text, outline, title: 'Some title' }, { ...window, maxTokens }, { targetWords });
      let at = 0;
      for (const { span, sentences } of drafts) {
        expect(text.slice(at, span.start).trim()).toBe('');
        expect([sentences[0]?.start, sentences.at(-1)?.end]).toEqual([span.start, span.end]);
        let inside = span.start;
        for (const sentence of sentences) {
          expect(text.slice(inside, sentence.start).trim()).toBe('');
          expect(sentence.start).toBeGreaterThanOrEqual(inside);
          inside = sentence.end;
        }
        const tokens = sentences.reduce((sum, { start, end }) => sum + window.countTokens(text.slice(start, end)), 0);
        expect(tokens).toBeLessThanOrEqual(maxTokens);
        const starts = new Set(outline.headings.map((heading) => heading.start));
        const body = sentences.find(({ start }) => !starts.has(start));
        for (const start of starts) expect(body !== undefined && body.start < start && start < span.end).toBe(false);
        at = span.end;
      }
      expect(text.slice(at).trim()).toBe('');
    }),
    { numRuns: 300 },
  );
});
