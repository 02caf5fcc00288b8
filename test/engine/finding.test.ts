import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/embed/embedder.js';
import { find, search } from '../../src/engine/finding.js';
import { openReader } from '../../src/index/reader.js';
import type { StoreReader } from '../../src/index/store.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const KNOWN = new Set(['harbour', 'which', 'ferry']);
/** What it was asked to embed. */
let queries: string[];
let embedder: Embedder;
let engine: LocalEngine;
let store: StoreReader;

beforeEach(async () => {
  queries = [];
  const fake = fakeEmbedder();
  embedder = {
    ...fake,
    // As a vocabulary of pieces: a word it has whole is one token, others are several.
    countTokens: (text) => text.split(/\s+/u).reduce((sum, word) => sum + (KNOWN.has(word) ? 1 : 2), 0),
    embedQuery: (text) => {
      queries.push(text);
      return fake.embedQuery(text);
    },
  };
  engine = openLocal(embedder);
  const file = engine.file('talks.md', 'The talks were mediated by Ilse Maarten.\n\nNobody took the Terry line.');
  await engine.ingest({ collection: HOST, actor: 'test', targets: [file] });
  store = openReader({ dataDir: `${engine.folder}/data` });
});
afterEach(async () => {
  await store.close();
  await engine.close();
});

function searched(text: string, corrects?: boolean) {
  const question = { visible: [HOST], text, ...(corrects === undefined ? {} : { corrects }) };
  return search({ store, embedderOf: async () => embedder }, question, async (asked) => {
    const { hits } = await find(asked, { text: asked.text, limit: 1 });
    return { text: asked.text, searchedFor: asked.searchedFor, lexical: hits[0]?.lexical ?? 0 };
  });
}

describe('a search that corrects', () => {
  it('embeds and searches for the corrected question, and says so', async () => {
    const found = await searched('who mediatde the talsk', true);
    expect(found).toMatchObject({ text: 'who mediated the talks', searchedFor: 'who mediated the talks' });
    expect(found.lexical).toBeGreaterThan(0);
    expect(queries).toEqual(['who mediatde the talsk', 'who mediated the talks']);
  });

  it('leaves alone what the embedder knows as a word, and embeds it once', async () => {
    expect(await searched('the ferry', true)).toMatchObject({ text: 'the ferry', searchedFor: undefined });
    expect(queries).toEqual(['the ferry']);
  });
});

it('a word is looked at anew once documents have come or gone', async () => {
  expect(await searched('the torch', true)).toMatchObject({ searchedFor: undefined });
  expect(await searched('the talsk', true)).toMatchObject({ searchedFor: 'the talks' });
  const file = engine.file('other.md', 'The Talsk is a river, and the porch burnt.\n');
  await engine.ingest({ collection: HOST, actor: 'test', targets: [file] });
  expect(await searched('the talsk', true)).toMatchObject({ searchedFor: undefined });
  expect(await searched('the torch', true)).toMatchObject({ searchedFor: 'the porch' });
});

it('a search corrects nothing unless it is asked to', async () => {
  expect(await searched('who mediatde the talsk')).toMatchObject({ searchedFor: undefined, lexical: 0 });
  expect(queries).toEqual(['who mediatde the talsk']);
});
