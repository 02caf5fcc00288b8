import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../src/engine.js';
import { fakeEmbedder } from '../support/fake-embedder.js';
import { HOST, type LocalEngine, openLocal } from '../support/local-engine.js';

const READER = { visible: [HOST] };
const HISTORY: readonly Turn[] = [
  { speaker: 'user', text: 'What is the Tallow ferry accord?' },
  { speaker: 'agent', text: 'The Tallow ferry accord settles who may cross the river.' },
];

let engine: LocalEngine;

beforeEach(async () => {
  engine = openLocal(fakeEmbedder());
  const file = engine.file(
    'accord.md',
    '# Accord\n\nThe Tallow ferry accord settles who may cross the river. The Tallow ferry accord was signed on 4 May 2021.\n',
  );
  const other = engine.file('bakery.md', '# Bakery\n\nThe lease of the bakery was signed in 1987 by two sisters.\n');
  await engine.ingest({ collection: HOST, actor: 'test', targets: [file, other] });
});
afterEach(() => engine.close());

describe('a question with a conversation before it', () => {
  it('is completed from it when it leans on it, and says so', async () => {
    const reply = await engine.ask({ ...READER, question: 'when was it signed?', history: HISTORY, neverRefuse: true });
    expect(reply.question).toBe('when was it signed?');
    expect(reply.interpretedAs).toMatch(/^when was it signed — Tallow ferry accord/);
    expect(reply.citations[0]?.quote).toMatchObject({ documentId: 'accord.md' });
  });

  it('is asked as it stands when it stands alone', async () => {
    const question = 'Who signed the lease of the bakery?';
    const [after, alone] = [
      await engine.ask({ ...READER, question, history: HISTORY }),
      await engine.ask({ ...READER, question }),
    ];
    expect(after).toEqual(alone);
    expect(after).not.toHaveProperty('interpretedAs');
  });
});
