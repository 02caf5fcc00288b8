import { expect, it } from 'vitest';
import { hasKind, kindOf, statesKind } from '../../src/answer/kind.js';

it.each([
  ['When was the pier opened?', 'date'],
  ['In what year did the mill close?', 'date'],
  ['since when is the lock shut', 'date'],
  ['How many boats sank?', 'number'],
  ['What is the population of Port Elden?', 'number'],
  ['How tall is the lighthouse?', 'number'],
  ['Who mediated the talks?', 'person'],
  ['To whom was the letter sent?', 'person'],
  ['Where did the fleet winter?', 'place'],
  ['In which city was she born?', 'place'],
  ['Did the council agree?', 'yes-no'],
  ['Which newspaper printed it?', 'name'],
  ['What does the name Selby mean?', 'name'],
  ['Why was the pier closed?', 'other'],
  ['How did the fire start?', 'other'],
  ['In 1990, who led the council?', 'person'],
])('%j asks for a %s', (question, kind) => {
  expect(kindOf(question)).toBe(kind);
});

it('a sentence without a date does not answer when', () => {
  expect(hasKind('date', 'The pier was opened by the mayor.')).toBe(false);
  expect(hasKind('date', 'The pier was opened in May 1902.')).toBe(true);
  expect(hasKind('date', 'The pier was opened last week.')).toBe(true);
});

it('a sentence without an amount does not answer how many', () => {
  expect(hasKind('number', 'Boats sank in the harbour.')).toBe(false);
  expect(hasKind('number', 'Three boats sank in the harbour.')).toBe(true);
  expect(hasKind('number', 'Several boats sank in the harbour.')).toBe(true);
});

it('a sentence that names nobody does not answer who', () => {
  expect(hasKind('person', 'The pier was closed because of rust.')).toBe(false);
  expect(hasKind('person', 'The pier was closed by Maren Oduya.')).toBe(true);
});

it.each([
  ['date', 'The pier was opened while the mayor was ill.', false],
  ['date', 'The pier was opened in the 17th century.', true],
  ['date', 'The pier is open from 5 pm.', true],
  ['date', 'The pier was opened on a Tuesday.', true],
  ['number', 'Boats sank in the harbour.', false],
  ['number', 'None of the boats sank.', true],
  ['number', 'Over fifty boats sank.', true],
  ['person', 'The pier was closed because of rust.', true],
] as const)('an answer of kind %s is stated in "%s": %s', (kind, text, states) => {
  expect(statesKind(kind, text)).toBe(states);
});
