import { expect, it } from 'vitest';
import { substance } from '../../src/answer/substance.js';
import type { SummarySentence } from '../../src/answer/summary-sentence.js';

const passage = { text: '', semantic: 0 };

function sentence(text: string, start: number): SummarySentence {
  const span = { start, end: start + text.length };
  const vector = new Float32Array([1, 0]);
  return { documentId: 'a', version: 'v', span, text, vector, position: 0, passage };
}

const TEXTS = [
  'So yeah, I think that is what we were going to do then.',
  'The ferry crosses to the island twice a day in winter.',
  'Well, I think so, and you were there as well, I think.',
  'The ferry company lost its winter licence in March.',
  'Okay, what do you think, should we go on with it then?',
];

it('puts what a text keeps coming back to above small talk', () => {
  const told = substance(TEXTS.map(sentence), new Map());
  const talk = [0, 2, 4].map((at) => told[at] ?? 1);
  for (const at of [1, 3]) expect(told[at]).toBeGreaterThan(Math.max(...talk));
  expect(Math.max(...told)).toBe(1);
});

it('gives numbers from 0 to 1 where nothing is told, and nothing of nothing', () => {
  expect(substance([], new Map())).toEqual([]);
  for (const value of substance([sentence('…', 0)], new Map())) expect(value).toBeGreaterThanOrEqual(0);
});
