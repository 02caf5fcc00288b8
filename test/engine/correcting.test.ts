import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const READER = { visible: [HOST] };
let engine: LocalEngine;

beforeEach(async () => {
  // Of a vocabulary of pieces that has no word whole.
  const embedder = { ...fakeEmbedder(), countTokens: (text: string) => text.split(/\s+/u).length * 2 };
  engine = openLocal(embedder);
  const file = engine.file('talks.md', 'The talks were mediated by Ilse Maarten, a retired judge.\n');
  await engine.ingest({ collection: HOST, actor: 'test', targets: [file] });
});
afterEach(() => engine.close());

it('a misspelt question is answered, with what was searched for and what was typed', async () => {
  const reply = await engine.ask({ ...READER, question: 'who mediatde the talsk?' });
  expect(reply).toMatchObject({
    question: 'who mediatde the talsk?',
    searchedFor: 'who mediated the talks?',
    outcome: 'answer',
  });
  expect(reply.citations[0]?.quote.exact).toBe('The talks were mediated by Ilse Maarten, a retired judge.');
});

it('a misspelt search finds, and says what it searched for', async () => {
  const found = await engine.search({ ...READER, query: 'talsk' });
  expect(found).toMatchObject({ query: 'talsk', searchedFor: 'talks' });
  expect(found.hits[0]?.lexical).toBeGreaterThan(0);
});

it('a question without a misspelling says nothing of it', async () => {
  expect(await engine.ask({ ...READER, question: 'who mediated the talks?' })).not.toHaveProperty('searchedFor');
  expect(await engine.search({ ...READER, query: 'talks' })).not.toHaveProperty('searchedFor');
});
