/**
 * The questions that are asked, drawn from the development questions of all sets by a fixed seed: some to warm up with, then
 * as many again for each round, none of them twice, since a question that was just asked finds everything at hand.
 */
import { createHash } from 'node:crypto';
import { seededRandom, shuffled } from '../measure/statistics.mjs';
import { questionsIn } from './real.mjs';

const ORDER_SEED = 9;

/** `{ warm, rounds }`: lists of questions; recall is measured on the first of them. */
export function drawQuestions({ evalDir, rounds, each }) {
  const all = [...new Set(questionsIn(evalDir))];
  const needed = (rounds + 1) * each;
  if (all.length < needed)
    throw new RangeError(`Expected at least ${needed} questions in ${evalDir}, got ${all.length}`);
  const drawn = shuffled(all, seededRandom(ORDER_SEED));
  const part = (at) => drawn.slice(at * each, (at + 1) * each);
  return { warm: part(0), rounds: Array.from({ length: rounds }, (_, at) => part(at + 1)) };
}

export function digestOf(questions) {
  return createHash('sha256').update(JSON.stringify(questions)).digest('hex');
}
