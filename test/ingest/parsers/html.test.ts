import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHtml } from '../../../src/ingest/parsers/html.js';
import { canonicalise } from '../../../src/text/canonical.js';

const PROSE =
  'The envoys of both river countries met on the quay on Tuesday, and spoke until dark about the sluices, the gates and the bridge.';
const page = (body: string, head = ''): string =>
  `<!DOCTYPE html><html lang="en-GB"><head><title>Envoys meet | The Tarn Post</title>${head}</head><body>${body}</body></html>`;
const article = `<article><h1>Envoys meet</h1><p>${PROSE}</p><p>${PROSE} Again.</p></article>`;
const linked = (data: unknown): string =>
  `<script type="application/ld+json">${typeof data === 'string' ? data : JSON.stringify(data)}</script>`;

describe('parseHtml', () => {
  it('takes the article and leaves the page around it', () => {
    const draft = parseHtml(
      page(`<a class="skip-link" href="#m">Skip to main content</a><div class="cookie-banner"><p>We use cookies. ${PROSE}</p></div>
        <nav><a href="/">Home</a></nav>${article}<div class="share-buttons"><a>Share on Facebook</a></div>
        <aside class="related"><h2>Related stories</h2><p>Melons are dear again</p></aside><script>var secret = 1</script><style>p{}</style>
        <footer><p>\u00a9 2026 The Tarn Post. All rights reserved.</p></footer>`),
      'a.html',
    );
    expect(draft.text).toBe(`Envoys meet\n\n${PROSE}\n\n${PROSE} Again.`);
    expect(draft).toMatchObject({ title: 'Envoys meet', publisher: 'The Tarn Post', language: 'en-gb' });
    expect(draft.outline.headings).toEqual([{ level: 1, title: 'Envoys meet', start: 0, end: 11 }]);
  });

  it('reads JSON-LD, with its graph, lists and references', () => {
    const data = {
      '@graph': [
        { '@type': 'Organization', '@id': '#o', name: 'The Tarn Post' },
        {
          '@type': ['Thing', 'NewsArticle'],
          headline: 'Envoys meet',
          datePublished: '2026-03-03T09:00:00Z',
          author: [{ name: 'Tove Brandt' }, 'Joss Keveral'],
          publisher: { '@id': '#o' },
          mainEntityOfPage: { '@id': 'https://tarn.example/a' },
        },
      ],
    };
    expect(parseHtml(page(article, linked(data)), 'a.html')).toMatchObject({
      title: 'Envoys meet',
      publisher: 'The Tarn Post',
      author: 'Tove Brandt, Joss Keveral',
      publishedAt: '2026-03-03T09:00:00Z',
      url: 'https://tarn.example/a',
    });
  });

  it('goes on with Open Graph and meta tags when JSON-LD is broken', () => {
    const head = `${linked('{"@type": "NewsArticle", "headline": oops')}<meta property="og:title" content="Envoys &amp; ferries meet"><meta property="og:site_name" content="Tarn Post"><meta name="author" content="Tove Brandt"><meta property="article:published_time" content="2026-03-03"><link rel="canonical" href="https://tarn.example/b">`;
    expect(parseHtml(page(article, head), 'a.html')).toMatchObject({
      title: 'Envoys & ferries meet',
      publisher: 'Tarn Post',
      author: 'Tove Brandt',
      publishedAt: '2026-03-03',
      url: 'https://tarn.example/b',
    });
  });

  it('takes a date from a time element only beside the headline', () => {
    const time = '<time datetime="2026-03-03">3 March 2026</time>';
    expect(
      parseHtml(page(article.replace('<h1>Envoys meet</h1>', `<header><h1>Envoys meet</h1>${time}</header>`)), 'a.html')
        .publishedAt,
    ).toBe('2026-03-03');
    expect(parseHtml(page(`${article}<p>Next fair: ${time}</p>`), 'a.html').publishedAt).toBeUndefined();
    expect(parseHtml(page(article.replace('Again.', `Again on ${time}.`)), 'a.html').publishedAt).toBeUndefined();
  });

  it('keeps lists, tables, line breaks and entities readable', () => {
    const body = `<article><p>${PROSE}</p><ul><li>one &lt;1&gt;</li><li><p>two</p></li></ul><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2&nbsp;&euro;</td></tr></table><p>line<br>break</p><pre>x  =\n  1</pre><p>${PROSE}</p></article>`;
    expect(parseHtml(page(body), 'a.html').text).toContain(
      'one <1>\ntwo\n\na | b\n1 | 2 \u20ac\n\nline\nbreak\n\nx =\n1',
    );
  });

  it('reads a page without an article, and a fragment', () => {
    expect(parseHtml(`<div><p>${PROSE}</p></div>`, 'a.html').text).toBe(PROSE);
    expect(parseHtml('They met.', 'a.html').text).toBe('They met.');
    expect(parseHtml(`<?xml version="1.0"?><HTML><BODY><P>${PROSE}</P></BODY></HTML>`, 'a.html').text).toBe(PROSE);
    expect(parseHtml(`<html>${PROSE}</html>`, 'a.html').text).toBe(PROSE);
    expect(parseHtml(`<title>Envoys</title><p>${PROSE}`, 'a.html')).toMatchObject({ title: 'Envoys', text: PROSE });
  });

  it.each([
    '<html></html>',
    '<html><body></body></html>',
    '<html><body><script>render()</script><nav>Home</nav></body></html>',
    '<!-- nothing -->',
    page('<h1>Only a headline</h1>'),
  ])('refuses a page with no text: %s', (html) => {
    expect(() => parseHtml(html, 'a.html')).toThrow(
      expect.objectContaining({ code: 'empty', message: expect.stringContaining('HTML page with no text') }),
    );
  });

  it.each([
    ['200 levels', `${'<div>'.repeat(200)}${PROSE}${'</div>'.repeat(200)}`],
    ['many inline elements', `<div>${'<b>word</b> '.repeat(20_000)}</div>`],
    ['five megabytes of paragraphs', `<div>${`<p>${PROSE}</p>`.repeat(38_000)}</div>`],
    ['unclosed paragraphs', `<p>${PROSE}`.repeat(5_000)],
    ['furniture in furniture', `${'<div class="share">'.repeat(300)}${PROSE.repeat(300)}${'</div>'.repeat(300)}`],
  ])('reads %s in seconds', (_name, body) => {
    const started = performance.now();
    expect(parseHtml(page(body), 'a.html').text.length).toBeGreaterThan(100);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('refuses elements nested beyond sense at once', () => {
    const started = performance.now();
    expect(() => parseHtml('<div>'.repeat(500_000), 'a.html')).toThrow(expect.objectContaining({ code: 'malformed' }));
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('puts every heading where its words stand, whatever the tags', () => {
    const part = fc.constantFrom(
      '<h2>The quay</h2>',
      '<h2>',
      '</div>',
      '<p>',
      PROSE,
      '<ul><li>',
      '<table><tr><td>',
      '</article>',
      '<br>',
      '&nbsp;',
      '<pre>',
      '<!--',
      '-->',
      '<a',
      '"',
      '<svg>',
      '<q>',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 15 }), (parts) => {
        const draft = parseHtml(page(`<p>They met.</p>${parts.join('')}`), 'a.html');
        expect(canonicalise(draft.text)).toBe(draft.text);
        for (const { start, end, title } of draft.outline.headings) expect(draft.text.slice(start, end)).toBe(title);
      }),
      { numRuns: 300 },
    );
  });
});
