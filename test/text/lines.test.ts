import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrapLines } from '../../src/text/lines.js';

const wrapped = [
  'The ministers of both countries met in the old town of',
  'Harbour Bay on Monday, where they talked about the use of',
  'the river and the dams that were built on its upper part',
  'in the last century.',
];

describe('a line break is a wrap', () => {
  test('when the next line goes on in lower case', () =>
    expect(unwrapLines('One word\nand more')).toBe('One word and more'));

  test('everywhere in a paragraph filled to a width', () => {
    expect(unwrapLines(wrapped.join('\n'))).toBe(wrapped.join(' '));
  });
});

describe('a line break is none', () => {
  test.each([
    ['after a stop', 'It ended.\nthen more'],
    ['before a list item', 'Bring\n- an egg\n2. milk\n(c) tea'],
    [
      'between verses',
      'Shall I compare thee to a day of summer here\nThou art more lovely\nand more temperate'.replace(
        '\nand',
        '\nAnd',
      ),
    ],
    [
      'in lines not filled',
      wrapped.map((line) => line.slice(0, 30).replace(/^\w/u, (first) => first.toUpperCase())).join('\n'),
    ],
    ['in a script without case', '谈判开始了\n他们离开了'],
  ])('%s', (_, text) => expect(unwrapLines(text)).toBe(text));
});

test('offsets stay as they are, and only line breaks change', () => {
  const line = fc.array(fc.constantFrom('word', 'Word', ' ', '.', '-', 'a b c d e f g h i j k l m n'), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = lines.map((words) => words.join('')).join('\n');
      expect(unwrapLines(text).replaceAll('\n', ' ')).toBe(text.replaceAll('\n', ' '));
    }),
  );
});
