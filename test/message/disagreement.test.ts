import { expect, test } from 'vitest';
import { renderReply } from '../../src/message/render.js';
import { words } from '../../src/message/words.js';
import type { Answer, Citation } from '../../src/model.js';
import { DISAGREEING, NOW } from '../support/samples.js';

const [FIRST, SECOND] = DISAGREEING.citations as readonly [Citation, Citation];

/** The lines of the positions, of an answer whose first position has these citations. */
function positions(citations: readonly Citation[], locale = 'en-GB'): string[] {
  const labelled = [...citations.map((one, at) => ({ ...one, label: at + 1 })), { ...SECOND, label: 9 }];
  const answer: Answer = {
    ...DISAGREEING,
    citations: labelled,
    disagreements: [
      {
        about: 'the third round',
        positions: [
          { claim: '14 June', citations: citations.map((_, at) => at + 1) },
          { claim: '21 June', citations: [9] },
        ],
      },
    ],
  };
  const [view] = renderReply(answer, { now: NOW, words: words(locale) });
  const lines = view?.embeds?.[0]?.description?.split('\n') ?? [];
  return lines.filter((line) => line.startsWith('- '));
}

test('a position names its labels, who says so and when', () => {
  expect(positions([FIRST])).toEqual([
    '- **14 June** \\[1\\] (The Harbour Gazette, 27 May 2025)',
    '- **21 June** \\[9\\] (Delta Post, June 2025)',
  ]);
});

test('a source that says it twice is named once', () => {
  expect(positions([FIRST, FIRST])[0]).toBe('- **14 June** \\[1\\] \\[2\\] (The Harbour Gazette, 27 May 2025)');
});

test('two sources are named, and the labels lead to the others', () => {
  const radio = { ...FIRST, publisher: 'Coast Radio' };
  const mail = { ...FIRST, publisher: 'Selby Mail' };
  expect(positions([FIRST, radio, mail])[0]).toBe(
    '- **14 June** \\[1\\] \\[2\\] \\[3\\] (The Harbour Gazette, 27 May 2025; Coast Radio, 27 May 2025)',
  );
});

test('without a publisher the title stands in, and a date that is not known is not guessed', () => {
  const { publisher: _, publishedAt: __, ...bare } = FIRST;
  expect(positions([bare])[0]).toBe('- **14 June** \\[1\\] (Second round opens in Port Selby)');
});

test('dates are written as the reader writes them, claims as the document does', () => {
  expect(positions([FIRST], 'de')[0]).toBe('- **14 June** \\[1\\] (The Harbour Gazette, 27. Mai 2025)');
});
