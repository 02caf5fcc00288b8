import { expect, it } from 'vitest';
import type { Exchange } from '../../src/records.js';
import { Exchanges } from '../../src/workers/exchanges.js';

const exchange: Exchange = { question: 'Who?', collections: [{ owner: 'host', name: 'default' }] };

function exchangesOver(store: () => Promise<void>): { exchanges: Exchanges; loaded: string[]; warnings: string[] } {
  const loaded: string[] = [];
  const warnings: string[] = [];
  const load = async (id: string): Promise<Exchange | undefined> => {
    loaded.push(id);
    return undefined;
  };
  return { exchanges: new Exchanges({ store, load, warn: (message) => warnings.push(message) }), loaded, warnings };
}

it('names a question at once, and knows it while it waits to be stored', async () => {
  const { exchanges, loaded } = exchangesOver(() => new Promise(() => undefined));
  const id = exchanges.remember(exchange);
  expect(id).toMatch(/^[\w-]{12}$/);
  expect(await exchanges.recall(id)).toEqual(exchange);
  expect(loaded).toEqual([]);
});

it('asks the store once the question is there', async () => {
  const { exchanges, loaded } = exchangesOver(async () => undefined);
  const id = exchanges.remember(exchange);
  await Promise.resolve();
  await Promise.resolve();
  await exchanges.recall(id);
  expect(loaded).toEqual([id]);
});

it('keeps a question that could not be stored, and says so', async () => {
  const { exchanges, warnings } = exchangesOver(() => Promise.reject(new Error('locked')));
  const id = exchanges.remember(exchange);
  await Promise.resolve();
  await Promise.resolve();
  expect(await exchanges.recall(id)).toEqual(exchange);
  expect(warnings).toHaveLength(1);
});

it('forgets the oldest when too many wait', async () => {
  const { exchanges } = exchangesOver(() => new Promise(() => undefined));
  const first = exchanges.remember(exchange);
  for (let at = 0; at < 1_000; at++) exchanges.remember(exchange);
  expect(await exchanges.recall(first)).toBeUndefined();
});

it('forgets a person only once none of their questions can be stored any more', async () => {
  let stored = (): void => undefined;
  const { exchanges } = exchangesOver(() => new Promise((resolve) => (stored = resolve)));
  const theirs = exchanges.remember({ ...exchange, userId: '7' });
  let isForgotten = false;
  const forgetting = exchanges.forget('7').then(() => {
    isForgotten = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isForgotten).toBe(false);
  stored();
  await forgetting;
  expect(await exchanges.recall(theirs)).toBeUndefined();
});

it('does not keep what a person asked before they were forgotten and was answered after it', async () => {
  const stored: string[] = [];
  const store = async ({ exchange: { question } }: { readonly exchange: Exchange }) => void stored.push(question);
  const exchanges = new Exchanges({ store, load: async () => undefined, warn: () => undefined, nowMs: () => 1_000 });
  await exchanges.forget('7');
  const asked = (question: string, atMs: number, userId = '7') =>
    exchanges.remember({ ...exchange, question, userId }, new Date(atMs));
  expect(await exchanges.recall(asked('Before?', 999))).toBeUndefined();
  asked('After?', 1_001);
  asked('Of another?', 999, '8');
  expect(stored).toEqual(['After?', 'Of another?']);
});

it('forgets a person’s questions that could not be stored, and nobody else’s', async () => {
  const { exchanges } = exchangesOver(() => Promise.reject(new Error('locked')));
  const [theirs, others] = ['7', '8'].map((userId) => exchanges.remember({ ...exchange, userId }));
  await exchanges.forget('7');
  expect(await exchanges.recall(theirs ?? '')).toBeUndefined();
  expect(await exchanges.recall(others ?? '')).toMatchObject({ userId: '8' });
});
