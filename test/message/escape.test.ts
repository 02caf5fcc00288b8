import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escaped,
  escapedLengthAtMost,
  escapedLines,
  linkAddress,
  linked,
  plain,
  plainLines,
} from '../../src/message/escape.js';
import { rendered, visible } from '../support/discord-markdown.js';

/** Text that is likely to be read as layout, beside any text at all. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...'\\ * ** _ __ ~~ ` ``` | || > >>> # -# - + . 1. 10. [ ] ( ) < <@1> <@&1> <#2> <:a:3> <t:1:R> </ask:1> <id:home>'.split(
          ' ',
        ),
        ...'@everyone @here https://a.b/c_d http:// :smile: : a b (c) [x](https://e.vil) \u202e \u200b \u2066 é 漢 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 \ud800 \r'.split(
          ' ',
        ),
        ' ',
        '\n',
        '\t',
      ),
      { maxLength: 25 },
    )
    .map((parts) => parts.join('')),
);

describe('escaped', () => {
  it('lets no text take over a link of ours that stands before it', () => {
    const ours = linked('Talks', 'https://good.example/');
    const { made, text } = rendered(`${ours} · ${escaped('x](https://e.vil/)')}`);
    expect(made).toEqual([{ kind: 'link', text: 'Talks', to: 'https://good.example/' }]);
    expect(text).toBe('Talks · x](https://e.vil/)');
  });

  it('shows exactly the words, and makes nothing of them, whatever they are', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const found = rendered(escaped(text));
        expect(found.made).toEqual([]);
        expect(found.text).toBe(plain(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps lines as lines, and makes no list, heading or quote of them', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const found = rendered(escapedLines(text));
        expect(found.made).toEqual([]);
        expect(found.text).toBe(plainLines(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('shows the same words between our own bold marks', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (before, strong, after) => {
        fc.pre(plain(strong).trim() !== '');
        const found = rendered(`“${escaped(before)}**${escaped(strong)}**${escaped(after)}”`);
        expect(found.made).toEqual([{ kind: 'bold', text: plain(strong) }]);
        expect(found.text).toBe(`“${plain(before)}${plain(strong)}${plain(after)}”`);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never longer than it was planned to be', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(escaped(text).length).toBeLessThanOrEqual(escapedLengthAtMost(text));
        expect(escapedLines(text).length).toBeLessThanOrEqual(escapedLengthAtMost(text));
      }),
    );
  });

  it.each([
    ['@everyone look', '\\@everyone look'],
    ['<@123> and <#4>', '\\<\\@123> and \\<#4>'],
    ['see https://example.org/a_b', 'see https\\://example.org/a\\_b'],
    ['1. first', '1\\. first'],
    ['- a - b', '\\- a - b'],
    ['# no heading', '\\# no heading'],
    ['-# no subtext', '\\-# no subtext'],
    ['> no quote', '\\> no quote'],
    ['at 10:30: talks', 'at 10\\:30: talks'],
    ['a\\*b', 'a\\\\\\*b'],
  ])('writes %j as %j', (text, markdown) => {
    expect(escaped(text)).toBe(markdown);
    expect(visible(markdown)).toBe(text);
  });
});

describe('plain', () => {
  it.each([
    ['bidirectional controls', 'safe\u202etxt.exe\u2069', 'safetxt.exe'],
    ['zero-width characters in Latin words', 'pass\u200bword\ufeff', 'password'],
    ['soft hyphens and control characters', 'ne\u00adgo\u0007tiate', 'negotiate'],
    ['Hangul fillers', 'a\u3164b', 'ab'],
  ])('takes out %s', (_, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it.each([
    ['an emoji family', '👩‍👩‍👧'],
    ['the flag of England', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['Persian with its non-joiner', 'می‌خواهم'],
    ['a red heart', '❤️'],
    ['an Indic conjunct', 'क्‍ष'],
    ['the Arabic number sign', '\u0600\u0661'],
  ])('keeps %s', (_, text) => {
    expect(plain(text)).toBe(text);
  });

  it('shows a broken surrogate as a replacement character', () => {
    expect(plain('a\ud83db')).toBe('a\ufffdb');
  });
});

describe('linked', () => {
  it('makes a title a link where its words need no escape', () => {
    expect(linked('Talks resume (again)', 'https://example.org/a')).toBe(
      '[Talks resume (again)](https://example.org/a)',
    );
  });

  it('puts the link after the title where Discord would show backslashes', () => {
    expect(linked('*Talks*', 'https://example.org/')).toBe('\\*Talks\\* ([open](https://example.org/))');
    expect(linked('# Talks', 'https://example.org/')).toBe('\\# Talks ([open](https://example.org/))');
  });

  it('shows the title alone where the address is no web page', () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'nonsense', 'https://good.example@evil.example/'])
      expect(linked('Talks', url)).toBe('Talks');
  });

  it('encodes what would end the link', () => {
    expect(linkAddress('https://example.org/a_(b) c?q=[x]\\|')).toBe(
      'https://example.org/a_%28b%29%20c?q=%5Bx%5D%5C%7C',
    );
  });

  it('shows the title, and leads nowhere but to its address, whatever both are', () => {
    fc.assert(
      fc.property(
        nasty,
        fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), nasty),
        (title, url) => {
          const found = rendered(linked(title, url));
          const address = linkAddress(url);
          const shown = plain(title).trim() || 'untitled';
          const strip = (text: string) => text.replace(/[\u2066-\u2069]/g, '');
          expect(found.made.every((each) => each.kind === 'link' && each.to === address)).toBe(true);
          expect([shown, `${shown} (open)`]).toContain(strip(found.text));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
