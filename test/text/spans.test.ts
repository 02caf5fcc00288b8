import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../src/model.js';
import {
  contains,
  isSpace,
  mergeSpans,
  overlaps,
  splitsCharacter,
  tallyWords,
  trimSpan,
  wordCount,
} from '../../src/text/spans.js';

const span = fc
  .tuple(fc.nat(30), fc.nat(30))
  .map(([one, other]): Span => ({ start: Math.min(one, other), end: Math.max(one, other) }));
const units = ({ start, end }: Span) => new Set(Array.from({ length: end - start }, (_, at) => start + at));

describe('spans against sets of offsets', () => {
  test('merging keeps exactly the code units covered, in the fewest spans', () => {
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        const merged = mergeSpans(spans);
        expect(new Set(merged.flatMap((each) => [...units(each)]))).toEqual(
          new Set(spans.flatMap((each) => [...units(each)])),
        );
        for (const [at, each] of merged.entries()) expect(each.start).toBeGreaterThan(merged[at - 1]?.end ?? -1);
      }),
    );
  });

  test('two spans overlap when they share a code unit, and one contains the other when it has all of them', () => {
    fc.assert(
      fc.property(span, span, (one, other) => {
        const shared = [...units(one)].filter((unit) => units(other).has(unit));
        expect(overlaps(one, other)).toBe(shared.length > 0);
        if (other.end > other.start) expect(contains(one, other)).toBe(shared.length === units(other).size);
      }),
    );
  });

  test('trimming gives what String.trim gives', () => {
    const padded = fc.string({ unit: fc.constantFrom(' ', '\n', '\u00a0', '\u3000', 'a', '日') });
    fc.assert(
      fc.property(padded, (text) => {
        const { start, end } = trimSpan(text, { start: 0, end: text.length });
        expect(text.slice(start, end)).toBe(text.trim());
      }),
    );
  });

  test('white space is what the language calls white space', () => {
    const all = Array.from({ length: 0x10000 }, (_, unit) => unit);
    expect(all.filter(isSpace)).toEqual(all.filter((unit) => /\s/u.test(String.fromCharCode(unit))));
  });
});

describe('words', () => {
  test.each([
    ["It's a well-known fact.", 4],
    ['In 2025, 3.5 million', 5],
    ['他说你好', 4],
    ['한국어 문장', 2],
    ['naïve cafe\u0301', 2],
    [' — … ', 0],
  ])('%j has %i', (text, words) => expect(wordCount(text)).toBe(words));

  test('letters without spaces are told apart from runs', () => {
    expect(tallyWords('iPhone是手机')).toEqual({ runs: 1, unspaced: 3 });
  });
});

test('a cut may not part a surrogate pair, a mark from its letter, or a joined emoji', () => {
  const text = 'e\u0301😀👩‍👧x';
  const allowed = Array.from({ length: text.length + 1 }, (_, at) => at).filter((at) => !splitsCharacter(text, at));
  expect(allowed.map((at) => text.slice(0, at))).toEqual(['', 'e\u0301', 'e\u0301😀', 'e\u0301😀👩‍👧', text]);
});
