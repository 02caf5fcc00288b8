import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const READER = { visible: [HOST] };
const said = (day: string, count: number) => ({
  ...{ id: `quay-${day}`, title: `The quay on ${day}`, date: day, publisher: 'Harbour Post' },
  text: `The collapse of the south quay injured ${count} people, the harbour office said.`,
});
const LINES = [
  said('2026-05-05', 14),
  said('2026-05-02', 12),
  { id: 'old', title: 'The quay', text: 'The collapse of the south quay injured people whom nobody counted.' },
  { id: 'bread', title: 'Bread', date: '2026-05-04', text: 'Knead the dough for ten minutes and let it rise.' },
];

let engine: LocalEngine;

beforeEach(async () => {
  engine = openLocal(fakeEmbedder());
  const file = engine.file('docs/papers.jsonl', LINES.map((line) => JSON.stringify(line)).join('\n'));
  await engine.ingest({ collection: HOST, actor: 'test', targets: [path.dirname(file)] });
});
afterEach(() => engine.close());

describe('a timeline', () => {
  it('tells oldest first what was said, what changed, and how many documents have no date', async () => {
    const reply = await engine.timeline({ ...READER, topic: 'collapse of the south quay' });
    expect(reply.citations.map(({ quote }) => quote.documentId)).toEqual(['quay-2026-05-02', 'quay-2026-05-05']);
    expect(reply.statements.map(({ text }) => text)).toEqual(reply.citations.map(({ quote }) => quote.exact));
    expect(reply.disagreements).toEqual([
      {
        about: 'of the south quay injured … people',
        positions: [
          { claim: '12', citations: [1] },
          { claim: '14', citations: [2] },
        ],
      },
    ]);
    expect(reply.undated).toBe(1);
  });

  it('since a day knows nothing from before it', async () => {
    const reply = await engine.timeline({ ...READER, topic: 'collapse of the south quay', since: '2026-05-04' });
    expect(reply.citations.map(({ quote }) => quote.documentId)).toEqual(['quay-2026-05-05']);
    expect(reply.disagreements).toEqual([]);
  });

  it('of what no document is about is none, though something is always nearest', async () => {
    const reply = await engine.timeline({ ...READER, topic: 'walrus symphony orchestra' });
    expect(reply).toMatchObject({ outcome: 'abstention', reason: 'nothing-near', citations: [] });
  });
});
