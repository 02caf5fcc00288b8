import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlain } from '../../../src/ingest/parsers/plain.js';
import { canonicalise } from '../../../src/text/canonical.js';

const PROSE = 'The envoys of both river countries met on the quay and spoke until dark about the sluices.';

describe('parsePlain', () => {
  it('takes a short first line that stands alone as the title, and drops its repetition', () => {
    const draft = parsePlain(
      `Skip to main content\n\nEnvoys meet\n\nEnvoys meet\nWORLD\n2 min read\n3 March, 2026\n${PROSE}`,
    );
    expect(draft).toMatchObject({ title: 'Envoys meet', publishedAt: '2026-03-03' });
    expect(draft.text).toBe(`Envoys meet\n\nWORLD\n\n${PROSE}`);
    expect(draft.outline.headings).toEqual([{ level: 1, title: 'Envoys meet', start: 0, end: 11 }]);
  });

  it.each([
    ['a sentence', `The envoys met.\n\n${PROSE}`],
    ['a long line', `${'word '.repeat(40)}\n\n${PROSE}`],
    ['a date', `3 March 2026\n\n${PROSE}`],
    ['the only line', 'Envoys meet'],
    ['prose directly below', `Envoys meet\n${PROSE}`],
    ['a list item', `- Envoys\n\n${PROSE}`],
  ])('makes no title of %s', (_name, text) => {
    expect(parsePlain(text).title).toBeUndefined();
  });

  it('sees a title over its date', () => {
    const draft = parsePlain(`Envoys meet\nBy Tove Brandt\n3 March 2026\n\n${PROSE}`);
    expect(draft).toMatchObject({
      title: 'Envoys meet',
      publishedAt: '2026-03-03',
      author: 'Tove Brandt',
      text: `Envoys meet\n\n${PROSE}`,
    });
  });

  it('takes no date from a sentence, nor one of several dates', () => {
    expect(parsePlain(`Envoys meet\n\nOn December 8, 2018, they met.\n\n${PROSE}`).publishedAt).toBeUndefined();
    const diary = parsePlain(`Diary\n\n3 March 2026\n\n${PROSE}\n\n4 March 2026\n\n${PROSE}`);
    expect(diary.publishedAt).toBeUndefined();
    expect(diary.text).toContain('4 March 2026');
  });

  it('reads a byline, a labelled date and the publisher in the footer', () => {
    const draft = parsePlain(
      `Envoys meet\n\nBy Tove Brandt and Joss Keveral\n\nPublished on 3 March 2026\n\n${PROSE}\n\n\u00a9 2026 The Saltmarsh Gazette`,
    );
    expect(draft).toMatchObject({
      author: 'Tove Brandt and Joss Keveral',
      publishedAt: '2026-03-03',
      publisher: 'The Saltmarsh Gazette',
    });
    expect(draft.text).toBe(`Envoys meet\n\n${PROSE}`);
  });

  it('takes no author from words that begin with by', () => {
    expect(parsePlain(`Envoys meet\n\nBy the river and the sea\n\n${PROSE}`).author).toBeUndefined();
  });

  it('reads fields at the top when nothing else is there', () => {
    const draft = parsePlain(
      `Title: Envoys meet\nSource: Ledger\nDate: May 2025\nURL: https://a.example/b\nLang: en\n\n${PROSE}`,
    );
    expect(draft).toMatchObject({
      title: 'Envoys meet',
      publisher: 'Ledger',
      publishedAt: '2025-05',
      url: 'https://a.example/b',
      language: 'en',
    });
    expect(draft.text).toBe(PROSE);
    expect(parsePlain(`Title: Envoys meet\nThey met: ${PROSE}\n\n${PROSE}`).text).toContain('Title: Envoys meet');
  });

  it('joins lines wrapped by hand, and only those', () => {
    const wrapped = `The envoys of both river countries met on the quay\nand spoke until dark about the sluices, the gates, the\nmelons and the price of bread. They did not speak of\nthe bridge, which both of them had come across alone.\n\nRoses are red,\nviolets are blue.`;
    expect(parsePlain(wrapped).text).toBe(
      `${wrapped.split('\n\n')[0]?.replaceAll('\n', ' ')}\n\nRoses are red,\nviolets are blue.`,
    );
  });

  it('parts long lines into paragraphs and keeps list items on their lines', () => {
    expect(parsePlain(`${PROSE}\n${PROSE}\n- one\n- two\n${PROSE}`).text).toBe(
      `${PROSE}\n\n${PROSE}\n\n- one\n- two\n\n${PROSE}`,
    );
  });

  it('makes a short line between paragraphs a heading', () => {
    const draft = parsePlain(`${PROSE}\n\nWhat comes next\n\n${PROSE}`);
    expect(draft.outline.headings.map(({ title, level }) => [title, level])).toEqual([['What comes next', 2]]);
  });

  it('gives canonical text, headings that are slices of it, and loses no word of ordinary text', () => {
    const line = fc.oneof(
      fc.constantFrom(PROSE, 'Envoys meet', '- item', '3 March 2026', '', '', 'By Tove Brandt'),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const draft = parsePlain(lines.join('\n'));
        expect(canonicalise(draft.text)).toBe(draft.text);
        for (const { start, end, title } of draft.outline.headings) expect(draft.text.slice(start, end)).toBe(title);
        expect(draft.text.split(PROSE).length).toBe(lines.filter((each) => each === PROSE).length + 1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads ten megabytes in one line', () => {
    const started = performance.now();
    expect(parsePlain('The envoy said so. '.repeat(550_000)).text.length).toBeGreaterThan(10_000_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
