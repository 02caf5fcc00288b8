import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../src/text/canonical.js';

/** Any code unit at all, thick with the characters that interact: joiners, marks, spaces, newlines, tags, surrogates. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        ...'\u200c\u200d\u0301\u0316\u0338\u034f\u00ad\u2194\u{1f600}\ufe0f\u0915\u093c\u094d\u0627\u0653',
      ),
      fc.constantFrom(
        ' ',
        '\n',
        '\r',
        '\t',
        '\u00a0',
        '\u2028',
        'a',
        'e',
        '\u{1f3f4}',
        '\u{e0067}',
        '\u{e007f}',
        '\ud83d',
      ),
      fc.constantFrom('\u0344'.repeat(70), '\u0f73\u0301'.repeat(40), '\u0958', '\u1100\u1161\u11a8'),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('canonicalise', () => {
  it('changes nothing the second time, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const once = canonicalise(raw);
        expect(canonicalise(once)).toBe(once);
      }),
      { numRuns: 5_000 },
    );
  });

  it('leaves no space but the plain one, no newline but \\n, nothing to trim and nothing decomposed', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const text = canonicalise(raw);
        expect(text).toBe(text.normalize('NFC'));
        expect(text).not.toMatch(
          /[\r\t\v\f\u0085\u2028\u2029\u00a0\u3000\u200b\ufeff\u00ad]|\n\n\n| \n|\n | {2}|^\s|\s$/,
        );
        expect(text).not.toMatch(/\p{Surrogate}/u);
      }),
      { numRuns: 3_000 },
    );
  });

  it('joins canonical paragraphs to a canonical text', () => {
    const paragraph = anyText.map(canonicalise).filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(paragraph, { maxLength: 4 }), (paragraphs) => {
        const text = paragraphs.join('\n\n');
        expect(canonicalise(text)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['caf\u0065\u0301', 'caf\u00e9'],
    ['a\r\nb\rc\u2028d\u2029e\u0085f\vg\fh', 'a\nb\nc\nd\ne\nf\ng\nh'],
    ['a\u00a0 \t\u2003b\u3000c', 'a b c'],
    ['  a \n  b  \n\n\n\n c \n', 'a\nb\n\nc'],
    ['co\u00adop\u200ber\ufeffate\u2060d', 'cooperated'],
    ['a\u0000b\u0007c\u007fd', 'abcd'],
    ['a \u202eb\u202c \u2066c\u2069\u200f d\u0099', 'a \u202eb\u202c \u2066c\u2069\u200f d\u0099'],
    ['a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['\u201cquoted\u201d \u2018so\u2019 \u2013 yes\u2026', '\u201cquoted\u201d \u2018so\u2019 \u2013 yes\u2026'],
    ['in\u200cvis\u200dible', 'invisible'],
    ['hidden\u{e0068}\u{e0069}', 'hidden'],
    ['\u200b\u00a0\n', ''],
  ])('turns %j into %j', (raw, expected) => {
    expect(canonicalise(raw)).toBe(expected);
  });

  it.each([
    ['Persian', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
    ['Hindi', '\u0915\u094d\u200d\u0937'],
    ['Bengali', '\u09b0\u200d\u09cd\u09af'],
    ['a family of emoji', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['an emoji with a skin tone and a profession', '\u{1f469}\u{1f3fd}\u200d\u{1f680}'],
    ['the flag of England', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
  ])('keeps the joiners that spell %s', (_name, text) => {
    expect(canonicalise(text)).toBe(text);
  });

  it('takes seconds for ten megabytes in one line, whatever is repeated in it', () => {
    const started = performance.now();
    const text = canonicalise('The envoy\u00a0said  so, and left. '.repeat(340_000));
    expect(text.length).toBeGreaterThan(9_000_000);
    for (const evil of [
      ' ',
      '\n',
      '\u0301\u0316',
      '\u0915\u200d',
      '\u{1f600}\u200d',
      ' \n',
      '\u034f\u0301\u0316',
      'a \u0301',
    ]) {
      canonicalise(`x${evil.repeat(1_000_000)}y`);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('keeps no more marks on one letter than any language has', () => {
    expect(canonicalise(`a${'\u0335'.repeat(1_000)}`)).toHaveLength(65);
  });
});
