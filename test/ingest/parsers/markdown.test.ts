import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../src/ingest/parsers/markdown.js';
import { canonicalise } from '../../../src/text/canonical.js';

const text = (markdown: string): string => parseMarkdown(markdown, 'a.md').text;

describe('parseMarkdown', () => {
  it('reads front matter, by each of its names', () => {
    const draft = parseMarkdown(
      '---\ntitle: "Envoys: a meeting"\nsource: Ledger\nauthor: [Tove Brandt, Joss Keveral]\ndate: 2026-03-03\nlink: https://a.example/b\nlang: en_GB\n---\n\nThey met.',
      'a.md',
    );
    expect(draft).toMatchObject({
      title: 'Envoys: a meeting',
      publisher: 'Ledger',
      author: 'Tove Brandt, Joss Keveral',
      publishedAt: '2026-03-03',
      url: 'https://a.example/b',
      language: 'en-gb',
      text: 'They met.',
    });
  });

  it('names the line of front matter that is no YAML', () => {
    expect(() => parseMarkdown('---\ntitle: ok\npublisher: a: b: c\n---\n\nThey met.', 'a.md')).toThrow(
      /a\.md, line 3.*YAML/s,
    );
    expect(() => parseMarkdown('---\na: &x [1]\nb: *x\n---\n\nThey met.', 'a.md')).toThrow(/aliases/);
  });

  it('takes the first heading of level one as title when nothing states one', () => {
    expect(parseMarkdown('# Envoys *meet*\n\nThey met.', 'a.md').title).toBe('Envoys meet');
    expect(parseMarkdown('## Envoys meet\n\nThey met.', 'a.md').title).toBeUndefined();
  });

  it('keeps the words and drops the marks', () => {
    expect(
      text(
        'They *met* on [the **quay**](https://x.example "t")\nat `dawn` ~~late~~ <b>now</b>. ![a map](m.png)\n\nSee[^1] &amp; wait\\*.\n\n[^1]: A note.',
      ),
    ).toBe('They met on the quay at dawn late now.\n\nSee & wait*.\n\nA note.');
  });

  it('keeps list items, table rows and lines of code on lines of their own', () => {
    expect(text('- one\n- two\n  - three\n\n1. four\n2. five')).toBe('one\ntwo\nthree\n\nfour\nfive');
    expect(text('| a | b |\n|---|---|\n| 1 | *2* |')).toBe('a | b\n1 | 2');
    expect(text('```js\nif (x) {\n  y();\n}\n```')).toBe('if (x) {\ny();\n}');
    expect(text('> They met.\n>\n> They left.')).toBe('They met.\n\nThey left.');
  });

  it('runs no HTML and shows none', () => {
    expect(text('<script>alert(1)</script>\n\n<div>They met.</div>\n\n<!-- no -->\n\nLine<br>two')).toBe(
      'They met.\n\nLine\ntwo',
    );
  });

  it('puts every heading where its words stand', () => {
    const part = fc.constantFrom(
      '# Envoys',
      '## The *quay*',
      '- item',
      '> quote',
      'They met.',
      '```\ncode\n```',
      '| a |\n|---|\n| b |',
      '#',
      '2 min read',
      '\u00a0',
      'a\u0301 b',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(part, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 10 }),
        (parts) => {
          const draft = parseMarkdown(`They met.\n\n${parts.join('\n\n')}`, 'a.md');
          expect(canonicalise(draft.text)).toBe(draft.text);
          for (const { start, end, title } of draft.outline.headings) expect(draft.text.slice(start, end)).toBe(title);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['deep quotes', '> '.repeat(20_000)],
    ['deep lists', Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
    ['open brackets', '['.repeat(20_000)],
    ['a line of two megabytes', 'They *met*. '.repeat(170_000)],
  ])('reads %s in seconds', (_name, markdown) => {
    const started = performance.now();
    expect(text(`${markdown}\n\nThe end.`)).toContain('The end.');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
