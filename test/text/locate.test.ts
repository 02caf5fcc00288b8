import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Outline } from '../../src/model.js';
import { locator, paragraphAround } from '../../src/text/locate.js';

const text = 'Lead one.\n\nLead two.\n\nSetup\n\nFirst step.\n\nSecond step.\nMore of it.\n\nEnd\n\nLast.';
const heading = (title: string) => ({
  start: text.indexOf(title),
  end: text.indexOf(title) + title.length,
  level: 1,
  title,
});
const outline: Outline = { headings: [heading('Setup'), heading('End')], pageStarts: [] };
const at = (words: string) => text.indexOf(words);

describe('a place is named', () => {
  test.each([
    ['Lead one', 'para. 1'],
    ['two.', 'para. 2'],
    ['Setup', 'Setup'],
    ['First', 'Setup, para. 1'],
    ['More of', 'Setup, para. 2'],
    ['Last', 'End, para. 1'],
  ])('%s: %s', (words, place) => expect(locator({ text, outline }, at(words))).toBe(place));

  test('by page and heading where there are pages', () => {
    const paged = { ...outline, pageStarts: [0, at('Second')] };
    expect(
      [at('Lead two'), at('First'), at('More')].map((offset) => locator({ text, outline: paged }, offset)),
    ).toEqual(['p. 1', 'p. 1, Setup', 'p. 2, Setup']);
  });

  test('by paragraph alone in a text without an outline', () => {
    expect(locator({ text, outline: { headings: [], pageStarts: [] } }, at('Second'))).toBe('para. 5');
  });

  test('without a heading that is the title', () => {
    const titled = {
      text: 'Rain\n\nIt rained.',
      title: 'Rain',
      outline: { headings: [{ start: 0, end: 4, level: 1, title: 'Rain' }], pageStarts: [] },
    };
    expect([0, 6].map((offset) => locator(titled, offset))).toEqual(['title', 'para. 1']);
  });
  test('whatever the offset', () =>
    expect(locator({ text: '', outline: { headings: [], pageStarts: [] } }, 7)).toBe('para. 1'));
});

describe('the paragraphs around a quote', () => {
  const around = (words: string, before: number, after: number) => {
    const span = paragraphAround(text, { start: at(words), end: at(words) + words.length }, { before, after });
    return text.slice(span.start, span.end);
  };

  test('are whole, with neighbours', () => {
    expect(around('step.\nMore', 0, 0)).toBe('Second step.\nMore of it.');
    expect(around('two', 1, 1)).toBe('Lead one.\n\nLead two.\n\nSetup');
    expect(around('Last', 0, 3)).toBe('Last.');
    expect(around('one.\n\nLead', 0, 0)).toBe('Lead one.\n\nLead two.');
  });

  test('hold the quote, but for white space, wherever it lies', () => {
    const anyText = fc
      .array(fc.constantFrom('word', ' ', '\n', '\n\n', '😀'), { maxLength: 30 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(anyText, fc.nat(100), fc.nat(100), fc.nat(2), (whole, one, other, extra) => {
        const [start, end] = [Math.min(one, other, whole.length), Math.min(Math.max(one, other), whole.length)];
        const around = paragraphAround(whole, { start, end }, { before: extra, after: extra });
        expect(whole.slice(start, Math.max(start, Math.min(end, around.start))).trim()).toBe('');
        expect(whole.slice(Math.max(start, around.end), end).trim()).toBe('');
        expect(around.start).toBeLessThanOrEqual(around.end);
      }),
    );
  });
});
