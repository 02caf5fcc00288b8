import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/message/controls.js';
import { conversationUpTo } from '../../src/message/turns.js';
import type { CollectionRef } from '../../src/model.js';
import type { Exchange } from '../../src/records.js';
import { fakeEngine } from '../support/fake-engine.js';
import { CONTEXT, GUILD, HOST, MEDIATED } from '../support/samples.js';

const ADDRESS = addressOf(CONTEXT.citation.quote);

/** Exchanges in a row, each asking `question N` of these collections and quoting the same sentence. */
function chain(length: number, collections: readonly CollectionRef[] = [HOST]) {
  const exchange = (at: number): Exchange => ({
    question: `question ${at} as understood`,
    options: { asked: `question ${at}` },
    collections,
    outcome: 'answer',
    quotes: [ADDRESS],
    ...(at > 1 && { previous: `x${at - 1}` }),
  });
  return fakeEngine({
    recall: async (id) => {
      const at = Number(id.slice(1));
      return at <= length ? exchange(at) : undefined;
    },
    // Only the host's documents have that quote.
    context: async ({ visible }) => (visible.some(({ owner }) => owner === 'host') ? CONTEXT : undefined),
  });
}

describe('a conversation', () => {
  it('is made of the last three exchanges, oldest first, each with its best quote', async () => {
    const { engine } = chain(5);
    const { turns, exchanges } = await conversationUpTo('x5', { engine, visible: [HOST] });
    expect(turns).toEqual([
      { speaker: 'user', text: 'question 3 as understood' },
      { speaker: 'agent', text: MEDIATED },
      { speaker: 'user', text: 'question 4 as understood' },
      { speaker: 'agent', text: MEDIATED },
      { speaker: 'user', text: 'question 5 as understood' },
      { speaker: 'agent', text: MEDIATED },
    ]);
    expect(exchanges).toBe(3);
  });

  it('has no quote, and no words taken from one, that whoever asks may not see now', async () => {
    const { engine, calls } = chain(1, [HOST, GUILD]);
    const { turns } = await conversationUpTo('x1', { engine, visible: [GUILD] });
    expect(turns).toEqual([{ speaker: 'user', text: 'question 1' }]);
    expect(calls.filter(({ method }) => method === 'context')).toEqual([
      { method: 'context', request: { address: ADDRESS, visible: [GUILD] } },
    ]);
  });

  it('is counted further than it is leant on, where somebody wants to know how long it is', async () => {
    const { engine, calls } = chain(9);
    const { turns, exchanges } = await conversationUpTo('x9', { engine, visible: [HOST], counted: 7 });
    expect([turns.length, exchanges]).toEqual([6, 7]);
    expect(calls.filter(({ method }) => method === 'context')).toHaveLength(3);
  });

  it('ends where an exchange is forgotten, and is nothing without one', async () => {
    const { engine } = chain(2);
    expect(await conversationUpTo('x3', { engine, visible: [HOST] })).toEqual({ turns: [], exchanges: 0 });
    expect(await conversationUpTo(undefined, { engine, visible: [HOST] })).toEqual({ turns: [], exchanges: 0 });
  });

  it('that leads back to itself ends, too', async () => {
    const { engine } = fakeEngine({ recall: async () => ({ question: 'q', collections: [], previous: 'x' }) });
    const { exchanges } = await conversationUpTo('x', { engine, visible: [], counted: 1_000 });
    expect(exchanges).toBe(100);
  });
});
