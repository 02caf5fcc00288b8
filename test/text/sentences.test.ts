import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paragraphs } from '../../src/text/paragraphs.js';
import { sentences } from '../../src/text/sentences.js';

/** What the sentences of a text are, parted by `¦` in the expectation. */
function parted(text: string, language?: string): string {
  const spans = sentences(text, language === undefined ? {} : { language });
  return spans.map((span) => text.slice(span.start, span.end)).join(' ¦ ');
}

describe('a stop that ends no sentence', () => {
  test.each([
    [
      'titles and initials',
      'Mr. Smith met J. R. R. Tolkien. They talked.',
      'Mr. Smith met J. R. R. Tolkien. ¦ They talked.',
    ],
    ['months and numbers', 'On Jan. 5, 2020 it was No. 3. It rose.', 'On Jan. 5, 2020 it was No. 3. ¦ It rose.'],
    ['states', 'The U.S. Army left the U.S. The law held.', 'The U.S. Army left the U.S. ¦ The law held.'],
    ['decimals and prices', 'It cost $3.5 then. Now 4.2 is asked.', 'It cost $3.5 then. ¦ Now 4.2 is asked.'],
    ['for example', 'Some, e.g. Paris, i.e. France. More vs. Less.', 'Some, e.g. Paris, i.e. France. ¦ More vs. Less.'],
    ['ellipses', 'Wait... what? Yes … no. Done.', 'Wait... what? ¦ Yes … no. ¦ Done.'],
    [
      'an ordinal',
      'Am 3. Mai kam er. Seit dem späten 19. Jahrhundert auch.',
      'Am 3. Mai kam er. ¦ Seit dem späten 19. Jahrhundert auch.',
    ],
    ['a question within', '"Who?" asked she. “Go!” he said.', '"Who?" asked she. ¦ “Go!” he said.'],
    ['a name with a mark', 'Yahoo! said no. It left.', 'Yahoo! said no. ¦ It left.'],
    ['an address', 'See a.org/x.php?id=3 there. Go.', 'See a.org/x.php?id=3 there. ¦ Go.'],
    ['numbering', '1. Introduction is short. (B) Scope follows.', '1. Introduction is short. ¦ (B) Scope follows.'],
    ['French titles', 'M. Dupont est là. «Oui.» Il part.', 'M. Dupont est là. ¦ «Oui.» ¦ Il part.'],
    ['Russian short words', 'В т.ч. и он, т.е. да. Он жил.', 'В т.ч. и он, т.е. да. ¦ Он жил.'],
  ])('%s', (_, text, expected) => expect(parted(text)).toBe(expected));
});

describe('a stop that ends one', () => {
  test.each([
    [
      'before an opener after an initial',
      'It was plan B. Then we left. So did I. Mary came.',
      'It was plan B. ¦ Then we left. ¦ So did I. ¦ Mary came.',
    ],
    ['before a number', 'He died in 1990. 12 people came.', 'He died in 1990. ¦ 12 people came.'],
    [
      'closing marks stay with it',
      'He said “go.” (She went.) “Yes.” It ended.',
      'He said “go.” ¦ (She went.) ¦ “Yes.” ¦ It ended.',
    ],
    ['footnote marks stay with it', 'It rose.[3][4] Then it fell.', 'It rose.[3][4] ¦ Then it fell.'],
    [
      'notes in brackets stay too',
      'Es galt.[Beleg fehlt] Dann nicht. [3] 是的。[需要引证]不是。',
      'Es galt.[Beleg fehlt] ¦ Dann nicht. [3] ¦ 是的。[需要引证] ¦ 不是。',
    ],
    ['German quotes', '„So.“ Er ging. „Was?“ fragte sie.', '„So.“ ¦ Er ging. ¦ „Was?“ fragte sie.'],
    ['Spanish marks', 'Hola. ¿Qué? ¡Vamos! El Sr. García vino.', 'Hola. ¦ ¿Qué? ¦ ¡Vamos! ¦ El Sr. García vino.'],
    [
      'Chinese',
      '他说：“你好。”然后走了。再见！他说。“你好。”',
      '他说：“你好。” ¦ 然后走了。 ¦ 再见！ ¦ 他说。 ¦ “你好。”',
    ],
    ['Arabic', 'قال: نعم. لماذا؟ لأن.', 'قال: نعم. ¦ لماذا؟ ¦ لأن.'],
    ['Hindi', 'यह है। वह था।', 'यह है। ¦ वह था।'],
  ])('%s', (_, text, expected) => expect(parted(text)).toBe(expected));

  test('in tokenised text, with spaces before stops and quotes in pairs of marks', () => {
    expect(
      parted("They recur every year . Any `` dead '' season . '' No '' is near . \" A \" . He in St . Louis ."),
    ).toBe("They recur every year . ¦ Any `` dead '' season . '' ¦ No '' is near . ¦ \" A \" . ¦ He in St . Louis .");
  });
});

describe('line breaks', () => {
  test('an empty line always ends a sentence', () => {
    expect(parted('A heading\n\nand then\n \nmore')).toBe('A heading ¦ and then ¦ more');
  });

  test('list items and verse are apart', () => {
    expect(parted('Bring:\n- one egg\n- milk\nShall I compare thee\nThou art')).toBe(
      'Bring: ¦ - one egg ¦ - milk ¦ Shall I compare thee ¦ Thou art',
    );
  });

  test('a break in mid-sentence is a hard wrap', () => {
    expect(parted('The ministers met again\nin the old town. They left.')).toBe(
      'The ministers met again\nin the old town. ¦ They left.',
    );
  });

  test('in a paragraph filled to a width, a name after the break is no new sentence', () => {
    const text =
      'The ministers of both countries met in the old town of\nHarbour Bay on Monday, where they talked about the use of\nthe river and the dams that were built on its upper part\nin the last century.';
    expect(sentences(text)).toHaveLength(1);
  });
});

describe('on any text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '. ',
      '? ',
      '"',
      '“',
      '”',
      ' ',
      '\n',
      '\n\n',
      '。',
      '(',
      ')',
      'Mr. ',
      'U.S. ',
      '3',
      "''",
      '[1]',
      '...',
      '¿',
    ),
    fc.constantFrom('Alpha', 'beta', '日本', '😀', 'é', 'J'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const anyText = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

  test('sentences are trimmed, in order, apart, and hold every character but white space', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let at = 0;
        for (const { start, end } of sentences(text)) {
          expect(text.slice(at, start).trim()).toBe('');
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
          at = end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  test('no sentence crosses an empty line', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { start, end } of sentences(text)) expect(text.slice(start, end)).not.toMatch(/\n[^\S\n]*\n/u);
        expect(sentences(text).length).toBeGreaterThanOrEqual(paragraphs(text).length);
      }),
    );
  });

  test('what stands before in the text changes nothing in a new paragraph', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shift = 'Before.\n\n'.length;
        const moved = sentences(`Before.\n\n${text}`).slice(1);
        expect(moved).toEqual(sentences(text).map(({ start, end }) => ({ start: start + shift, end: end + shift })));
      }),
    );
  });
});

test('a sentence longer than what the segmenter sees at once stays whole, and so do those after it', () => {
  const long = `It ${'went on and '.repeat(2000)}stopped.`;
  expect(parted(`One. ${long} Two. Three.`)).toBe(`One. ¦ ${long} ¦ Two. ¦ Three.`);
});

test('a sentence that ends where the segmenter’s piece ends is not joined to the next', () => {
  for (let length = 2040; length < 2060; length += 1) {
    const text = `${'a'.repeat(length)}. Then more.`;
    expect(sentences(text)).toEqual([
      { start: 0, end: length + 1 },
      { start: length + 2, end: text.length },
    ]);
  }
});

test('a long line is cut into the same sentences as its parts', () => {
  const part = 'Dr. Low met him on Jan. 5 at 3.5 m. “Why?” she asked. He left. ';
  expect(sentences(part.repeat(500))).toHaveLength(sentences(part).length * 500);
});

test('time grows with the text, not with its square', { timeout: 20_000 }, () => {
  const line = 'Lorem ipsum dolor sit amet, consectetur. '.repeat(50_000);
  expect(sentences(line)).toHaveLength(50_000);
});
