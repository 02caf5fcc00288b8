import { expect, it } from 'vitest';
import { Counters } from '../../src/ops/counters.js';

it('counts questions by how they ended, and says how long half and 95 of 100 answers took', () => {
  const counters = new Counters();
  for (let ms = 1; ms <= 100; ms += 1) counters.asked(ms <= 90 ? 'answer' : 'abstention', ms);
  counters.asked(undefined, 9_999);
  counters.failed();
  counters.limited();
  counters.slowedDown();
  expect(counters.take()).toEqual({
    questions: 101,
    answers: 90,
    abstentions: 10,
    errors: 1,
    limited: 1,
    slowedDown: 1,
    p50Ms: 50,
    p95Ms: 95,
  });
});

it('begins anew with each summary, and tells no times without an answer', () => {
  const counters = new Counters();
  counters.asked('answer', 5);
  counters.take();
  expect(counters.take()).toEqual({ questions: 0, answers: 0, abstentions: 0, errors: 0, limited: 0, slowedDown: 0 });
});
