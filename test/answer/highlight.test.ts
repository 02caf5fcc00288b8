import { expect, it } from 'vitest';
import { answeringWords } from '../../src/answer/highlight.js';

it.each([
  [
    'who mediated the talks',
    'The talks were mediated by Ilse Maarten, a retired judge of Lindholm’s high court.',
    'Ilse Maarten',
  ],
  ['who mediated the talks', 'They were mediated by Russia, a key ally.', 'Russia'],
  ['who mediated the talks', 'They were mediated by English lawyers.', undefined],
  ['who mediated the talks', 'Norway and then Sweden and Denmark mediated.', undefined],
  ['who signed for Vardane', 'It was signed by Dorin Halasz for Vardane and Sefa Orlund for Kessim.', 'Dorin Halasz'],
  ['who is Ilse Maarten', 'Ilse Maarten is a judge of Lindholm.', undefined],
  ['when was the accord signed', 'The accord was signed on 15 March 2026, after a long night.', '15 March 2026'],
  ['When did it start?', 'It started on March 3, 2025 and ended on March 9, 2025.', undefined],
  ['in which year did it start', 'It began in 1979.', '1979'],
  ['how many people came', 'Some 12,500 people came to the quay.', '12,500'],
  ['how many people came', 'Thirty-one fishermen came, and two boatmen.', undefined],
  ['how much did it cost', 'It cost 3.5 million.', '3.5 million'],
  ['why did they stop', 'They stopped on 3 May 2025.', undefined],
  ['what is it', 'It is a thing.', undefined],
])('%s: %s', (question, sentence, words) => {
  const span = answeringWords(question, sentence);
  expect(span === undefined ? undefined : sentence.slice(span.start, span.end)).toBe(words);
});
